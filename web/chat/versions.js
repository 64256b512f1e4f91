import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { marked, outlineOf, versionsOf } from "./compare.js";

/** Two versions of the plan that waits, side by side; the earlier one can be built instead. */
export class Versions {
  #dialog;
  #onTake;
  #onLook;
  #before = 0;

  /** `onTake(approvalId, blueprint)` builds a version; `onLook(version)` shows it in the preview. */
  constructor(dialog, { onTake, onLook }) {
    this.#dialog = dialog;
    this.#onTake = onTake;
    this.#onLook = onLook;
  }

  open(conversation, context) {
    const versions = versionsOf(conversation);
    if (versions.length === 0) return;
    this.#before = versions.length - 2;
    this.#dialog.setAttribute("aria-label", context.t("versions.title"));
    this.#draw(versions, context);
    this.#dialog.showModal();
  }

  /** The plan may be answered elsewhere meanwhile: then there is nothing left to compare. */
  render(conversation) {
    if (this.#dialog.open && versionsOf(conversation).length === 0) this.#dialog.close();
  }

  #draw(versions, context) {
    const { t } = context;
    const now = versions.at(-1);
    const before = versions[this.#before];
    const [left, right] = [outlineOf(before.blueprint), outlineOf(now.blueprint)];
    const close = {
      type: "button",
      class: "icon-button",
      "aria-label": t("dialog.close"),
      onclick: () => this.#dialog.close(),
    };
    const head = h("h2", {}, t("versions.title"));
    fill(
      this.#dialog,
      h("header", { class: "dialog-head" }, head, h("button", close, lineIcon("close"))),
      h(
        "div",
        { class: "versions" },
        column(this.#choice(versions, context), marked(left, right), "removed", t),
        column(h("h3", {}, t("versions.now")), marked(right, left), "added", t),
      ),
      this.#foot(before, now, t),
    );
  }

  #choice(versions, context) {
    const { t } = context;
    const onchange = ({ target }) => {
      this.#before = Number(target.value);
      this.#draw(versions, context);
    };
    const options = versions
      .slice(0, -1)
      .map(({ version }, at) =>
        h("option", { value: at, selected: at === this.#before }, t("versions.number", { version })),
      );
    const attributes = { "aria-label": t("versions.choose"), "data-testid": "version-choice" };
    return h("select", { ...attributes, onchange }, options);
  }

  #foot(before, now, t) {
    const button = (key, hook, className, act) => {
      const onclick = () => {
        this.#dialog.close();
        act();
      };
      return h("button", { type: "button", class: className, "data-testid": hook, onclick }, t(key));
    };
    return h(
      "footer",
      { class: "dialog-foot" },
      h("p", { class: "faint" }, t("versions.help")),
      before.previewUrl &&
        button("versions.look", "version-look", "button", () => this.#onLook(before)),
      button("versions.take", "version-take", "button primary", () =>
        this.#onTake(now.approvalId, before.blueprint),
      ),
    );
  }
}

/** One version; `only` says what it means that a part is in this one alone. */
function column(head, outline, only, t) {
  return h(
    "section",
    { "data-testid": `version-${only === "added" ? "now" : "before"}` },
    head,
    h("ul", { class: "version" }, outline.map((part) => line(part, only, t))),
  );
}

function line({ kind, name, type, mark, inside = [] }, only, t) {
  const told = mark === "only" ? only : mark;
  const sign = { added: "+", removed: "−", changed: "~" }[told];
  const shown = inside.filter((part) => part.kind !== "row" || part.mark !== "same");
  return h(
    "li",
    { class: `version-${told}` },
    sign && h("span", { class: "version-sign", "aria-hidden": "true" }, sign),
    sign && h("span", { class: "visually-hidden" }, t(`versions.${told}`)),
    h("span", { class: kind === "property" ? "" : `version-${kind}` }, name),
    type && h("span", { class: "faint" }, t(`type.${type}`)),
    shown.length > 0 && h("ul", {}, shown.map((part) => line(part, only, t))),
  );
}

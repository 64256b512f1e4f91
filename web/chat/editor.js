import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { draftOf, newDatabase, newPart } from "./draft.js";
import { changesOf, partAt } from "./edits.js";
import { addButton, databaseField, nameField, removable, shownOf } from "./fields.js";

/**
 * The plan as a form: names, properties, options, views and pages, to be changed by hand. It sends
 * the list of changes, and stays open until the server has found no fault in them.
 */
export class PlanEditor {
  #dialog;
  #onSave;
  #approvalId = null;
  #draft = null;
  #waiting = false;
  #t;

  constructor(dialog, onSave) {
    this.#dialog = dialog;
    this.#onSave = onSave;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#leave();
    });
  }

  open({ approval_id: approvalId, blueprint }, { t }) {
    this.#approvalId = approvalId;
    this.#draft = draftOf(blueprint);
    this.#waiting = false;
    this.#t = t;
    fill(this.#dialog, this.#form(t));
    this.#dialog.setAttribute("aria-label", t("editor.title"));
    this.#dialog.showModal();
    this.#follow(t);
  }

  /**
   * Follows the conversation: shows the server's objections, closes once the edit runs. What was
   * answered elsewhere meanwhile is said; the edits stay to be looked at.
   */
  render({ decision, alert, items }, { t }) {
    if (!this.#dialog.open || decision) return;
    const approval = items.find((item) => item.approval_id === this.#approvalId);
    const answered = approval?.status !== "pending";
    if (answered && this.#waiting) return this.#dialog.close();
    if (answered) return this.#outrun(t);
    if (!this.#waiting) return undefined;
    this.#waiting = false;
    this.#follow(t);
    if (alert) this.#complain(alert.content, alert.details);
    return undefined;
  }

  /** Whether the alert of the moment is already told inside the dialog. */
  get isOpen() {
    return this.#dialog.open;
  }

  #form(t) {
    const submit = (event) => {
      event.preventDefault();
      this.#submit(t);
    };
    const attributes = {
      class: "dialog-body editor",
      autocomplete: "off",
      onsubmit: submit,
      oninput: () => this.#follow(t),
      onkeydown: notByEnter,
    };
    return h(
      "form",
      attributes,
      head(t, () => this.#leave()),
      h("p", { class: "help" }, t("editor.help")),
      h("div", { class: "editor-parts" }, this.#parts(t)),
      h("div", { class: "editor-problem", role: "alert", "data-testid": "editor-problem" }),
      h(
        "footer",
        { class: "dialog-foot" },
        h("span", { class: "editor-count", role: "status", "data-testid": "editor-count" }),
        h("button", { class: "button primary", "data-testid": "editor-save" }),
      ),
    );
  }

  #parts(t) {
    const { databases, pages } = this.#draft;
    const again = (focused, onHandle) => this.#redraw(t, focused, onHandle);
    const form = { t, again, adding: (list, part) => () => again(list.push(part()) && list.at(-1)) };
    const first = () => newDatabase(t("editor.firstProperty"));
    return [
      nameField(this.#draft, t("editor.pageTitle")),
      ...shownOf(databases).map((each) => databaseField(each, databases, form)),
      addButton(t("editor.addDatabase"), form.adding(databases, first), "add-database"),
      h("h3", {}, t("editor.pages")),
      ...shownOf(pages).map((page) => removable(page, pages, t("editor.pageName"), form)),
      addButton(t("editor.addPage"), form.adding(pages, newPart), "add-page"),
    ];
  }

  /**
   * Draws the form again after a part came, went or moved; a new part is where one goes on typing,
   * the handle of one that moved where one goes on moving.
   */
  #redraw(t, focused, onHandle = false) {
    const parts = this.#dialog.querySelector(".editor-parts");
    const { scrollTop } = parts;
    const open = new Set([...parts.querySelectorAll("details[open]")].map(({ rows }) => rows));
    fill(parts, this.#parts(t));
    for (const details of parts.querySelectorAll("details")) details.open = open.has(details.rows);
    parts.scrollTop = scrollTop;
    const fields = [...parts.querySelectorAll(onHandle ? ".editor-handle" : "input")];
    fields.find((field) => field.edits === focused)?.focus();
    this.#follow(t);
  }

  /** Says how much was changed, and lets nothing be sent where nothing was. */
  #follow(t) {
    const count = changesOf(this.#draft).length;
    const told = t(count === 1 ? "editor.oneChange" : "editor.changes", { count });
    fill(this.#dialog.querySelector(".editor-count"), count ? told : t("editor.unchanged"));
    const button = this.#dialog.querySelector("[data-testid=editor-save]");
    button.disabled = this.#waiting || count === 0;
    button.textContent = t(this.#waiting ? "editor.checking" : "editor.save");
  }

  /** Asks first where something would be lost. */
  #leave() {
    const t = this.#t;
    if (changesOf(this.#draft).length === 0) return this.#dialog.close();
    const button = (key, hook, onclick) =>
      h("button", { type: "button", class: "link", "data-testid": hook, onclick }, t(key));
    return fill(
      this.#dialog.querySelector(".editor-problem"),
      h(
        "p",
        {},
        `${t("editor.leaving")} `,
        button("editor.discard", "editor-discard", () => this.#dialog.close()),
        " · ",
        button("editor.stay", "editor-stay", () => this.#complain("")),
      ),
    );
  }

  #outrun(t) {
    this.#waiting = false;
    const button = this.#dialog.querySelector("[data-testid=editor-save]");
    if (button.disabled && button.dataset.outrun) return;
    button.dataset.outrun = "true";
    button.disabled = true;
    this.#complain(t("editor.outrun"));
  }

  #submit(t) {
    const changes = changesOf(this.#draft);
    if (changes.length === 0 || this.#waiting) return;
    this.#complain("");
    this.#waiting = true;
    this.#follow(t);
    this.#onSave(this.#approvalId, changes);
  }

  /** Says what is wrong, of each fault with the field that it is about, which is marked. */
  #complain(text, details = []) {
    const fields = [...this.#dialog.querySelectorAll(".editor-parts input")];
    for (const field of fields) field.removeAttribute("aria-invalid");
    const reasons = details.filter(({ message }) => message);
    const told = reasons.map(({ field: place, message }) => {
      const part = partAt(this.#draft, place ?? "");
      const field = fields.find(({ edits }) => part && edits === part);
      field?.setAttribute("aria-invalid", "true");
      const name = part && (part.name.trim() || part.was);
      const named = [field?.getAttribute("aria-label"), name].filter(Boolean).join(" · ");
      return h("li", {}, named ? `${named}: ${message}` : message);
    });
    const node = this.#dialog.querySelector(".editor-problem");
    fill(node, told.length > 0 ? h("ul", {}, told) : text && h("p", {}, text));
  }
}

/** Enter ends a name; it does not approve the whole plan, which only the button says. */
function notByEnter(event) {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
}

function head(t, onclick) {
  const close = { type: "button", class: "icon-button", "aria-label": t("dialog.close"), onclick };
  return h(
    "header",
    { class: "dialog-head" },
    h("h2", {}, t("editor.title")),
    h("button", close, lineIcon("close")),
  );
}

import { LANGUAGES } from "../shared/i18n.js";
import { COMPLEXITIES } from "../shell/preferences.js";
import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { PlannerFields } from "./planner.js";
import { SIGN_IN } from "./signin.js";

const LANGUAGE_NAMES = { ko: "한국어", en: "English", ja: "日本語" };

/**
 * The settings dialog. `onSave(values)` gets every value once the person saves; the dialog stays
 * until the server has taken them, and says so where it did not.
 */
export class SettingsDialog {
  #dialog;
  #onSave;
  #onClose;
  #saving = false;
  /** Whether the server can send people to Notion to sign in. */
  offersSignIn = false;

  constructor(dialog, { onSave, onClose }) {
    this.#dialog = dialog;
    this.#onSave = onSave;
    this.#onClose = onClose;
  }

  /** Opens with the stored `values`; `focus` names the field to start in. */
  open(values, { t, api }, focus = "language") {
    if (this.#dialog.open) return;
    this.#saving = false;
    fill(this.#dialog, this.#form(values, { t, api }));
    this.#dialog.setAttribute("aria-label", t("settings.title"));
    this.#dialog.addEventListener("close", this.#onClose, { once: true });
    this.#dialog.showModal();
    this.#dialog.querySelector(`[name=${focus}]`).focus();
  }

  /** Whether it is open with something saved that the server has not taken. */
  get isAsking() {
    return this.#dialog.open && this.#saving;
  }

  /** Closes once what was saved is in force; tells what stands in its way. */
  render({ phase, reason, problem }, { ready, remark }, { t }) {
    if (!this.isAsking) return;
    const heard = ready && remark;
    if ((ready && !remark) || phase === "waiting") this.#dialog.close();
    const told = heard || (phase === "stopped" ? (problem ?? t(reason)) : "");
    this.#dialog.querySelector("[role=alert]").textContent = told;
    for (const name of fieldsInQuestion(heard, problem))
      this.#dialog.querySelector(`[name=${name}]`).ariaInvalid = String(told !== "");
  }

  #form(values, { t, api }) {
    const save = (event) => {
      event.preventDefault();
      this.#saving = true;
      this.#onSave(Object.fromEntries(new FormData(event.target)));
    };
    return h(
      "form",
      { class: "dialog-body", autocomplete: "off", onsubmit: save },
      this.#head(t),
      select(
        "language",
        t("settings.language"),
        LANGUAGES,
        values.language,
        (code) => LANGUAGE_NAMES[code],
      ),
      select("complexity", t("settings.complexity"), COMPLEXITIES, values.complexity, (name) =>
        t(`complexity.${name}`),
      ),
      h(
        "fieldset",
        {},
        h("legend", {}, t("settings.notion")),
        h("p", { class: "help", id: "notion-help" }, t("settings.notion.help")),
        field(
          "notionToken",
          t("settings.notionToken"),
          values.notionToken,
          "password",
          "notion-help",
        ),
        field("parentPageId", t("settings.parentPageId"), values.parentPageId, "text"),
        this.offersSignIn &&
          h("a", { class: "button", href: SIGN_IN, "data-testid": "sign-in" }, t("settings.signIn")),
      ),
      new PlannerFields(values, { field, select }, { t, api }).node,
      h(
        "fieldset",
        {},
        h("legend", {}, t("settings.helpdesk")),
        h("p", { class: "help", id: "helpdesk-help" }, t("settings.helpdesk.help")),
        field("companyId", t("settings.companyId"), values.companyId, "text", "helpdesk-help"),
        field("helpdeskDomain", t("settings.helpdeskDomain"), values.helpdeskDomain, "text"),
        field("helpdeskKey", t("settings.helpdeskKey"), values.helpdeskKey, "password"),
      ),
      field(
        "accessToken",
        t("settings.accessToken"),
        values.accessToken,
        "password",
        "access-help",
      ),
      h("p", { class: "help", id: "access-help" }, t("settings.accessToken.help")),
      h("p", { class: "problem", role: "alert", "data-testid": "settings-problem" }),
      h(
        "footer",
        { class: "dialog-foot" },
        h(
          "button",
          { class: "button primary", "data-testid": "settings-save" },
          t("settings.save"),
        ),
      ),
    );
  }

  #head(t) {
    const close = {
      type: "button",
      class: "icon-button",
      "aria-label": t("dialog.close"),
      onclick: () => this.#dialog.close(),
    };
    return h(
      "header",
      { class: "dialog-head" },
      h("h2", {}, t("settings.title")),
      h("button", close, lineIcon("close")),
    );
  }
}

/** Where to look for what the server did not take. */
function fieldsInQuestion(remark, problem) {
  if (remark) return ["aiKey", "aiModel"];
  return problem ? ["notionToken", "parentPageId"] : ["accessToken"];
}

function select(name, label, values, chosen, nameOf) {
  const options = values.map((value) =>
    h("option", { value, selected: value === chosen }, nameOf(value)),
  );
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("select", { name, "data-testid": `settings-${name}` }, options),
  );
}

function field(name, label, value, type, describedBy) {
  const attributes = {
    name,
    type,
    value,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": describedBy,
    "data-testid": `settings-${name}`,
  };
  return h("label", { class: "field" }, h("span", {}, label), h("input", attributes));
}

import { LANGUAGES } from "./i18n.js";
import { COMPLEXITIES } from "./preferences.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

const LANGUAGE_NAMES = { ko: "한국어", en: "English", ja: "日本語" };

/** The settings dialog. `onSave(values)` gets every value once the person saves. */
export class SettingsDialog {
  #dialog;
  #onSave;

  constructor(dialog, onSave) {
    this.#dialog = dialog;
    this.#onSave = onSave;
  }

  /** Opens with the stored `values`; `focus` names the field to start in. */
  open(values, { t }, focus = "language") {
    if (this.#dialog.open) return;
    fill(this.#dialog, this.#form(values, t));
    this.#dialog.setAttribute("aria-label", t("settings.title"));
    this.#dialog.showModal();
    this.#dialog.querySelector(`[name=${focus}]`).focus();
  }

  #form(values, t) {
    const save = (event) => {
      this.#onSave(Object.fromEntries(new FormData(event.target)));
    };
    return el(
      "form",
      { method: "dialog", class: "dialog-body", autocomplete: "off", onsubmit: save },
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
      el(
        "fieldset",
        {},
        el("legend", {}, t("settings.notion")),
        el("p", { class: "help", id: "notion-help" }, t("settings.notion.help")),
        field(
          "notionToken",
          t("settings.notionToken"),
          values.notionToken,
          "password",
          "notion-help",
        ),
        field("parentPageId", t("settings.parentPageId"), values.parentPageId, "text"),
      ),
      field(
        "accessToken",
        t("settings.accessToken"),
        values.accessToken,
        "password",
        "access-help",
      ),
      el("p", { class: "help", id: "access-help" }, t("settings.accessToken.help")),
      el(
        "footer",
        { class: "dialog-foot" },
        el(
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
    return el(
      "header",
      { class: "dialog-head" },
      el("h2", {}, t("settings.title")),
      el("button", close, icon("close")),
    );
  }
}

function select(name, label, values, chosen, nameOf) {
  const options = values.map((value) =>
    el("option", { value, selected: value === chosen }, nameOf(value)),
  );
  return el(
    "label",
    { class: "field" },
    el("span", {}, label),
    el("select", { name, "data-testid": `settings-${name}` }, options),
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
  return el("label", { class: "field" }, el("span", {}, label), el("input", attributes));
}

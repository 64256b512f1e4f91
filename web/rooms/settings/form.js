import { PlannerFields } from "../../chat/planner.js";
import { isCompany, meantBy } from "../../shared/company.js";
import { h } from "../../shared/dom.js";
import { LANGUAGES } from "../../shared/i18n.js";
import { COMPLEXITIES, THEMES } from "../../shell/preferences.js";
import { NotionFields } from "./notion.js";

const LANGUAGE_NAMES = { ko: "한국어", en: "English", ja: "日本語" };

/**
 * All settings as one form, in the room and in the chat's dialog. `onSave(values)` gets every value
 * once the person saves; `tell` says what the server did not take.
 */
export class SettingsForm {
  node;
  #problem = h("p", { class: "problem", role: "alert", "data-testid": "settings-problem" });

  constructor(values, shell, onSave) {
    const { t } = shell;
    const save = (event) => {
      event.preventDefault();
      this.tell({ told: "", fields: [] });
      const entered = [...new FormData(event.target)].map(([name, value]) => [name, value.trim()]);
      const typed = Object.fromEntries(entered);
      const values = { ...typed, ...meantBy(typed) };
      if (isCompany(values.companyId)) return onSave(values);
      return this.tell({ told: t("settings.companyId.form"), fields: ["companyId"] });
    };
    this.node = h(
      "form",
      { class: "settings-form", autocomplete: "off", onsubmit: save },
      general(values, t),
      new NotionFields(values, { field }, shell).node,
      new PlannerFields(values, { field, select }, shell).node,
      helpdesk(values, t),
      access(values, t),
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

  focus(name) {
    this.node.querySelector(`[name=${name}]`).focus();
  }

  /**
   * Says what stands in the way of what was saved, beside the `fields` where to look: the end of
   * the form, where the button is, may be screens away from them.
   */
  tell({ told, fields }) {
    const inputs = [...this.node.querySelectorAll("input, select")];
    const refused = told ? inputs.filter(({ name }) => fields.includes(name)) : [];
    for (const input of inputs) input.ariaInvalid = String(refused.includes(input));
    this.#problem.remove();
    if (refused.length === 0) return;
    this.#problem.textContent = told;
    refused.at(-1).closest(".field").after(this.#problem);
    refused[0].focus();
    this.#problem.scrollIntoView({ block: "center" });
  }
}

function general({ language, complexity, timeZone, theme }, t) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = ["", ...Intl.supportedValuesOf("timeZone")];
  const nameOf = (zone) => zone || t("settings.timeZone.here", { zone: here });
  return h(
    "fieldset",
    {},
    h("legend", {}, t("settings.general")),
    select("language", t("settings.language"), LANGUAGES, language, (code) => LANGUAGE_NAMES[code]),
    select("complexity", t("settings.complexity"), COMPLEXITIES, complexity, (name) =>
      t(`complexity.${name}`),
    ),
    select("timeZone", t("settings.timeZone"), zones, timeZone, nameOf),
    select("theme", t("settings.theme"), THEMES, theme, (name) => t(`settings.theme.${name}`)),
  );
}

function helpdesk({ companyId, helpdeskDomain, helpdeskKey }, t) {
  return h(
    "fieldset",
    {},
    h("legend", {}, t("settings.helpdesk")),
    h("p", { class: "help", id: "helpdesk-help" }, t("settings.helpdesk.help")),
    field("companyId", t("settings.companyId"), companyId, "text", "helpdesk-help"),
    field("helpdeskDomain", t("settings.helpdeskDomain"), helpdeskDomain, "text"),
    field("helpdeskKey", t("settings.helpdeskKey"), helpdeskKey, "password"),
  );
}

function access({ accessToken }, t) {
  return h(
    "fieldset",
    {},
    h("legend", {}, t("settings.access")),
    field("accessToken", t("settings.accessToken"), accessToken, "password", "access-help"),
    h("p", { class: "help", id: "access-help" }, t("settings.accessToken.help")),
  );
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

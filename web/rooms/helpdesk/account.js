import { DEMO_DOMAIN, isCompany, meantBy } from "../../shared/company.js";
import { fill, h } from "../../shared/dom.js";
import { bad, busily, button, field } from "../../shared/parts.js";

/** The embedded helpdesk to try things with; its key is no secret. */
export const DEMO = { company: "demo", domain: DEMO_DOMAIN, key: "demo" };

/** Said by name, as a conversation that had another account would go on with that. */
const BACK = { companyId: DEMO.company, helpdeskDomain: DEMO.domain };

/** Whose helpdesk is read: the one that the person connected, else the demo account. Pure. */
export function accountOf({ companyId, helpdeskDomain, helpdeskKey }) {
  const company = companyId || DEMO.company;
  if (!helpdeskDomain) return { ...DEMO, company, isDemo: true };
  const key = helpdeskKey || (helpdeskDomain === DEMO.domain ? DEMO.key : "");
  return { company, domain: helpdeskDomain, key, isDemo: helpdeskDomain === DEMO.domain };
}

/** The headers that name it to the server: keys are never in an address or a body. Pure. */
export function headersOf({ company, domain, key }) {
  return {
    "X-Company-ID": company,
    "X-Platform": "freshdesk",
    "X-Domain": domain,
    "X-API-Key": key,
  };
}

/**
 * Which account is connected, and the form to connect another. What is entered stays in this tab,
 * as all keys do; `onChange()` is called once it counts.
 */
export class AccountPanel {
  node;
  #shell;
  #onChange;
  #problem = h("div", { class: "told" });

  constructor(shell, onChange) {
    this.#shell = shell;
    this.#onChange = onChange;
    this.node = h("section", { class: "panel", "aria-label": shell.t("desk.account") });
    this.#show();
  }

  #show(editing = false) {
    fill(this.#problem);
    const account = accountOf(this.#shell.preferences.read());
    fill(this.node, this.#summary(account), editing && this.#form());
    if (editing) this.node.querySelector("input").focus();
  }

  #summary({ company, domain, isDemo }) {
    const { t } = this.#shell;
    const edit = () => this.#show(true);
    return h(
      "div",
      { class: "desk-account" },
      h("span", { class: ["dot", isDemo ? "orange" : "green"], "aria-hidden": "true" }),
      h(
        "div",
        {},
        h("h2", {}, t(isDemo ? "desk.demo" : "desk.connected")),
        h("p", { class: "faint", "data-testid": "desk-account" }, `${domain} · ${company}`),
      ),
      button(t("desk.connect"), edit, { "data-testid": "desk-connect" }),
    );
  }

  #form() {
    const { t } = this.#shell;
    const save = (event) => {
      event.preventDefault();
      const entered = Object.fromEntries(new FormData(event.target));
      return busily(event.submitter, () => this.#keep(entered));
    };
    return h(
      "form",
      { class: "desk-form", onsubmit: save },
      this.#field("domain", "helpdeskDomain", { placeholder: "company.freshdesk.com" }),
      this.#field("key", "helpdeskKey", { type: "password" }),
      this.#field("company", "companyId"),
      this.#problem,
      h(
        "div",
        { class: "room-actions" },
        h("button", { class: "button primary", "data-testid": "desk-save" }, t("settings.save")),
        button(t("desk.toDemo"), () => this.#keep(BACK), { kind: "quiet" }),
        button(t("dialog.cancel"), () => this.#show(), { kind: "quiet" }),
      ),
    );
  }

  #field(part, name, more) {
    const { t, preferences } = this.#shell;
    const control = h("input", {
      name,
      value: preferences.read()[name],
      autocomplete: "off",
      spellcheck: "false",
      "data-testid": `desk-${part}`,
      ...more,
    });
    return field(t(`desk.${part}`), control, { help: t(`desk.${part}.help`) }).node;
  }

  /** The chat reads the same account from now on; what the server does not take is told. */
  async #keep(entered) {
    const { t, preferences, settle, announce } = this.#shell;
    const meant = meantBy(entered);
    if (!isCompany(meant.companyId))
      return fill(this.#problem, bad(t("settings.companyId.form")));
    const refused = await settle({ ...preferences.read(), ...meant });
    if (refused) return fill(this.#problem, bad(refused.told));
    this.#show();
    announce(t("desk.saved"));
    return this.#onChange();
  }
}

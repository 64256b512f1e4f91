import { fill, h } from "../../shared/dom.js";
import { bad, busily, button, field } from "../../shared/parts.js";

/** The embedded helpdesk to try things with; its key is no secret. */
export const DEMO = { company: "demo", domain: "demo.freshdesk.localhost", key: "demo" };

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
export function accountPanel({ t, preferences, settle, announce }, onChange) {
  const node = h("section", { class: "panel", "aria-label": t("desk.account") });
  const problem = h("div", { class: "told" });
  show();
  return node;

  function show(editing = false) {
    const account = accountOf(preferences.read());
    problem.replaceChildren();
    fill(node, summary(account), editing && form());
    if (editing) node.querySelector("input").focus();
  }

  function summary({ company, domain, isDemo }) {
    const edit = button(t("desk.connect"), () => show(true), { "data-testid": "desk-connect" });
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
      edit,
    );
  }

  function form() {
    const values = preferences.read();
    const text = (name, more) =>
      h("input", { name, value: values[name], autocomplete: "off", spellcheck: "false", ...more });
    const domain = { placeholder: "company.freshdesk.com", "data-testid": "desk-domain" };
    return h(
      "form",
      { class: "desk-form", onsubmit: save },
      field(t("desk.domain"), text("helpdeskDomain", domain)).node,
      field(t("desk.key"), text("helpdeskKey", { type: "password", "data-testid": "desk-key" }), {
        help: t("desk.key.help"),
      }).node,
      field(t("desk.company"), text("companyId", { "data-testid": "desk-company" }), {
        help: t("desk.company.help"),
      }).node,
      problem,
      h(
        "div",
        { class: "room-actions" },
        h("button", { class: "button primary", "data-testid": "desk-save" }, t("settings.save")),
        button(t("desk.toDemo"), () => keep(BACK), { kind: "quiet" }),
        button(t("dialog.cancel"), () => show(), { kind: "quiet" }),
      ),
    );
  }

  function save(event) {
    event.preventDefault();
    return busily(event.submitter, () => keep(Object.fromEntries(new FormData(event.target))));
  }

  /** The chat reads the same account from now on; what the server does not take is told. */
  async function keep({ helpdeskDomain = "", helpdeskKey = "", companyId = "" }) {
    const refused = await settle({
      ...preferences.read(),
      helpdeskDomain: helpdeskDomain.trim(),
      helpdeskKey: helpdeskKey.trim(),
      companyId: companyId.trim() || nameOf(helpdeskDomain.trim()),
    });
    if (refused) return problem.replaceChildren(bad(refused.told));
    show();
    announce(t("desk.saved"));
    return onChange();
  }
}

/** A company's id where none was given: the first part of its domain. Pure. */
export function nameOf(domain) {
  return domain === DEMO.domain ? "" : domain.split(".", 1)[0].toLowerCase();
}

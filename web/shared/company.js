const COMPANY = /^[a-z0-9][a-z0-9_-]{1,62}$/;

/** Whether the server takes an id of a company; without one it has its own. Pure. */
export function isCompany(id) {
  return id === "" || COMPANY.test(id);
}

/** Of the embedded helpdesk. */
export const DEMO_DOMAIN = "demo.freshdesk.localhost";

/**
 * The account that was entered: an address stands for its domain, one word for Freshdesk's domain
 * of that name, and a domain's first part for a company's id that was left empty. Pure.
 */
export function meantBy({ helpdeskDomain = "", helpdeskKey = "", companyId = "" }) {
  const [typed] = helpdeskDomain.trim().toLowerCase().replace(/^https?:\/\//, "").split(/[/?#]/);
  const domain = typed && !typed.includes(".") ? `${typed}.freshdesk.com` : typed;
  const own = domain === DEMO_DOMAIN ? "" : domain.split(".", 1)[0];
  return {
    helpdeskDomain: domain,
    helpdeskKey: helpdeskKey.trim(),
    companyId: companyId.trim() || own,
  };
}

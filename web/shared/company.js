const COMPANY = /^[a-z0-9][a-z0-9_-]{1,62}$/;

/** Whether the server takes an id of a company; without one it has its own. Pure. */
export function isCompany(id) {
  return id === "" || COMPANY.test(id);
}

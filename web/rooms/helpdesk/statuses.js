const KNOWN = {
  open: "open",
  pending: "pending",
  resolved: "resolved",
  closed: "closed",
  "waiting on customer": "waitingOnCustomer",
  "waiting on third party": "waitingOnThirdParty",
  draft: "draft",
  published: "published",
};

/** Freshdesk's own statuses as people say them; an account's own as it calls them. Pure. */
export function statusName(label, t) {
  const key = label.toLowerCase();
  return Object.hasOwn(KNOWN, key) ? t(`desk.status.${KNOWN[key]}`) : label;
}

/** Where we are and how to link onwards; pure, from the address alone. */

const KEPT_PARAMETERS = ["lang", "live"];

/** An id without dashes, in lower case, so that both spellings compare equal. */
export function bareId(id) {
  return String(id ?? "")
    .replaceAll("-", "")
    .toLowerCase();
}

/**
 * @param {{pathname: string, search?: string}} location
 * @returns {{mode: "index"|"workspace"|"preview", id: string|null, dataUrl: string, live: boolean,
 *   home: string, href: Function, dataHref: Function, rowsHref: Function}}
 */
export function parseRoute({ pathname, search = "" }) {
  const [head, first, second] = pathname.split("/").filter(Boolean);
  const preview = head === "preview";
  const base = preview ? `/preview/${first}` : "/workspace";
  const query = keptQuery(search);
  const mode = preview ? "preview" : first ? "workspace" : "index";
  return {
    mode,
    id: (preview ? second : first) ?? null,
    dataUrl: `${pathname.replace(/\/+$/, "")}/data`,
    live: new URLSearchParams(search).get("live") === "1",
    home: (preview ? base : "/workspace") + query,
    href: (id) => `${base}/${encodeURIComponent(id)}${query}`,
    dataHref: (id) => `${base}/${encodeURIComponent(id)}/data`,
    rowsHref: (id, view, cursor) => {
      const asked = new URLSearchParams(cursor ? { view, cursor } : { view });
      return `${base}/${encodeURIComponent(id)}/rows?${asked}`;
    },
  };
}

function keptQuery(search) {
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of KEPT_PARAMETERS) {
    if (given.has(name)) kept.set(name, given.get(name));
  }
  return kept.size ? `?${kept}` : "";
}

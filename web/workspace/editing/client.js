/** The Notion API over the page that is shown and all below it, as whoever made it may call it. */

import { whereIsReader } from "../zone.js";

const TIMEOUT_MS = 15_000;
const KEY = "notionforge.accessToken";

/** An edit that was not made; `reason` is "foreign", "gone", "busy", "away" or "refused". */
export class EditProblem extends Error {
  constructor(reason, message = "") {
    super(message);
    this.reason = reason;
  }
}

const REASONS = { 401: "foreign", 403: "foreign", 404: "gone", 409: "busy", 429: "busy" };

/**
 * @param {(path: string) => string} home the id of the page on top, whose tree a call is about
 * @returns {(method: string, path: string, body?: object) => Promise<object>} rejects with
 *   EditProblem
 */
export function createClient(home) {
  return async (method, path, body) => {
    const answer = await asked(`/workspace/${home(path)}/api/${path}`, {
      method,
      headers: headers(),
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    throw new EditProblem(reasonOf(answer.status), said.message);
  };
}

async function asked(address, request) {
  try {
    return await fetch(address, request);
  } catch {
    throw new EditProblem("away");
  }
}

function reasonOf(status) {
  return REASONS[status] ?? (status >= 500 ? "away" : "refused");
}

/** The reader's time zone, and the server key that a person typed into the chat's settings, for as
 * long as the tab lives. */
export function headers() {
  const key = sessionStorage.getItem(KEY);
  const sent = { "Content-Type": "application/json", ...whereIsReader() };
  return key ? { ...sent, Authorization: `Bearer ${key}` } : sent;
}

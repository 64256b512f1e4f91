/** The one way data reaches the viewer. */

import { whereIsReader } from "./zone.js";

const TIMEOUT_MS = 15_000;

/** An answer that is no snapshot; `missing` where the page is gone rather than the server. */
class FetchProblem extends Error {
  constructor(status) {
    super(`the data route answered ${status}`);
    this.missing = status === 404 || status === 410 || status === 400;
  }
}

/**
 * The text of a data route, so that an unchanged answer is told without parsing.
 * @throws {FetchProblem} on any answer but 200; network errors and time-outs pass through
 */
export async function fetchText(url) {
  const answer = await fetch(url, {
    headers: { Accept: "application/json", ...whereIsReader() },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new FetchProblem(answer.status);
  return answer.text();
}

/** Requests to the server's routes, as JSON, in the person's language and with their server key. */

const TIMEOUT_MS = 30_000;

/**
 * A request that failed: `status` (0 where no answer came) and `code` of the server's error, its
 * `message` for the person, `details`, and `retryAfter` in seconds where it was said.
 */
export class ApiError extends Error {
  constructor({ status = 0, code = "UNREACHABLE", message, details, retryAfter = null }) {
    super(message);
    Object.assign(this, { status, code, details, retryAfter });
  }
}

/**
 * `api(path, {method, body, headers, signal, timeout, keepalive})`: the answer's JSON, or null where
 * it has none. A `body` is sent as JSON, FormData as it is; `timeout` in milliseconds; what is kept
 * alive outlives the page. Throws ApiError, and
 * the signal's reason where the caller gave up. `identity()` gives `{accessToken, language, t}` of
 * the moment.
 */
export function apiFor(identity) {
  return async (path, options = {}) => {
    const { method, body, headers = {}, signal, timeout = TIMEOUT_MS, keepalive } = options;
    const { accessToken, language, t } = identity();
    const ends = [AbortSignal.timeout(timeout), signal].filter(Boolean);
    const request = {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...bearer(accessToken), "Accept-Language": language, ...typeOf(body), ...headers },
      body: isForm(body) || body === undefined ? body : JSON.stringify(body),
      signal: AbortSignal.any(ends),
      keepalive,
    };
    const answer = await fetch(path, request).catch(() => {
      signal?.throwIfAborted();
      throw new ApiError({ message: t("error.unreachable") });
    });
    return told(answer, t);
  };
}

/** The header that says which server key asks; nothing where the person has none. */
export function bearer(accessToken) {
  return accessToken ? { Authorization: `Bearer ${accessToken}` } : {};
}

const isForm = (body) => body instanceof FormData;

function typeOf(body) {
  return body === undefined || isForm(body) ? {} : { "Content-Type": "application/json" };
}

async function told(answer, t) {
  const text = await answer.text().catch(() => "");
  const said = parsed(text);
  if (answer.ok) return said;
  const { code, message = t("error.unreachable"), details } = said?.error ?? {};
  const retryAfter = Number(answer.headers.get("Retry-After")) || null;
  throw new ApiError({ status: answer.status, code, message, details, retryAfter });
}

/** A proxy in between may answer with a page of its own. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

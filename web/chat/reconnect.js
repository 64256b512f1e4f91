/** When to connect again, and what to tell the person meanwhile. Pure. */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds to wait before attempt number `attempt` (0 is the first): doubling from half a
 * second, never over 30 s, with up to half of it random so that a restarted server is not met by
 * everyone at once.
 */
export function backoffDelay(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/**
 * What a close code of `/ws/chat` asks for.
 * `retry` is false where only the person can help; `reason` is a key of the page's texts.
 */
export function afterClose(code, attempt, random = Math.random) {
  if (code === 4002) return { retry: false, delay: 0, reason: "connection.credentials" };
  if (code === 4029) return { retry: true, delay: LONGEST_DELAY_MS, reason: "connection.crowded" };
  if (code === 4008 && attempt === 0) return { retry: true, delay: 0, reason: "connection.slow" };
  const restarting = code === 1001 || code === 1012;
  const reason = restarting ? "connection.restarting" : "connection.lost";
  return { retry: true, delay: backoffDelay(attempt, random), reason };
}

/** Which addresses of the server's frames belong to this very server. Pure. */

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The path of `address` if it leads to our own workspace viewer, so that it can be shown beside the
 * chat; null for Notion and everything else. A server that calls itself `localhost` is the one at
 * `127.0.0.1`.
 */
export function workspacePath(address, here) {
  if (!address) return null;
  const home = new URL(here);
  const url = new URL(address, home);
  const ours = url.origin === home.origin || sameLoopback(url, home);
  return ours && /^\/(workspace|preview)\//.test(url.pathname)
    ? url.pathname + url.search + url.hash
    : null;
}

function sameLoopback(one, other) {
  return one.port === other.port && LOOPBACK.has(one.hostname) && LOOPBACK.has(other.hostname);
}

/** The address of the chat socket for a page at `here`. */
export function socketAddress(here) {
  const url = new URL("/ws/chat", here);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

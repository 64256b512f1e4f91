/**
 * Signing in with Notion. The browser leaves for Notion and comes back with a one-time code in its
 * address, which the server takes for the token: so no token is ever in an address.
 */

export const SIGN_IN = "/api/oauth/authorize";

/** Whether the server can send people to Notion. */
export async function offersSignIn(accessToken) {
  const answer = await fetch("/api/oauth/status", { headers: bearer(accessToken) });
  return answer.ok && (await answer.json()).oauth_configured;
}

/**
 * What a sign-in came to that the address tells of: `{token}`, or `{problem}` in the server's words
 * or as a text's key. `null` where the address tells of none.
 */
export async function comeBack(address, accessToken) {
  const told = new URL(address).searchParams;
  if (told.get("oauth_callback") !== "true") return null;
  if (!told.has("code")) return { problem: "signin.declined" };
  const code = encodeURIComponent(told.get("code"));
  const way = { method: "POST", headers: bearer(accessToken) };
  const answer = await fetch(`/api/oauth/exchange?code=${code}`, way);
  const { oauth_token: token, error } = await answer.json();
  return token ? { token } : { problem: error?.message ?? "signin.declined" };
}

/** The address without what a sign-in put there: the code is of no more use, nor of any others'. */
export function withoutSignIn(address) {
  const url = new URL(address);
  for (const name of ["oauth_callback", "code", "error"]) url.searchParams.delete(name);
  return url.href;
}

export function bearer(accessToken) {
  return accessToken ? { Authorization: `Bearer ${accessToken}` } : {};
}

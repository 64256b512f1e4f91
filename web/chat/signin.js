/**
 * Signing in with Notion. The browser leaves for Notion and comes back with a one-time code in its
 * address, which the server takes for the token: so no token is ever in an address.
 */

export const SIGN_IN = "/api/oauth/authorize";

/** Whether the server can send people to Notion. Throws ApiError. */
export async function offersSignIn(api) {
  return (await api("/api/oauth/status")).oauth_configured;
}

/**
 * What a sign-in came to that the address tells of: `{token}`, or `{problem}` in the server's words
 * or as a text's key. `null` where the address tells of none. Throws ApiError where nobody answers.
 */
export async function comeBack(address, api) {
  const told = new URL(address).searchParams;
  if (told.get("oauth_callback") !== "true") return null;
  if (!told.has("code")) return { problem: "signin.declined" };
  const code = encodeURIComponent(told.get("code"));
  try {
    return { token: (await api(`/api/oauth/exchange?code=${code}`, { method: "POST" })).oauth_token };
  } catch (error) {
    if (error.status === 0) throw error;
    return { problem: error.message };
  }
}

/** The address without what a sign-in put there: the code is of no more use, nor of any others'. */
export function withoutSignIn(address) {
  const url = new URL(address);
  for (const name of ["oauth_callback", "code", "error"]) url.searchParams.delete(name);
  return url.href;
}

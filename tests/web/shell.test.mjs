import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, apiFor } from "../../web/shared/api.js";
import { found } from "../../web/workspace/index.js";
import { isPlace, placeOf, ROOMS, threadPath } from "../../web/shell/places.js";
import { shortcutOf } from "../../web/shell/shortcuts.js";

test("an address names a thread, a new one or a room", () => {
  assert.deepEqual(placeOf("/"), { room: "chat", threadId: null });
  assert.deepEqual(placeOf(threadPath("a-b_c")), { room: "chat", threadId: "a-b_c" });
  assert.deepEqual(placeOf("/threads/%"), { room: "chat", threadId: "%" });
  for (const name of ROOMS) assert.deepEqual(placeOf(`/${name}/more`), { room: name });
  assert.equal(threadPath(null), "/");
});

test("only the page's own places are gone to without loading", () => {
  const rooms = ROOMS.map((name) => `/${name}`);
  for (const path of ["/", "/threads/a", ...rooms]) assert.ok(isPlace(path));
  for (const path of ["/workspace/a", "/docs", "/api/threads"]) assert.ok(!isPlace(path));
});

test("keys are shortcuts by their place, where nobody types and nothing is held", () => {
  const n = { key: "ㅜ", code: "KeyN" };

  assert.equal(shortcutOf(n, false), "new");
  assert.equal(shortcutOf({ key: "?", code: "Slash", shiftKey: true }, false), "sheet");
  assert.equal(shortcutOf(n, true), null);
  for (const held of ["ctrlKey", "metaKey", "altKey", "shiftKey", "isComposing"])
    assert.equal(shortcutOf({ ...n, [held]: true }, false), null);
});

/** Asks a server that answers so; what it was sent, and what came of it. */
async function asked(t, answer, options) {
  let sent;
  t.mock.method(globalThis, "fetch", async (path, request) => {
    sent = { path, ...request };
    return answer();
  });
  const identity = () => ({ accessToken: "key", language: "ja", t: (name) => name });
  const outcome = await apiFor(identity)("/api/x", options).catch((error) => error);
  return { sent, outcome };
}

test("a request speaks the person's language and brings their key", async (t) => {
  const { sent, outcome } = await asked(t, () => Response.json({ a: 1 }), { body: { b: 2 } });

  assert.deepEqual(outcome, { a: 1 });
  assert.equal(sent.method, "POST");
  assert.equal(sent.body, '{"b":2}');
  assert.deepEqual(sent.headers, {
    Authorization: "Bearer key",
    "Accept-Language": "ja",
    "Content-Type": "application/json",
  });
});

test("what fails says why, also where nobody or somebody else answers", async (t) => {
  const error = { error: { code: "BUSY", message: "later", details: [] } };
  const refusal = () => Response.json(error, { status: 429, headers: { "Retry-After": "3" } });
  const refused = (await asked(t, refusal)).outcome;
  const proxy = (await asked(t, () => new Response("<html>", { status: 502 }))).outcome;
  const away = (await asked(t, () => Promise.reject(new TypeError("offline")))).outcome;

  assert.ok(refused instanceof ApiError);
  assert.deepEqual([refused.code, refused.message, refused.retryAfter], ["BUSY", "later", 3]);
  assert.deepEqual([proxy.status, proxy.message], [502, "error.unreachable"]);
  assert.deepEqual([away.status, away.code], [0, "UNREACHABLE"]);
});

test("finished workspaces are listed newest first, those alone whose titles hold all words", () => {
  const pages = ["가게 장부", "여행", "장부", null].map((title, id) => ({ id, title }));
  const ids = (words) => found(pages, words).map(({ id }) => id);

  assert.deepEqual(ids(""), [3, 2, 1, 0]);
  assert.deepEqual(ids("장부 가게"), [0]);
  assert.deepEqual(ids("없는 말"), []);
  assert.deepEqual(found([{ title: "ＡＢＣ 가구" }], "abc").length, 1);
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const WEB = new URL("../../web/", import.meta.url);
const BUDGET = 170_000; // bytes of a page's scripts, gzipped
const IMPORT = /(?:from|import)\s+"(\.[^"]+\.js)"/g;

/** All that a script brings along, once each. */
function closure(url, found = new Map()) {
  if (found.has(url.href)) return found;
  const code = readFileSync(url);
  found.set(url.href, gzipSync(code).length);
  for (const [, path] of code.toString().matchAll(IMPORT)) closure(new URL(path, url), found);
  return found;
}

/** What is loaded when it is asked for: every room, and the longest texts of each folder. */
function asked(folders) {
  const weights = folders.map((folder) => {
    const at = new URL(`${folder}/locales/`, WEB);
    return Math.max(
      ...readdirSync(at).map((name) => gzipSync(readFileSync(new URL(name, at))).length),
    );
  });
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function weight(scripts, folders) {
  const found = new Map();
  for (const script of scripts) closure(new URL(script, WEB), found);
  return [...found.values()].reduce((sum, each) => sum + each, asked(folders));
}

test("the scripts of a page are light, with all of its rooms and one language", () => {
  const rooms = readdirSync(new URL("rooms/", WEB));
  const folders = rooms.map((room) => `rooms/${room}`);
  const chat = weight(
    ["shell/main.js", ...rooms.map((room) => `rooms/${room}/index.js`)],
    ["shell", "chat", ...folders],
  );
  const workspace = weight(["workspace/main.js"], ["workspace"]);

  assert.ok(chat > 50_000 && chat <= BUDGET, `${chat} bytes`);
  assert.ok(workspace > 50_000 && workspace <= BUDGET, `${workspace} bytes`);
});

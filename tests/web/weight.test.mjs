import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const WEB = new URL("../../web/", import.meta.url);
const BUDGET = 170 * 1024; // bytes of scripts, gzipped, that a page can come to load
/** By page, the folders that its scripts are in: the chat with all of its rooms, the workspace. */
const PAGES = {
  "index.html": ["chat", "rooms", "shared", "shell"],
  "workspace.html": ["shared", "workspace"],
};

const scripts = readdirSync(WEB, { recursive: true }).filter((name) => name.endsWith(".js"));
const textOf = (name) => readFileSync(new URL(name, WEB), "utf8");

test("each page is light, whatever of it is opened, in the language that is spoken", () => {
  for (const [page, folders] of Object.entries(PAGES)) {
    const loaded = scripts
      .filter((name) => folders.includes(name.split("/", 1)[0]))
      .filter((name) => !/locales\/(en|ja)\.js$/.test(name));
    const bytes = loaded.reduce((sum, name) => sum + gzipSync(textOf(name)).length, 0);

    assert.ok(loaded.length > 20);
    assert.ok(bytes < BUDGET, `${page}: ${bytes} bytes`);
  }
});

test("every module that is imported is there", () => {
  const missing = scripts.flatMap((name) => {
    const named = [...textOf(name).matchAll(/from "(\.[^"]+)"/g)].map(([, path]) => path);
    const at = new URL(name, WEB);
    return named.filter((path) => !existsSync(new URL(path, at))).map((path) => `${name}: ${path}`);
  });

  assert.deepEqual(missing, []);
});

test("no page holds a script of its own: what is executed comes from a file", () => {
  for (const name of ["index.html", "workspace.html", "missing.html"])
    assert.doesNotMatch(textOf(name), /<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:/i, name);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { bareId, parseRoute } from "../../web/workspace/route.js";

test("a workspace page has its data below its own path", () => {
  const route = parseRoute({ pathname: "/workspace/abc/", search: "?lang=ja&other=1" });
  assert.equal(route.mode, "workspace");
  assert.equal(route.dataUrl, "/workspace/abc/data");
  assert.equal(route.href("x y"), "/workspace/x%20y?lang=ja");
});

test("links of a preview stay inside the preview", () => {
  const route = parseRoute({ pathname: "/preview/p1" });
  assert.deepEqual([route.mode, route.id, route.dataUrl], ["preview", null, "/preview/p1/data"]);
  assert.equal(route.href("abc"), "/preview/p1/abc");
  assert.equal(parseRoute({ pathname: "/preview/p1/abc" }).dataHref("d"), "/preview/p1/d/data");
});

test("further rows of a view are asked of the same place", () => {
  const route = parseRoute({ pathname: "/preview/p1/abc", search: "?lang=ja" });
  assert.equal(route.rowsHref("d", "v", ""), "/preview/p1/d/rows?view=v");
  assert.equal(route.rowsHref("d", "v", "r"), "/preview/p1/d/rows?view=v&cursor=r");
});

test("the bare path is the index", () => {
  assert.equal(parseRoute({ pathname: "/workspace" }).mode, "index");
});

test("live is kept from page to page", () => {
  const route = parseRoute({ pathname: "/workspace/a", search: "?live=1" });
  assert.equal(route.live, true);
  assert.equal(route.href("b"), "/workspace/b?live=1");
});

test("ids compare equal with and without dashes", () => {
  assert.equal(
    bareId("1F000000-0000-4000-8000-000000000001"),
    bareId("1f000000000040008000000000000001"),
  );
});

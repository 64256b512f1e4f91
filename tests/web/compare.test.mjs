import assert from "node:assert/strict";
import { test } from "node:test";

import { marked, outlineOf, versionsOf } from "../../web/chat/compare.js";

const plan = (id, blueprint = {}) => ({ kind: "approval", approval_id: id, blueprint });

test("versions are the plans since something was last built, if there are several", () => {
  const items = [plan("a"), plan("b"), { kind: "complete" }, plan("c"), { kind: "user" }];

  assert.deepEqual(versionsOf({ items }), []);
  const more = versionsOf({ items: [...items, plan("d")] });
  assert.deepEqual(
    more.map(({ approvalId, version }) => [approvalId, version]),
    [
      ["c", 1],
      ["d", 2],
    ],
  );
});

test("of two versions each part is marked by what becomes of it", () => {
  const books = (properties, title = "책") => ({
    title: "서재",
    databases: [{ key: "books", title, properties }],
  });
  const name = { name: "이름", type: "title" };
  const before = outlineOf(books([name, { name: "쪽", type: "number" }]));
  const now = outlineOf(books([name, { name: "작가", type: "rich_text" }], "읽은 책"));
  const marks = (outline) => outline.map(({ mark, inside }) => [mark, inside.map((i) => i.mark)]);

  assert.deepEqual(marks(marked(now, before)), [
    ["same", []],
    ["changed", ["same", "only"]],
  ]);
  assert.deepEqual(marks(marked(before, now))[1], ["changed", ["same", "only"]]);
  assert.ok(marked(now, now).every(({ mark }) => mark === "same"));
});

test("a part that only lost something is changed", () => {
  const database = (views) => outlineOf({ title: "", databases: [{ title: "책", views }] });
  const views = [{ name: "모두", type: "table" }];

  assert.equal(marked(database([]), database(views))[1].mark, "changed");
});

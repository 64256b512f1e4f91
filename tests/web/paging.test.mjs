import assert from "node:assert/strict";
import { test } from "node:test";

import { joined, replaceRows, rowsWanted } from "../../web/workspace/paging.js";

test("a view that places every row waits for as many as come, others for what was there", () => {
  assert.equal(rowsWanted({ type: "table" }, 1), 1);
  assert.equal(rowsWanted({ type: "gallery" }, 300), 300);
  for (const type of ["board", "calendar", "timeline", "chart", "map"])
    assert.equal(rowsWanted({ type }, 1), 2_000);
  const grouped = { type: "table", configuration: { group_by: { property_id: "a" } } };
  assert.equal(rowsWanted(grouped, 1), 2_000);
  assert.equal(rowsWanted(grouped, 2_500), 2_500);
  assert.equal(rowsWanted({ type: "form" }, 300), 0);
});

test("a further page adds its rows and what they name, and says what is left", () => {
  const held = { rows: [{ id: "a" }], pages: { p: 1 }, total: 2, next: "b", mark: "m" };
  const page = { rows: [{ id: "b" }], pages: { q: 2 }, total: 2, next_cursor: null };
  assert.deepEqual(joined(held, page), {
    rows: [{ id: "a" }, { id: "b" }],
    pages: { p: 1, q: 2 },
    total: 2,
    next: null,
    mark: "m",
  });
});

test("an edited row stands in the place of the one fetched before, in every view that holds it", () => {
  const held = { rows: [{ id: "a" }, { id: "b" }], mark: "m" };
  const state = new Map([
    ["rows:1", held],
    ["search:1", "b"],
  ]);

  replaceRows(state, [{ id: "b", edited: true }]);

  assert.deepEqual(state.get("rows:1"), {
    ...held,
    rows: [{ id: "a" }, { id: "b", edited: true }],
  });
  assert.equal(state.get("search:1"), "b");
});

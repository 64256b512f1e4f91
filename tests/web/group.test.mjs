import assert from "node:assert/strict";
import { test } from "node:test";

import { aggregate, axisTicks, groupRows } from "../../web/workspace/group.js";
import { names, row, SCHEMA } from "./rows.mjs";

const ROWS = [
  row({
    이름: "가",
    상태: "진행 중",
    태그: ["디자인", "개발"],
    마감: "2026-12-18",
    비용: 300,
    확인: true,
  }),
  row({ 이름: "나", 상태: "시작 전", 태그: [], 마감: "2026-11-02", 비용: 100, 확인: false }),
  row({ 이름: "다", 상태: null, 태그: ["개발"], 마감: null, 비용: null, 확인: false }),
];
const group = (groupBy) =>
  groupRows(ROWS, SCHEMA, groupBy).map(({ key, rows }) => [key, names(rows)]);

test("a board has a column per option in schema order, and one without value last", () => {
  assert.deepEqual(group({ property_id: "st%3Aa", group_by: "option" }), [
    ["시작 전", ["나"]],
    ["진행 중", ["가"]],
    ["완료", []],
    ["", ["다"]],
  ]);
});

test("empty groups hide when the view says so", () => {
  assert.deepEqual(
    group({ property_id: "상태", hide_empty_groups: true }).map(([key]) => key),
    ["시작 전", "진행 중", ""],
  );
});

test("a status may be grouped by its groups", () => {
  assert.deepEqual(
    group({ property_id: "상태", group_by: "group" }).map(([key]) => key),
    ["To-do", "In progress", "Complete", ""],
  );
});

test("a row with several options stands in each of their groups", () => {
  assert.deepEqual(group({ property_id: "tags" }), [
    ["디자인", ["가"]],
    ["개발", ["가", "다"]],
    ["", ["나"]],
  ]);
});

test("dates group by month in time order", () => {
  const groups = groupRows(ROWS, SCHEMA, { property_id: "due", group_by: "month" });
  assert.deepEqual(
    groups.map(({ rows }) => names(rows)),
    [["나"], ["가"], ["다"]],
  );
});

test("checkboxes have two groups and none without value", () => {
  assert.deepEqual(group({ property_id: "done" }), [
    ["false", ["나", "다"]],
    ["true", ["가"]],
  ]);
});

test("a group-by that names no property leaves one group of all rows", () => {
  assert.deepEqual(group(undefined), [["", ["가", "나", "다"]]]);
});

const FIGURES = [
  ["count", undefined, 3],
  ["sum", "cost", 400],
  ["average", "cost", 200],
  ["median", "cost", 200],
  ["max", "cost", 300],
  ["range", "cost", 200],
  ["empty", "cost", 1],
  ["not_empty", "cost", 2],
  ["unique", "tags", 2],
  ["count_values", "tags", 3],
  ["checked", "done", 1],
  ["percent_checked", "done", 1 / 3],
  ["unknown", "cost", 3],
];

for (const [aggregator, property_id, expected] of FIGURES) {
  test(`${aggregator} of ${property_id ?? "rows"} is ${expected}`, () => {
    assert.equal(aggregate(ROWS, SCHEMA, { aggregator, property_id }), expected);
  });
}

test("axis ticks are round, reach the highest figure and stay whole where figures are", () => {
  assert.deepEqual(axisTicks(0, 4100000), [0, 2000000, 4000000, 6000000]);
  assert.deepEqual(axisTicks(1, 2, true), [0, 1, 2]);
  assert.deepEqual(axisTicks(0, 0, true), [0, 1]);
  assert.ok(axisTicks(-30, 10)[0] <= -30);
});

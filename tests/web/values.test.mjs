import assert from "node:assert/strict";
import { test } from "node:test";

import { pickLanguage, speak } from "../../web/workspace/i18n.js";
import {
  dateOf,
  isEmpty,
  namesOf,
  numberOf,
  textOf,
  titleText,
} from "../../web/workspace/values.js";
import { row } from "./rows.mjs";

test("formulas and rollups read as what they amount to", () => {
  assert.equal(textOf({ type: "formula", formula: { type: "string", string: "합격" } }), "합격");
  assert.equal(numberOf({ type: "rollup", rollup: { type: "number", number: 7 } }), 7);
  assert.equal(numberOf({ type: "formula", formula: { type: "boolean", boolean: true } }), 1);
  assert.equal(
    dateOf({ type: "formula", formula: { type: "date", date: { start: "2026-01-31" } } }).start,
    "2026-01-31",
  );
  const array = [
    { type: "title", title: [{ plain_text: "가" }] },
    { type: "number", number: 2 },
  ];
  assert.equal(textOf({ type: "rollup", rollup: { type: "array", array } }), "가, 2");
});

test("an unchecked checkbox is not empty, everything without a value is", () => {
  assert.equal(isEmpty({ type: "checkbox", checkbox: false }), false);
  const empty = [
    null,
    undefined,
    { type: "select", select: null },
    { type: "rich_text", rich_text: [] },
    { type: "number", number: null },
    { type: "date", date: null },
    { type: "relation", relation: [] },
    { type: "unique_id", unique_id: { prefix: "T", number: null } },
    { type: "rollup", rollup: { type: "array", array: [] } },
    { type: "formula", formula: { type: "string", string: null } },
    { type: "files", files: [] },
    { type: "something_new", something_new: {} },
  ];
  for (const value of empty) assert.equal(isEmpty(value), true, JSON.stringify(value));
});

test("zero is a value", () => {
  assert.equal(isEmpty({ type: "number", number: 0 }), false);
});

test("the names of a value are its options, people or text", () => {
  assert.deepEqual(
    namesOf({ type: "multi_select", multi_select: [{ name: "a" }, { name: "b" }] }),
    ["a", "b"],
  );
  assert.deepEqual(
    namesOf({ type: "people", people: [{ id: "u1" }, { id: "u2", name: "김하늘" }] }),
    ["u1", "김하늘"],
  );
  assert.deepEqual(namesOf({ type: "unique_id", unique_id: { prefix: "T", number: 3 } }), ["T-3"]);
});

test("a row is called by its title", () => {
  assert.equal(titleText(row({ 이름: "결제 모듈" })), "결제 모듈");
  assert.equal(titleText({ properties: {} }), "");
});

test("the first language that we speak is spoken, else English", async () => {
  assert.equal(pickLanguage(null, "ja-JP", "ko"), "ja");
  assert.equal(pickLanguage("fr", "ko-KR"), "ko");
  assert.equal(pickLanguage("", undefined, "de"), "en");
  assert.equal((await speak("ko")).t("total", { n: 3 }), "전체 3개");
});

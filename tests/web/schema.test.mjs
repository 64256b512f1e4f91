import assert from "node:assert/strict";
import { test } from "node:test";

import { arrangement, columnsOf, moved, toggled } from "../../web/workspace/editing/arrangement.js";
import { textAnswer } from "../../web/workspace/editing/forms.js";
import {
  added,
  canBeRetyped,
  converted,
  lostBy,
  optionsChanged,
  removed,
  renamed,
  retyped,
} from "../../web/workspace/editing/schema.js";
import { beginnings } from "../../web/workspace/editing/viewtabs.js";
import { row, SCHEMA } from "./rows.mjs";

const SOURCE = { id: "s" };
const property = (name) => ({ ...SCHEMA[name], name });
const ROWS = [row({ 이름: "가", 비용: 3, 상태: "완료" }), row({ 이름: "나", 비용: null })];

test("a property that is deleted comes back by its id", () => {
  const { calls, back } = removed(SOURCE, property("비용"));

  assert.deepEqual(calls[0].body, { properties: { 비용: null } });
  assert.deepEqual(back[0].body, { properties: { 비용: { id: SCHEMA.비용.id } } });
});

test("a property that was added, taken back and made again is the same one", () => {
  const { again } = added(SOURCE, "단계", "rich_text");
  const [call] = again([{ properties: { 단계: { id: "ab%3D" } } }]);
  assert.deepEqual(call.body, { properties: { 단계: { id: "ab%3D" } } });
});

test("another type takes what can be read as it, and gives the first values back", () => {
  const { calls, back } = retyped(SOURCE, property("비용"), "rich_text", ROWS);

  assert.deepEqual(calls[0].body.properties.비용, { rich_text: {} });
  assert.equal(calls[1].body.properties.비용.rich_text[0].text.content, "3");
  assert.equal(calls.length, 2);
  assert.deepEqual(back[1].body.properties, { 비용: { number: 3 } });
  const text = (words) => ({ type: "rich_text", rich_text: [{ plain_text: words }] });
  assert.equal(converted(text("12개"), "number"), 12);
  assert.equal(converted(text("많이"), "number"), null);
  assert.deepEqual(converted(text("가, 나"), "multi_select"), ["가", "나"]);
  assert.deepEqual(converted(text("2026-12-24"), "date"), { start: "2026-12-24", end: null });
  assert.equal(converted(text("가"), "url"), null);
});

test("what Notion would refuse or take only in part is no value of another type", () => {
  const read = (words, type) =>
    converted({ type: "rich_text", rich_text: [{ plain_text: words }] }, type);
  const long = "가".repeat(101);

  assert.deepEqual(read("가, 나,", "multi_select"), ["가", "나"]);
  for (const [words, type] of [
    [",", "multi_select"],
    [`가, ${long}`, "multi_select"],
    [long, "select"],
    ["2026-99-99", "date"],
    ["2026-02-30", "date"],
    ["0000-01-01", "date"],
    ["2026-01-01 회의록", "date"],
    [`https://example.com/${"a".repeat(2_000)}`, "url"],
    ["https://exa mple.com", "url"],
    [`${"a".repeat(200)}@example.com`, "email"],
    ["1".repeat(201), "phone_number"],
  ])
    assert.equal(read(words, type), null, words);
  assert.equal(read("😀".repeat(100), "select"), "😀".repeat(100));
});

test("before a type is changed it is known how many values it cannot say", () => {
  const rows = [row({ 이름: "가", 상태: "진행 중" }), ...ROWS];
  assert.equal(lostBy(property("상태"), "checkbox", rows), 1);
  assert.equal(lostBy(property("비용"), "rich_text", ROWS), 0);
  assert.equal(lostBy(property("비용"), "date", ROWS), 1);
  assert.equal(lostBy(property("확인"), "date", [row({ 이름: "가", 확인: false })]), 0);
});

test("a column of people takes another type, their names with it, and comes back", () => {
  const owner = { name: "담당자", type: "people", people: {} };
  const one = row({ 이름: "가" });
  one.properties.담당자 = { type: "people", people: [{ id: "u1", name: "김하나" }] };
  assert.ok(canBeRetyped(owner));
  assert.equal(lostBy(owner, "select", [one]), 0);
  const { calls, back } = retyped(SOURCE, owner, "select", [one], (key) => key);
  assert.deepEqual(calls[1].body.properties.담당자, { select: { name: "김하나" } });
  assert.deepEqual(back[0].body.properties.담당자, { people: {} });
  assert.deepEqual(back[1].body.properties.담당자, { people: [{ id: "u1" }] });
});

test("a new status begins with stages in the reader's language, in Notion's groups", () => {
  const texts = { notStarted: "시작 전", inProgress: "진행 중", done: "완료" };
  const stages = ({ calls }) =>
    calls[0].body.properties.단계.status.options.map(({ name, group }) => [name, group]);
  const wanted = [
    ["시작 전", "To-do"],
    ["진행 중", "In progress"],
    ["완료", "Complete"],
  ];
  assert.deepEqual(stages(added(SOURCE, "단계", "status", (key) => texts[key])), wanted);
  const plain = { name: "단계", type: "rich_text", rich_text: {} };
  assert.deepEqual(stages(retyped(SOURCE, plain, "status", [], (key) => texts[key])), wanted);
});

test("a status that is made again has its options in the groups that they stood in", () => {
  const { back } = retyped(SOURCE, property("상태"), "checkbox", ROWS);
  assert.deepEqual(
    back[0].body.properties.상태.status.options.map(({ group }) => group),
    ["To-do", "In progress", "Complete"],
  );
});

test("a name goes there and back, and options keep their ids", () => {
  const { calls, back } = renamed(SOURCE, property("비용"), "값");

  assert.deepEqual(calls[0].body.properties, { 비용: { name: "값" } });
  assert.deepEqual(back[0].body.properties, { 값: { name: "비용" } });
  const status = property("상태");
  const [first] = status.status.options;
  const change = optionsChanged(SOURCE, status, [{ ...first, name: "새 이름" }], ROWS);
  const sent = change.calls[0].body.properties.상태.status.options;
  assert.deepEqual([sent[0].id, sent[0].name], [first.id, "새 이름"]);
});

test("a view's properties are moved and hidden, and keep what else is said of them", () => {
  const view = {
    type: "table",
    configuration: {
      properties: [
        { property_id: SCHEMA.비용.id, visible: true, width: 120, property_name: "비용" },
        { property_id: SCHEMA.상태.id, visible: true },
      ],
    },
  };
  const places = arrangement(view, SCHEMA);
  const names = (list) => list.filter(({ visible }) => visible).map((place) => place.property.name);

  assert.deepEqual(names(places), ["비용", "상태"]);
  assert.deepEqual(names(moved(places, "상태", -1)), ["상태", "비용"]);
  assert.deepEqual(names(moved(places, "비용", -1)), ["비용", "상태"]);
  assert.deepEqual(names(toggled(places, "상태")), ["비용"]);
  const [title, cost] = columnsOf(places, view, SCHEMA);
  assert.equal(title.property_id, SCHEMA.이름.id);
  assert.deepEqual(cost, { property_id: SCHEMA.비용.id, visible: true, width: 120 });
});

test("a view is offered where the database has what it begins with", () => {
  const kinds = (schema) => beginnings(schema).map(([kind]) => kind);

  assert.deepEqual(kinds({ 이름: SCHEMA.이름 }), ["table", "list", "gallery", "form"]);
  assert.ok(["board", "calendar", "chart"].every((kind) => kinds(SCHEMA).includes(kind)));
});

test("an answer that will not do names what is the matter", () => {
  assert.deepEqual(textAnswer("", { type: "title" }), { wrong: "needsAnswer" });
  assert.deepEqual(textAnswer("", { type: "number" }), {});
  assert.deepEqual(textAnswer("많이", { type: "number" }), { wrong: "notANumber" });
  assert.deepEqual(textAnswer("a", { type: "email" }, { typeMismatch: true }), {
    wrong: "notAnEmail",
  });
  assert.deepEqual(textAnswer("5,000", { type: "number" }), { value: { number: 5000 } });
});

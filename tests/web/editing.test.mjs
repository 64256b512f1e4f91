import assert from "node:assert/strict";
import { test } from "node:test";

import {
  condition,
  operatorsOf,
  takesValue,
  told,
} from "../../web/workspace/editing/conditions.js";
import { chipWords } from "../../web/workspace/editing/filters.js";
import {
  beginning,
  conditionsOf,
  copied,
  entered,
  groupValue,
  joined,
  sameValue,
  written,
} from "../../web/workspace/editing/payload.js";
import { dated, momentOf, movedBy, onClock } from "../../web/workspace/editing/datefield.js";
import { readNumber, whyNoNumber } from "../../web/workspace/editing/numbers.js";
import { createDesk } from "../../web/workspace/editing/desk.js";
import { treeOf } from "../../web/workspace/editing/tree.js";
import { matches } from "../../web/workspace/filter.js";
import { searched } from "../../web/workspace/editing/tools.js";
import { names, row, SCHEMA } from "./rows.mjs";

const property = (name) => ({ ...SCHEMA[name], name });

test("numbers are read as people write them", () => {
  const read = ["1,200", "₩1,200", "-3.5", "−₩500", "12원", "１２００", " 7 ", "1e3"].map((text) =>
    readNumber(text),
  );

  assert.deepEqual(read, [1200, 1200, -3.5, -500, 12, 1200, 7, 1000]);
});

test("a percentage is a share, with its sign or without", () => {
  assert.deepEqual(
    [readNumber("35", "percent"), readNumber("35%", "percent"), readNumber("35%")],
    [0.35, 0.35, 0.35],
  );
  assert.equal(readNumber("29", "percent"), 0.29);
});

test("amounts are read with their words for thousands and millions", () => {
  const amounts = {
    "200만": 2_000_000,
    "200만원": 2_000_000,
    "1.5억": 150_000_000,
    "1.1억": 110_000_000,
    "1억 2,000만": 120_000_000,
    "2천5백만 원": 25_000_000,
    "3만5000": 35_000,
    "₩500천": 500_000,
    "１２０万円": 1_200_000,
    "3億": 300_000_000,
    "-3만": -30_000,
    "2k": 2_000,
    "1.5M": 1_500_000,
    "2k원": 2_000,
    "5M원": 5_000_000,
    "1.5M$": 1_500_000,
    "1만 500": 10_500,
    "2천500": 2_500,
    "3 million": 3_000_000,
    "12 kg": 12,
    "12만 명": 120_000,
  };
  for (const [text, value] of Object.entries(amounts)) assert.equal(readNumber(text), value, text);
});

test("a number in brackets or behind a triangle is negative", () => {
  const written = ["(500)", "(₩1,200)", "₩(500)", "▲500", "△1,200", "-$5", "$-5", "500-", "(3만)"];
  assert.deepEqual(
    written.map((text) => readNumber(text)),
    [-500, -1200, -500, -500, -1200, -5, -5, -500, -30_000],
  );
});

test("what could be another number is refused, and it is said why", () => {
  const open = ["-12,5", "1,20", "1,2345", "1 2", "1.234.567", "만5", "2만3억", "5m", "(500", "2만3만"];
  for (const text of open) {
    assert.equal(readNumber(text), undefined, text);
    assert.equal(whyNoNumber(text), "notANumber", text);
  }
  for (const text of ["3억5", "1억 2000", "3만5", "3만12.5", "5m원", "2k만"])
    assert.equal(readNumber(text), undefined, text);
  for (const text of ["1e400", "-1e400", "12345678901234567890", "99,999조"]) {
    assert.equal(readNumber(text), undefined, text);
    assert.equal(whyNoNumber(text), "numberTooLong", text);
  }
  assert.equal(readNumber("9,007,199,254,740,991"), Number.MAX_SAFE_INTEGER);
  assert.equal(readNumber("0"), 0);
});

test("nothing is no number, and words are none either", () => {
  assert.equal(readNumber("  "), null);
  assert.deepEqual(
    ["abc", "1-2", "12 of 30", "2026-11-29"].map((text) => readNumber(text)),
    [undefined, undefined, undefined, undefined],
  );
});

test("what was entered is what is written", () => {
  for (const [type, value] of [
    ["number", 3],
    ["select", "높음"],
    ["status", "완료"],
    ["multi_select", ["a", "b"]],
    ["relation", ["1"]],
    ["checkbox", true],
    ["date", { start: "2026-11-29", end: null }],
    ["url", "https://example.com"],
    ["rich_text", "글"],
  ]) {
    assert.deepEqual(entered({ type, ...written(type, value) }), value, type);
  }
});

test("an empty value is taken away, not written as an empty word", () => {
  assert.deepEqual(written("url", ""), { url: null });
  assert.deepEqual(written("select", null), { select: null });
  assert.deepEqual(written("title", ""), { title: [] });
});

test("a text that is longer than a run may be is written in several, no sign torn apart", () => {
  const text = "😀".repeat(2_500);
  const { rich_text: runs } = written("rich_text", text);

  assert.equal(runs.map((run) => run.text.content).join(""), text);
  assert.ok(runs.every((run) => [...run.text.content].length <= 2_000));
});

test("a text keeps its look where it has but one", () => {
  const old = { type: "rich_text", rich_text: [{ plain_text: "가", annotations: { bold: true } }] };

  assert.equal(
    written("rich_text", "나", old.rich_text && old).rich_text[0].annotations.bold,
    true,
  );
});

test("a new row begins as its view and its group ask", () => {
  const view = {
    filter: {
      and: [
        { property: "상태", status: { equals: "진행 중" } },
        { property: "확인", checkbox: { equals: true } },
      ],
    },
  };

  assert.deepEqual(beginning(view, SCHEMA), {
    상태: { status: { name: "진행 중" } },
    확인: { checkbox: true },
  });
  assert.deepEqual(
    beginning({}, SCHEMA, { property: property("태그"), key: "개발", kind: "option" }),
    {
      태그: { multi_select: [{ name: "개발" }] },
    },
  );
});

test("a new row has the day or the text that the filter asks for", () => {
  const asked = (filter) => beginning({ filter }, SCHEMA, undefined, 20_000);
  const date = (equals) => asked({ property: "마감", date: { equals } });
  assert.deepEqual(date("2026-12-24"), { 마감: { date: { start: "2026-12-24" } } });
  assert.deepEqual(date("tomorrow"), { 마감: { date: { start: "2024-10-05" } } });
  assert.deepEqual(asked({ property: "마감", date: { this_week: {} } }), {});
});

test("what a filter only excludes says nothing about a new row", () => {
  const either = { or: [{ property: "상태", status: { equals: "완료" } }] };

  assert.deepEqual(
    beginning({ filter: { property: "상태", status: { does_not_equal: "완료" } } }, SCHEMA),
    {},
  );
  assert.deepEqual(beginning({ filter: either }, SCHEMA), {});
});

test("a month is no value that a card could take", () => {
  assert.equal(groupValue({ property: property("마감"), key: "20000", kind: "date" }), undefined);
  assert.deepEqual(groupValue({ property: property("마감"), key: "2026-11-30", kind: "day" }), {
    date: { start: "2026-11-30" },
  });
  assert.deepEqual(groupValue({ property: property("상태"), key: "", kind: "empty" }), {
    status: null,
  });
});

test("a copy has every value that can be written, and says that it is one", () => {
  const made = copied(row({ 이름: "가", 비용: 3, 합계: 5, 마감: null }), SCHEMA, "가 (사본)");

  assert.deepEqual(Object.keys(made), ["이름", "비용"]);
  assert.equal(made.이름.title[0].text.content, "가 (사본)");
});

test("every condition that can be put on a view filters its rows and is told again", () => {
  for (const name of Object.keys(SCHEMA)) {
    for (const operator of operatorsOf(property(name))) {
      const part = condition(property(name), operator, "가");

      assert.deepEqual(told(part, SCHEMA), {
        property: name,
        operator,
        value: takesValue(operator) ? "가" : "",
      });
      assert.equal(typeof matches(row({ 이름: "가" }), part, SCHEMA, 20_000), "boolean");
    }
  }
});

test("conditions side by side can be taken apart, others are left whole", () => {
  const [one, two] = [{ property: "상태" }, { property: "확인" }];

  for (const how of ["and", "or"])
    assert.deepEqual(conditionsOf(joined([one, two], how)), { parts: [one, two], how });
  assert.deepEqual(conditionsOf(joined([one], "or")), { parts: [one], how: "and" });
  assert.equal(joined([]), null);
  assert.equal(conditionsOf({ and: [{ or: [one] }, two] }), null);
});

test("the tree has pages and databases where they lie, and no rows", () => {
  const page = (id, parent) => ({ object: "page", id, parent, properties: {} });
  const source = {
    object: "data_source",
    id: "s",
    title: [{ plain_text: "작업" }],
    parent: { database_id: "d" },
    database_parent: { page_id: "top" },
  };
  const tops = treeOf([
    page("row", { type: "data_source_id", data_source_id: "s" }),
    page("below", { type: "page_id", page_id: "top" }),
    source,
    page("top", { type: "workspace" }),
  ]);

  assert.deepEqual(
    tops.map(({ id }) => id),
    ["top"],
  );
  assert.deepEqual(
    tops[0].parts.map(({ id }) => id),
    ["below", "d"],
  );
});

const LINKED = [
  {
    type: "text",
    text: { content: "링크", link: { url: "https://example.com" } },
    plain_text: "링크",
    annotations: { bold: true },
  },
  { type: "text", text: { content: " 보통" }, plain_text: " 보통", annotations: { bold: false } },
];

test("what stays of a text keeps its links and its look", () => {
  const { rich_text: runs } = written("rich_text", "링크 보통!", { rich_text: LINKED });

  assert.equal(runs[0].text.link.url, "https://example.com");
  assert.equal(runs.map((run) => run.text.content).join(""), "링크 보통!");
  assert.deepEqual(
    runs.map((run) => run.annotations.bold),
    [true, false, false],
  );
});

test("whatever becomes of a text, its words are the ones that were typed", () => {
  for (const text of [
    "",
    "링",
    "링크",
    "X링크 보통",
    "링크X 보통",
    "링크 보X통",
    "전혀 다른 글",
    "링크 보통링크 보통",
    "😀링크",
    "크 보",
  ]) {
    const { rich_text: runs } = written("rich_text", text, { rich_text: LINKED });
    assert.equal(runs.map((run) => run.text.content).join(""), text);
  }
});

test("values are the same whatever their form", () => {
  const date = (start) => ({ type: "date", date: { start, end: null } });

  assert.ok(sameValue(date("2026-11-29T09:00:00.000+09:00"), date("2026-11-29T00:00:00Z")));
  assert.ok(!sameValue(date("2026-11-29"), date("2026-11-30")));
  assert.ok(
    sameValue(
      { type: "relation", relation: [{ id: "b" }, { id: "a" }] },
      { type: "relation", relation: [{ id: "a" }, { id: "b" }] },
    ),
  );
  assert.ok(
    !sameValue({ type: "select", select: null }, { type: "select", select: { name: "가" } }),
  );
});

test("an edit that fails unforeseen does not keep those behind it from being made", async () => {
  const called = [];
  const client = async (method, path) => {
    called.push(path);
    if (path === "bad") throw new TypeError("unforeseen");
    return {};
  };
  const desk = createDesk({ client, refresh: async () => {}, t: (key) => key });

  const first = desk.edit([{ method: "PATCH", path: "bad" }], () => []);
  const second = desk.edit([{ method: "PATCH", path: "good" }], () => []);

  await assert.rejects(first, TypeError);
  await second;
  assert.deepEqual(called, ["bad", "good"]);
});

test("a search sees what links are called, in a row and in what is looked up", () => {
  const rows = [
    row({ 이름: "가", 프로젝트: ["p1"] }),
    row({ 이름: "나", 프로젝트: ["p2"] }),
    row({ 이름: "다" }),
  ];
  const link = { type: "relation", relation: [{ id: "p1" }] };
  rows[2].properties.거래처 = { type: "rollup", rollup: { type: "array", array: [link] } };
  const titles = { p1: "호텔 달빛", p2: "카페" };
  const found = (words) => {
    const state = new Map([["search:v", words]]);
    const context = { state, page: (id) => (titles[id] ? { title: titles[id] } : null) };
    return names(searched(rows, { id: "v" }, context));
  };
  assert.deepEqual(found("호텔"), ["가", "다"]);
  assert.deepEqual(found("카페 나"), ["나"]);
  assert.deepEqual(found("p1"), []);
});

test("a condition is told in the reader's order, its number as cells show it", () => {
  const schema = { 금액: { id: "a", name: "금액", type: "number" } };
  const order = { ko: "{name} {value} {operator}", en: "{name} {operator} {value}" };
  const read = (language, format, number) =>
    chipWords({ property: "a", number }, schema, {
      locale: language,
      numberFormat: () => format,
      t: (key, given) =>
        key === "condition" ? order[language].replace(/{(\w+)}/g, (_, name) => given[name]) : key,
    });

  assert.equal(read("ko", "won", { greater_than_or_equal_to: 1200000 }), "금액 ₩1,200,000 atLeast");
  assert.equal(read("en", "percent", { less_than_or_equal_to: 0.5 }), "금액 atMost 50%");
  assert.equal(read("ko", "number", { is_empty: true }), "금액 isEmpty");
});

test("a day gets a time of day by the reader's clock, and gives it up again", () => {
  assert.equal(onClock("2026-12-24", true), "2026-12-24T09:00");
  assert.equal(onClock("2026-12-24T18:30", false), "2026-12-24");
  assert.equal(onClock("2026-12-24T18:30", true), "2026-12-24T18:30");
  assert.equal(onClock(undefined, true), "");

  const kept = dated({ start: "2026-12-24T18:30", end: "2026-12-24T20:00" }, true);

  assert.match(kept.start, /^2026-12-24T18:30:00[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(kept.start), new Date(2026, 11, 24, 18, 30).getTime());
  assert.equal(onClock(kept.end, true), "2026-12-24T20:00");
  assert.deepEqual(dated({ start: "2026-12-24", end: "2026-12-24" }, false), {
    start: "2026-12-24",
    end: null,
  });
  assert.equal(dated({ start: "", end: "2026-12-24" }, false), null);
});

test("a date that moves keeps its time by the reader's clock and is as long as it was", () => {
  assert.deepEqual(movedBy(5, { start: "2026-12-29", end: null }), {
    start: "2027-01-03",
    end: null,
  });
  assert.deepEqual(movedBy(-2, { start: "2026-03-01", end: "2026-03-04" }), {
    start: "2026-02-27",
    end: "2026-03-02",
  });

  const kept = dated({ start: "2026-03-27T18:30", end: "2026-03-28T02:00" }, true);
  const moved = movedBy(7, kept); // over the change to summer time, where the reader has one

  assert.equal(onClock(moved.start, true), "2026-04-03T18:30");
  assert.equal(onClock(moved.end, true), "2026-04-04T02:00");
});

test("a date is another where a time came to it, and the same in another zone's words", () => {
  const same = [{ start: "2026-12-24T00:00:00+09:00" }, { start: "2026-12-23T15:00:00Z" }];

  assert.equal(momentOf(same[0]), momentOf(same[1]));
  assert.notEqual(momentOf({ start: "2026-12-24" }), momentOf(same[0]));
  assert.equal(momentOf({ start: "2026-12-24" }), momentOf({ start: "2026-12-24", end: null }));
});

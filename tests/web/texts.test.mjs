import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { describeChange } from "../../web/chat/changes.js";
import { parseInline, parseMarkdown, safeLink } from "../../web/chat/markdown.js";
import { LANGUAGES, loadTexts, relativeTime, spoken, translator } from "../../web/shared/i18n.js";

const WEB = new URL("../../web/", import.meta.url);
/** The folders with locale files: what the page speaks, room by room. */
const FOLDERS = ["chat", "shell", "workspace", ...readdirSync(WEB).flatMap(roomsIn)];

function roomsIn(name) {
  return name === "rooms" ? readdirSync(new URL("rooms/", WEB)).map((room) => `rooms/${room}`) : [];
}

const textsOf = (folder, language) => loadTexts(new URL(`${folder}/`, WEB), language);
const [ko, en, ja] = await Promise.all(LANGUAGES.map((language) => textsOf("chat", language)));
const IN = { ko, en, ja };
const told = (change, language = "en") =>
  describeChange(change, { t: translator(IN[language]), language });
const shell = await textsOf("shell", "ko");

test("every text exists in all three languages, with the same places to fill", async () => {
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const folder of FOLDERS) {
    const [korean, ...others] = await Promise.all(LANGUAGES.map((each) => textsOf(folder, each)));
    for (const texts of others) {
      assert.deepEqual(Object.keys(texts), Object.keys(korean));
      for (const [key, text] of Object.entries(texts))
        assert.deepEqual(places(text), places(korean[key]), key);
    }
  }
});

test("every text that the page names is written", () => {
  const code = ["chat", "shell", "shared"].flatMap(codeIn);
  const html = readFileSync(new URL("index.html", WEB), "utf8");
  const named = [
    ...code.join("\n").matchAll(/\bt\("([a-zA-Z_.]+)"/g),
    ...html.matchAll(/data-(?:text|label)="([a-zA-Z_.]+)"/g),
  ].map((match) => match[1]);

  assert.ok(named.length > 50);
  assert.deepEqual(
    named.filter((key) => !(key in ko || key in shell)),
    [],
  );
});

test("every text that a room names is its own or the page's", async () => {
  for (const folder of FOLDERS.filter((name) => name.startsWith("rooms/"))) {
    const own = await textsOf(folder, "ko");
    const named = [...codeIn(folder).join("\n").matchAll(/\bt\("([a-zA-Z_.]+)"/g)];

    assert.ok(named.length > 5, folder);
    assert.deepEqual(
      named.map((match) => match[1]).filter((key) => !(key in own || key in ko || key in shell)),
      [],
    );
  }
});

test("every text that a workspace's page names is written", async () => {
  const folders = ["workspace", "workspace/editing", "workspace/views", "workspace/blocks"];
  const code = folders.flatMap(codeIn).join("\n");
  const named = [...code.matchAll(/\bt\("(\w+)"/g)].map((match) => match[1]);
  const texts = await textsOf("workspace", "ko");

  assert.ok(named.length > 80);
  assert.deepEqual(
    named.filter((key) => !(key in texts)),
    [],
  );
});

function codeIn(folder) {
  const at = new URL(`${folder}/`, WEB);
  const sources = readdirSync(at).filter((name) => name.endsWith(".js"));
  return sources.map((name) => readFileSync(new URL(name, at), "utf8"));
}

test("a word newer than the page stands for itself", () => {
  assert.equal(translator(ko)("approval.kind.sort"), "sort");
});

test("the browser's first language that the page speaks wins", () => {
  assert.equal(spoken(["fr-FR", undefined, "ja-JP", "en"]), "ja");
  assert.equal(spoken(["fr-FR"]), undefined);
});

test("an expiry is told in the unit that fits", () => {
  const hour = 3_600_000;

  assert.equal(relativeTime("en", 24 * hour, 0), "in 24 hours");
  assert.equal(relativeTime("ko", hour / 2, 0), "30분 후");
  assert.equal(relativeTime("en", 72 * hour, 0), "in 3 days");
});

test("a change is told in the reader's language", () => {
  const change = {
    action: "add_property",
    target: "작업",
    property: "우선순위",
    type: "select",
    options: ["높음", { name: "낮음" }],
  };

  assert.deepEqual(told(change, "ko"), {
    what: "속성 추가",
    where: "작업 › 우선순위",
    values: "선택 · 높음, 낮음",
  });
  assert.equal(told({ action: "add_sub_page" }).what, "Add sub-page");
  assert.equal(told({ action: "archive" }, "ja").what, "ページのアーカイブ");
  assert.equal(told({ action: "rename", from: "A", to: "B" }).values, "A → B");
});

test("a view says how it groups, sorts and filters, and what was there before", () => {
  const due = { property: "마감", date: { on_or_before: "today" } };
  const open = { or: [{ property: "완료", checkbox: { equals: false } }, due] };
  const small = { property: "Left", formula: { number: { less_than: 3 } } };
  const update = {
    action: "update_view",
    target: "작업",
    view: "Default view",
    type: "table",
    from: { group_by: null, sorts: [], filter: null },
    to: {
      group_by: "담당",
      sorts: [{ property: "마감", timestamp: null, direction: "descending" }],
      filter: { and: [open, small] },
    },
  };

  const { where, values } = told(update, "ko");

  assert.equal(where, "작업 › 기본 보기");
  const parts = ["표", "묶기: 담당", "정렬: 마감 내림차순", "조건: (완료 ✗ 또는 마감 ≤ 오늘), Left < 3"];
  assert.equal(values, parts.join(" · "));
  const again = { ...update, from: { group_by: "Stage" }, to: { group_by: "담당" } };
  assert.equal(told(again).values, "table · Grouped by: Stage → 담당");
  const chart = { chart_type: "bar", x_axis: "월", y_axis: { aggregator: "sum", property: "금액" } };
  assert.equal(
    told({ action: "add_view", view: "월별", type: "chart", to: chart }, "ja").values,
    "チャート · チャート：横棒 · 分け方：월 · 値：合計 금액",
  );
});

test("formats are shown by how a number looks, colours and sums by their names", () => {
  const money = { action: "retype_property", property: "값", type: "number", to: "won" };
  assert.equal(told(money, "ko").values, "숫자 · ₩1,234");
  const color = { action: "recolor_option", property: "상태", from: "default", to: "red" };
  assert.equal(told(color, "ko").values, "기본색 → 빨강");
  const options = { action: "add_property", type: "select", options: ["高", "低"] };
  assert.equal(
    told({ ...options, colors: ["red", "default"] }, "ja").values,
    "セレクト · 高（赤）, 低",
  );
});

test("changes to rows, views and blocks say what is in them", () => {
  const values = (change) => told(change).values;

  const rows = [{ 이름: "서버 점검", 태그: ["웹", "앱"], 마감: null }];
  assert.equal(values({ action: "add_rows", rows }), "이름: 서버 점검, 태그: 웹, 앱, 마감: –");
  const edits = [{ row: "서버 점검", to: { 상태: "완료" } }];
  assert.equal(values({ action: "edit_rows", rows: edits }), "서버 점검 (상태: 완료)");
  const ticked = [{ row: "서버 점검", to: { 승인: true, 취소: false } }];
  assert.equal(values({ action: "edit_rows", rows: ticked }), "서버 점검 (승인: ☑, 취소: ☐)");
  assert.equal(values({ action: "delete_rows", rows: ["하나", "둘"] }), "하나, 둘");
  const blocks = [{ type: "divider" }, { type: "paragraph", text: "끝" }];
  assert.equal(values({ action: "add_blocks", blocks }), "divider, 끝");
  const rollup = { type: "rollup", relation: "작업", of: "점수", function: "sum" };
  assert.equal(values({ action: "add_rollup", ...rollup }), "rollup · 작업 › 점수 › sum");
  const retyped = { action: "retype_property", from: "rich_text", to: "select" };
  assert.equal(values(retyped), "text → select");
  const view = { action: "add_view", target: "작업", view: "칸반", type: "board" };
  assert.equal(told(view).where, "작업 › 칸반");
});

test("paragraphs keep their line breaks and lists their bullets", () => {
  const blocks = parseMarkdown("하나\n둘\n\n- 셋\n- 넷\n다섯");

  assert.deepEqual(
    blocks.map(({ type }) => type),
    ["paragraph", "list", "paragraph"],
  );
  assert.equal(blocks[0].lines.length, 2);
  assert.equal(blocks[1].items.length, 2);
});

test("bold and links are found inside a line", () => {
  assert.deepEqual(parseInline("**굵게** 그리고 [문서](https://a.b/c)."), [
    { type: "bold", text: "굵게" },
    { type: "text", text: " 그리고 " },
    { type: "link", text: "문서", href: "https://a.b/c" },
    { type: "text", text: "." },
  ]);
});

test("a bare address ends before the sentence's own mark and before Korean particles", () => {
  const [, link, rest] = parseInline("참고: https://a.b/c?d=1.");
  const [korean, particle] = parseInline("https://a.b/c에서");

  assert.equal(link.href, "https://a.b/c?d=1");
  assert.equal(rest.text, ".");
  assert.equal(korean.text, "https://a.b/c");
  assert.equal(particle.text, "에서");
});

test("a link to anything but http, https or mailto stays text", () => {
  for (const line of ["[x](javascript:alert)", "[x](data:text/html,y)", "[x](/local)"]) {
    assert.deepEqual(parseInline(line), [{ type: "text", text: line }]);
  }
  assert.equal(safeLink("mailto:a@b.c"), "mailto:a@b.c");
  assert.equal(safeLink("javascript:alert(1)"), null);
  assert.equal(safeLink(undefined), null);
});

test("no line is lost, whatever it holds", () => {
  const flat = (pieces) => pieces.map(({ text }) => text).join("");
  for (const line of ["**", "a ** b", "[a](", "https://", "* * *", "<b>x</b>"]) {
    assert.equal(flat(parseInline(line)), line);
  }
});

test("of many rows the first are told, each shortly, and how many more there are", () => {
  const values = { Name: "x".repeat(500) };
  const change = { action: "add_rows", target: "Tickets", rows: Array(60).fill(values) };

  const { values: shown } = told(change);

  assert.ok(shown.length < 700, `${shown.length} characters`);
  assert.match(shown, /… \(\+55\)$/);
});

test("a day or a time of a new row is said as people write it", () => {
  const of = (when) => ({ action: "add_rows", target: "A", rows: [{ Name: "Lunch", When: when }] });

  assert.match(told(of("2026-12-16T14:00:00.000Z")).values, /^Name: Lunch, When: Dec 1\d, 2026\D+\d+:00 [AP]M$/);
  assert.equal(told(of("2026-12-16"), "ko").values, "Name: Lunch, When: 2026년 12월 16일");
  assert.equal(told(of("12-16"), "ko").values, "Name: Lunch, When: 12-16");
});

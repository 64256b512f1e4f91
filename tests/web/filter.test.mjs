import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf } from "../../web/shared/days.js";
import { matches, sortRows } from "../../web/workspace/filter.js";
import { names, row, SCHEMA } from "./rows.mjs";

const TODAY = dayOf("2026-11-21");
const ROWS = [
  row({
    이름: "가",
    상태: "진행 중",
    태그: ["디자인"],
    마감: "2026-11-18",
    비용: 300,
    확인: true,
    합계: 10,
    지연: true,
    프로젝트: ["1f00-ab"],
  }),
  row({
    이름: "나",
    상태: "완료",
    태그: ["개발", "디자인"],
    마감: "2026-12-03",
    비용: null,
    확인: false,
    합계: null,
    지연: false,
    프로젝트: [],
  }),
  row({
    이름: "Third",
    상태: null,
    태그: [],
    마감: null,
    비용: 20,
    확인: false,
    합계: 5,
    지연: false,
    프로젝트: [],
  }),
];

const CONDITIONS = [
  [{ property: "상태", status: { equals: "진행 중" } }, ["가"]],
  [{ property: "상태", status: { equals: ["진행 중", "완료"] } }, ["가", "나"]],
  [{ property: "상태", status: { does_not_equal: "완료" } }, ["가", "Third"]],
  [{ property: "상태", status: { is_empty: true } }, ["Third"]],
  [{ property: "태그", multi_select: { contains: "디자인" } }, ["가", "나"]],
  [{ property: "태그", multi_select: { does_not_contain: "개발" } }, ["가", "Third"]],
  [{ property: "이름", title: { contains: "THI" } }, ["Third"]],
  [{ property: "이름", rich_text: { starts_with: "나" } }, ["나"]],
  [{ property: "비용", number: { greater_than_or_equal_to: 20 } }, ["가", "Third"]],
  [{ property: "비용", number: { is_empty: true } }, ["나"]],
  [{ property: "확인", checkbox: { equals: true } }, ["가"]],
  [{ property: "확인", checkbox: { does_not_equal: true } }, ["나", "Third"]],
  [{ property: "마감", date: { before: "2026-11-21" } }, ["가"]],
  [{ property: "마감", date: { on_or_after: "today" } }, ["나"]],
  [{ property: "마감", date: { past_week: {} } }, ["가"]],
  [{ property: "마감", date: { next_month: {} } }, ["나"]],
  [{ property: "마감", date: { is_not_empty: true } }, ["가", "나"]],
  [{ property: "지연", formula: { checkbox: { equals: true } } }, ["가"]],
  [{ property: "합계", rollup: { number: { greater_than: 5 } } }, ["가"]],
  [{ property: "프로젝트", relation: { contains: "1F00AB" } }, ["가"]],
  [
    { timestamp: "created_time", created_time: { on_or_before: "2026-11-20" } },
    ["가", "나", "Third"],
  ],
];

for (const [filter, expected] of CONDITIONS) {
  test(`the filter ${JSON.stringify(filter)} keeps ${expected.join(", ")}`, () => {
    assert.deepEqual(names(ROWS.filter((one) => matches(one, filter, SCHEMA, TODAY))), expected);
  });
}

test("and and or nest", () => {
  const filter = {
    or: [
      { property: "상태", status: { is_empty: true } },
      {
        and: [
          { property: "태그", multi_select: { contains: "디자인" } },
          { property: "비용", number: { is_not_empty: true } },
        ],
      },
    ],
  };
  assert.deepEqual(names(ROWS.filter((one) => matches(one, filter, SCHEMA, TODAY))), [
    "가",
    "Third",
  ]);
});

test("a property is found by its id, URL-encoded or not", () => {
  for (const property of ["st%3Aa", "st:a", "상태"]) {
    assert.equal(
      matches(ROWS[0], { property, status: { equals: "진행 중" } }, SCHEMA, TODAY),
      true,
    );
    assert.equal(
      matches(ROWS[1], { property, status: { equals: "진행 중" } }, SCHEMA, TODAY),
      false,
    );
  }
});

test("a condition this reader does not know hides nothing", () => {
  assert.equal(
    matches(ROWS[0], { property: "비용", number: { is_prime: true } }, SCHEMA, TODAY),
    true,
  );
  assert.equal(
    matches(ROWS[0], { property: "없는 속성", number: { equals: 1 } }, SCHEMA, TODAY),
    true,
  );
});

test("rows sort by options in schema order, empty ones last in both directions", () => {
  const sorted = (direction) => names(sortRows(ROWS, [{ property: "상태", direction }], SCHEMA));
  assert.deepEqual(sorted("ascending"), ["가", "나", "Third"]);
  assert.deepEqual(sorted("descending"), ["나", "가", "Third"]);
});

test("rows sort by numbers, dates and then by the next sort", () => {
  assert.deepEqual(names(sortRows(ROWS, [{ property: "비용", direction: "ascending" }], SCHEMA)), [
    "Third",
    "가",
    "나",
  ]);
  assert.deepEqual(names(sortRows(ROWS, [{ property: "마감", direction: "descending" }], SCHEMA)), [
    "나",
    "가",
    "Third",
  ]);
  const sorts = [
    { property: "확인", direction: "ascending" },
    { property: "이름", direction: "descending" },
  ];
  assert.equal(names(sortRows(ROWS, sorts, SCHEMA)).at(-1), "가");
});

test("without sorts rows keep the order they were made in", () => {
  assert.deepEqual(sortRows(ROWS, null, SCHEMA), ROWS);
});

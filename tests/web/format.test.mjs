import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf } from "../../web/shared/days.js";
import { formatCompact, formatDate, formatNumber } from "../../web/shared/format.js";

const NUMBERS = [
  [1200000, "won", "ko-KR", "₩1,200,000"],
  [1200, "yen", "ja-JP", "￥1,200"],
  [12.5, "dollar", "en-US", "$12.50"],
  [12, "dollar", "en-US", "$12"],
  [0.425, "percent", "ko-KR", "42.5%"],
  [1234567, "number_with_commas", "en-US", "1,234,567"],
  [1234567, "number", "en-US", "1234567"],
  [3.14159, undefined, "en-US", "3.14159"],
  [null, "won", "ko-KR", ""],
];

for (const [value, format, locale, expected] of NUMBERS) {
  test(`${value} as ${format} in ${locale} reads "${expected}"`, () => {
    assert.equal(formatNumber(value, format, locale), expected);
  });
}

test("axis figures are short in the reader's language", () => {
  assert.equal(formatCompact(4100000, "ko-KR"), "410만");
  assert.equal(formatCompact(12000, "en-US"), "12K");
});

test("dates are localised, with the year only where it is not this one", () => {
  const today = dayOf("2026-11-21");
  assert.equal(formatDate({ start: "2026-12-24" }, "ko-KR", { today }), "12월 24일");
  assert.equal(formatDate({ start: "2027-01-05" }, "ko-KR", { today }), "2027년 1월 5일");
  assert.equal(
    formatDate({ start: "2026-12-24", end: "2026-12-26" }, "en-US", { today }),
    "Dec 24 → Dec 26",
  );
  assert.equal(formatDate({ start: "2026-12-24" }, "ja-JP"), "2026年12月24日");
  assert.equal(formatDate({ start: "0001-01-01" }, "ko-KR", { today }), "1년 1월 1일");
  assert.equal(formatDate(null, "ko-KR"), "");
});

test("a date-time shows its time", () => {
  assert.match(formatDate({ start: "2026-12-24T09:30:00.000+09:00" }, "en-US"), /\d{1,2}:30/);
});

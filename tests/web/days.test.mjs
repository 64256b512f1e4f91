import assert from "node:assert/strict";
import { test } from "node:test";

import {
  dayOf,
  dayText,
  firstDayOfMonth,
  monthGrid,
  monthIndex,
  openingMonth,
  partsOf,
  timelineScale,
} from "../../web/shared/days.js";

test("a date without a time is that day everywhere", () => {
  assert.deepEqual(partsOf(dayOf("2026-11-21")), { year: 2026, month: 10, day: 21, weekday: 6 });
});

test("what is no date is no day", () => {
  for (const text of [null, undefined, "", "soon"]) assert.equal(dayOf(text), null);
});

test("a month's grid has whole weeks that hold every day of it once", () => {
  for (let index = 2020 * 12; index < 2030 * 12; index += 1) {
    const days = monthGrid(index).flat();
    const own = days.filter((day) => monthIndex(day) === index);
    assert.equal(days.length % 7, 0);
    assert.equal(partsOf(days[0]).weekday, 0);
    assert.equal(own.length, firstDayOfMonth(index + 1) - firstDayOfMonth(index));
    assert.ok(days.every((day, at) => at === 0 || day === days[at - 1] + 1));
  }
});

test("a week may start on Monday", () => {
  assert.equal(partsOf(monthGrid(2026 * 12 + 10, 1)[0][0]).weekday, 1);
});

test("a calendar opens at the month that has most rows near today", () => {
  const today = dayOf("2026-11-21");
  const opened = (...dates) => openingMonth(dates.map(dayOf), today) - 2026 * 12 + 1;
  assert.equal(opened(), 11);
  assert.equal(opened("2026-11-01", "2026-12-01"), 11);
  assert.equal(opened("2026-12-01", "2026-12-02", "2026-12-03", "2026-11-30"), 12);
  assert.equal(opened("2026-03-01", "2026-03-02", "2026-03-03", "2026-11-30", "2026-11-02"), 11);
  assert.equal(opened("2026-03-01"), 3);
});

test("a timeline covers whole months around its bars", () => {
  const ranges = [
    { start: dayOf("2026-11-10"), end: dayOf("2026-11-14") },
    { start: dayOf("2026-12-18"), end: dayOf("2026-12-18") },
  ];
  const scale = timelineScale(ranges, dayOf("2026-11-21"), undefined);
  assert.equal(scale.start, dayOf("2026-11-01"));
  assert.equal(scale.end, dayOf("2027-01-01"));
  assert.deepEqual(
    scale.months.map(({ days }) => days),
    [30, 31],
  );
  assert.equal(scale.ticks.length, 61);
});

test("a long timeline is labelled by weeks, a very long one by months alone", () => {
  const range = (end) => [{ start: dayOf("2026-01-05"), end: dayOf(end) }];
  const weekly = timelineScale(range("2026-05-05"), 0, undefined);
  assert.ok(weekly.ticks.every((day) => partsOf(day).weekday === 1));
  assert.deepEqual(timelineScale(range("2029-05-05"), 0, undefined).ticks, []);
});

test("a timeline obeys the zoom of its view", () => {
  const ranges = [{ start: dayOf("2026-11-10"), end: dayOf("2026-11-14") }];
  assert.ok(timelineScale(ranges, 0, "day").pixels > timelineScale(ranges, 0, "month").pixels);
});

test("the first years are themselves, and not of the last century", () => {
  assert.deepEqual(partsOf(dayOf("0001-01-01")), { year: 1, month: 0, day: 1, weekday: 1 });
  assert.equal(dayText(dayOf("0099-12-31")), "0099-12-31");
  assert.equal(firstDayOfMonth(monthIndex(dayOf("0050-03-09"))), dayOf("0050-03-01"));
});

test("a timeline over centuries is told in steps that a browser can draw", () => {
  const days = ["0001-01-01", "2026-11-30"].map(dayOf);
  const { start, end, months } = timelineScale(
    days.map((day) => ({ start: day, end: day })),
    days[1],
  );
  assert.ok(months.length <= 302);
  assert.ok(months.every((month) => partsOf(month.start).month === 0));
  assert.equal(months[0].start, start);
  assert.ok(months.every((month, at) => month.start + month.days === (months[at + 1]?.start ?? end)));
});

test("a timeline over centuries labels no day, whatever its zoom", () => {
  const range = { start: dayOf("0001-01-01"), end: dayOf("2026-11-30") };
  for (const zoom of ["hours", "day", "week", "bi_week", "month", "quarter", "year", "5_years"])
    assert.deepEqual(timelineScale([range], range.end, zoom).ticks, [], zoom);
  const year = { start: dayOf("2026-01-01"), end: dayOf("2026-12-31") };
  assert.ok(timelineScale([year], year.end, "day").ticks.length > 365);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { barsOf, calendar, plotOf, secondsOf, skillsOf } from "../../web/rooms/stats/figures.js";

const NOON = Date.UTC(2026, 10, 29, 12);
const at = (moment, status = "completed") => ({ finished_at: moment / 1000, status });
const HOUR = 3_600_000;

test("a build counts on the day that the person's calendar shows", () => {
  const late = Date.UTC(2026, 10, 28, 16); // the 29th in Seoul already

  assert.equal(calendar("Asia/Seoul")(late), "2026-11-29");
  const bars = (timeZone) => barsOf([at(late)], { days: 2, now: NOON, timeZone });
  assert.deepEqual(bars("UTC").map(({ completed }) => completed), [1, 0]);
  assert.deepEqual(bars("Asia/Seoul").map(({ completed }) => completed), [0, 1]);
});

test("every build within the time is in one bar, whether a bar is a day or a week", () => {
  for (const days of [1, 7, 30, 90]) {
    const builds = Array.from({ length: days }, (_, day) =>
      at(NOON - day * 24 * HOUR, day % 3 ? "completed" : "failed"),
    );
    const bars = barsOf(builds, { days, now: NOON, timeZone: "UTC" });
    const total = bars.reduce((sum, bar) => sum + bar.completed + bar.failed + bar.cancelled, 0);

    assert.equal(total, days, `${days} days`);
    assert.ok(bars.length <= 31);
  }
  const outside = [at(NOON - 10 * 24 * HOUR), at(NOON, "of tomorrow")];
  const bars = barsOf(outside, { days: 7, now: NOON, timeZone: "UTC" });
  assert.equal(bars.reduce((sum, bar) => sum + bar.completed, 0), 0);
});

test("no day is left out where clocks change", () => {
  const now = Date.UTC(2026, 10, 2, 4, 30); // half past eleven on the 1st, when New York falls back
  const bars = barsOf([], { days: 7, now, timeZone: "America/New_York" });

  const days = bars.map(({ from }) => Number(from.slice(8)));
  assert.deepEqual(days, [26, 27, 28, 29, 30, 31, 1]);
});

test("bars and skills are what the plots take", () => {
  const bars = barsOf([at(NOON)], { days: 3, now: NOON, timeZone: "UTC" });
  const plot = plotOf(bars, (day) => day.slice(5));

  assert.deepEqual(plot.categories, ["11-27", "11-28", "11-29"]);
  assert.deepEqual(plot.series[0].values, [0, 0, 1]);
  const skills = skillsOf({ crm: 3, habit: 1 }, (id) => id.toUpperCase());
  assert.deepEqual([skills.categories, skills.series[0].values], [["CRM", "HABIT"], [3, 1]]);
});

test("a duration is told as people read it", () => {
  assert.equal(secondsOf(42.4, "en"), "42 ms");
  assert.equal(secondsOf(4_220, "en"), "4.2 sec");
  assert.equal(secondsOf(63_400, "en"), "63 sec");
});

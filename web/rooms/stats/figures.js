/** What the plots show of the builds of a time. Pure. */

const MOST_DAYS = 31; // beyond that a bar is a week

/** Each outcome with the colour of its part of a bar. */
export const OUTCOMES = { completed: "green", failed: "red", cancelled: "gray" };

/** What makes `2026-11-29` of a moment in milliseconds, as the calendar of a time zone has it. */
export function calendar(timeZone) {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  return (moment) => format.format(moment);
}

/**
 * Bars of the last `days` until `now` (milliseconds), oldest first: the first day of each, and how
 * many builds ended in which way. A bar is a day, or a week where there are many.
 */
export function barsOf(builds, { days, now, timeZone }) {
  const dayOf = calendar(timeZone);
  const each = days > MOST_DAYS ? 7 : 1;
  const all = daysUntil(dayOf(now), days);
  const bars = [];
  for (let at = 0; at < days; at += each)
    bars.push({ from: all[at], completed: 0, failed: 0, cancelled: 0 });
  for (const { finished_at: seconds, status } of builds) {
    const bar = bars[Math.floor(all.indexOf(dayOf(1000 * seconds)) / each)];
    if (bar && status in OUTCOMES) bar[status] += 1;
  }
  return bars;
}

/** The last `count` days up to one, by the calendar: where clocks change a day has no 24 hours. */
function daysUntil(last, count) {
  const [year, month, day] = last.split("-").map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - 1, day - (count - 1 - index))).toISOString().slice(0, 10),
  );
}

/** Bars as the plots take them; `nameOf(from)` is what stands below one. */
export function plotOf(bars, nameOf) {
  return {
    categories: bars.map(({ from }) => nameOf(from)),
    series: Object.entries(OUTCOMES).map(([outcome, colour]) => ({
      values: bars.map((bar) => bar[outcome]),
      colours: bars.map(() => colour),
    })),
    whole: true,
    labelled: false,
    thinned: true, // of days that follow each other one tells the next
    short: String,
  };
}

/** The skills that were used most as the plots take them; `nameOf(id)` is what one is called. */
export function skillsOf(counts, nameOf) {
  const entries = Object.entries(counts);
  return {
    categories: entries.map(([id]) => nameOf(id)),
    series: [{ values: entries.map(([, count]) => count), colours: entries.map(() => "orange") }],
    whole: true,
    labelled: true,
    short: String,
  };
}

/** A duration in milliseconds as people read it: in seconds from one on, of few with a tenth. */
export function secondsOf(milliseconds, language) {
  const short = milliseconds < 1000;
  const value = short ? Math.round(milliseconds) : milliseconds / 1000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: short ? "millisecond" : "second",
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

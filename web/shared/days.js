/**
 * Calendar arithmetic on day numbers: whole days since 1970-01-01, free of time zones. Notion's
 * date-only strings have no zone; date-times fall on the reader's local day.
 */

const DAY_MS = 86_400_000;

/** "2026-01-31" or an ISO date-time → day number; null when it cannot be read. */
export function dayOf(text) {
  if (!text) return null;
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (plain) return dayNumber(Number(plain[1]), Number(plain[2]) - 1, Number(plain[3]));
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : localDay(moment);
}

/** Whether a text is a day of the calendar and nothing else: "2026-02-30" is none. */
export function isDay(text) {
  return /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && dayText(dayOf(text)) === text;
}

/** The reader's local day of a Date. */
export function localDay(moment) {
  return dayNumber(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

/** Months count from 0 and may overflow, as in Date.UTC, which takes the year 1 for 1901. */
function dayNumber(year, month, day) {
  return new Date(0).setUTCFullYear(year, month, day) / DAY_MS;
}

/** @returns {{year: number, month: number, day: number, weekday: number}} weekday 0 is Sunday */
export function partsOf(day) {
  const date = dateOfDay(day);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

/** A Date at midnight UTC, for Intl formatters with timeZone "UTC". */
export function dateOfDay(day) {
  return new Date(day * DAY_MS);
}

/** "2026-01-31". */
export function dayText(day) {
  return dateOfDay(day).toISOString().slice(0, 10);
}

/** Months since year 0, so that neighbouring months differ by one. */
export function monthIndex(day) {
  const { year, month } = partsOf(day);
  return year * 12 + month;
}

/** The weeks that show a month: rows of seven day numbers, starting on `firstWeekday`. */
export function monthGrid(index, firstWeekday = 0) {
  const first = firstDayOfMonth(index);
  const last = firstDayOfMonth(index + 1) - 1;
  const start = first - ((partsOf(first).weekday - firstWeekday + 7) % 7);
  const weeks = [];
  for (let day = start; day <= last; day += 7) {
    weeks.push(Array.from({ length: 7 }, (_, offset) => day + offset));
  }
  return weeks;
}

export function firstDayOfMonth(index) {
  return dayNumber(Math.floor(index / 12), index % 12, 1);
}

/**
 * The month to open a calendar at: the one with most rows, distance from today counting against it.
 * Without rows, the month of today.
 */
export function openingMonth(days, today) {
  const here = monthIndex(today);
  const counts = new Map();
  for (const day of days) counts.set(monthIndex(day), (counts.get(monthIndex(day)) ?? 0) + 1);
  let best = { index: here, score: 0 };
  for (const [index, count] of counts) {
    const score = count / (1 + Math.abs(index - here));
    if (score > best.score) best = { index, score };
  }
  return best.index;
}

const PIXELS_PER_DAY = {
  hours: 64,
  day: 44,
  week: 28,
  bi_week: 20,
  month: 12,
  quarter: 5,
  year: 2,
  "5_years": 1,
};

/**
 * The day scale of a timeline.
 * @param {{start: number, end: number}[]} ranges
 * @param {string|undefined} zoom Notion's zoom_level; chosen from the span when absent
 * @returns {{start: number, end: number, pixels: number, months: {start: number, days: number}[],
 *   ticks: number[]}} start and end whole months, end exclusive, ticks the days to label; over many
 *   decades `months` are as many years as it takes
 */
export function timelineScale(ranges, today, zoom) {
  const days = ranges.length ? ranges.flatMap(({ start, end }) => [start, end]) : [today];
  const earliest = monthIndex(Math.min(...days) - 3);
  const last = monthIndex(Math.max(...days) + 3);
  const step = monthsAStep(last - earliest);
  const first = Math.floor(earliest / step) * step;
  const start = firstDayOfMonth(first);
  const end = firstDayOfMonth(last + 1);
  const pixels = PIXELS_PER_DAY[zoom] ?? pixelsForSpan(end - start);
  const months = [];
  for (let index = first; index <= last; index += step) {
    const begin = firstDayOfMonth(index);
    const next = Math.min(firstDayOfMonth(index + step), end);
    months.push({ start: begin, days: next - begin });
  }
  return { start, end, pixels, months, ticks: tickDays(start, end, pixels) };
}

const EACH_MONTH = 600; // months that are told one by one
const MOST_STEPS = 300;
const MOST_TICKS = 4_000; // days or weeks that a browser draws beside each other

/** Whole years, where months are more than anybody reads or a browser draws at once. */
function monthsAStep(span) {
  return span <= EACH_MONTH ? 1 : 12 * Math.ceil(span / 12 / MOST_STEPS);
}

function pixelsForSpan(span) {
  if (span <= 62) return 28;
  if (span <= 190) return 12;
  return span <= 400 ? 5 : 2;
}

function tickDays(start, end, pixels) {
  const step = pixels >= 24 ? 1 : 7;
  if (pixels < 5 || (end - start) / step > MOST_TICKS) return [];
  const aligned = step === 1 ? start : start + ((8 - partsOf(start).weekday) % 7);
  const ticks = [];
  for (let day = aligned; day < end; day += step) ticks.push(day);
  return ticks;
}

/** Rows put into groups and groups into figures: what boards and charts show; pure. */

import { dayOf, firstDayOfMonth, monthIndex, partsOf } from "../shared/days.js";
import { dateOf, findProperty, isEmpty, namesOf, numberOf } from "./values.js";

const OPTION_TYPES = new Set(["select", "status", "multi_select"]);

/**
 * @typedef {{key: string, kind: string, color?: string, day?: number, unit?: string, rows:
 *   object[]}} Group kind "empty" is the group of rows without a value
 */

/**
 * Rows grouped as a view's `group_by` says: options in schema order, other values as they come,
 * dates by day, week, month or year in time order, rows without a value last and only where there
 * are some.
 * @returns {Group[]}
 */
export function groupRows(rows, schema, groupBy) {
  const property = findProperty(schema, groupBy?.property_id ?? groupBy?.property_name);
  if (!property) return [{ key: "", kind: "all", rows }];
  const seeds = seedGroups(property, groupBy);
  const groups = new Map(seeds.map((group) => [group.key, group]));
  const empty = { key: "", kind: "empty", rows: [] };
  for (const row of rows) {
    const found = groupsOf(row.properties?.[property.name], property, groupBy);
    if (!found.length) empty.rows.push(row);
    for (const group of found) {
      if (!groups.has(group.key)) groups.set(group.key, group);
      groups.get(group.key).rows.push(row);
    }
  }
  return finish([...groups.values()], empty, groupBy);
}

function finish(groups, empty, groupBy) {
  const shown = groupBy.hide_empty_groups ? groups.filter((group) => group.rows.length) : groups;
  if (shown.some((group) => group.day !== undefined))
    shown.sort((left, right) => left.day - right.day);
  if (shown.some((group) => group.kind === "number"))
    shown.sort((left, right) => left.key - right.key);
  if (groupBy.sort?.type === "descending") shown.reverse();
  return empty.rows.length ? [...shown, empty] : shown;
}

function seedGroups(property, groupBy) {
  if (property.type === "checkbox") {
    return [false, true].map((checked) => ({ key: String(checked), kind: "checkbox", rows: [] }));
  }
  if (!OPTION_TYPES.has(property.type)) return [];
  const config = property[property.type] ?? {};
  const byGroup =
    property.type === "status" && groupBy.group_by === "group" && config.groups?.length;
  const options = byGroup ? config.groups : statusOrder(config);
  return options.map((option) => ({
    key: option.name,
    kind: "option",
    color: option.color,
    rows: [],
  }));
}

/** Status options as Notion's boards show them: by group, then by position. */
function statusOrder({ options = [], groups = [] }) {
  const rank = new Map(
    groups.flatMap((group, index) => (group.option_ids ?? []).map((id) => [id, index])),
  );
  return rank.size
    ? [...options].sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0))
    : options;
}

function groupsOf(value, property, groupBy) {
  if (property.type === "checkbox") return [{ key: String(Boolean(value?.checkbox)), rows: [] }];
  const date = dateOf(value);
  if (date) return [dateGroup(dayOf(date.start), groupBy.group_by)];
  if (isEmpty(value)) return [];
  if (numberOf(value) !== null) return [{ key: String(numberOf(value)), kind: "number", rows: [] }];
  const kind = property.type === "relation" ? "page" : "text";
  return namesOf(value).map((name) => ({ key: keyOf(name, property, groupBy), kind, rows: [] }));
}

function keyOf(name, property, groupBy) {
  if (groupBy.group_by === "alphabet_prefix") return name.slice(0, 1).toLocaleUpperCase();
  if (property.type !== "status" || groupBy.group_by !== "group") return name;
  const { options = [], groups = [] } = property.status ?? {};
  const id = options.find((option) => option.name === name)?.id;
  return groups.find((group) => group.option_ids?.includes(id))?.name ?? name;
}

function dateGroup(day, unit = "month") {
  const { year, weekday } = partsOf(day);
  const starts = { day, week: day - weekday, year: firstDayOfMonth(year * 12) };
  const start = starts[unit] ?? firstDayOfMonth(monthIndex(day));
  return {
    key: String(start),
    kind: "date",
    day: start,
    unit: unit in starts ? unit : "month",
    rows: [],
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const ratio = (part, whole) => (whole ? part / whole : 0);

const FIGURES = {
  count: ({ rows }) => rows.length,
  count_values: ({ values }) => sum(values.map((value) => namesOf(value).length)),
  unique: ({ values }) => new Set(values.flatMap(namesOf)).size,
  empty: ({ rows, values }) => rows.length - values.length,
  not_empty: ({ values }) => values.length,
  percent_empty: ({ rows, values }) => ratio(rows.length - values.length, rows.length),
  percent_not_empty: ({ rows, values }) => ratio(values.length, rows.length),
  checked: ({ numbers }) => sum(numbers),
  unchecked: ({ numbers }) => numbers.length - sum(numbers),
  percent_checked: ({ numbers }) => ratio(sum(numbers), numbers.length),
  percent_unchecked: ({ numbers }) => ratio(numbers.length - sum(numbers), numbers.length),
  sum: ({ numbers }) => sum(numbers),
  average: ({ numbers }) => ratio(sum(numbers), numbers.length),
  median: ({ numbers }) => median(numbers),
  min: ({ numbers }) => (numbers.length ? Math.min(...numbers) : 0),
  max: ({ numbers }) => (numbers.length ? Math.max(...numbers) : 0),
  range: ({ numbers }) => (numbers.length ? Math.max(...numbers) - Math.min(...numbers) : 0),
};

/** One figure over rows, by a chart's `{aggregator, property_id}`; without it, their count. */
export function aggregate(rows, schema, axis) {
  const property = findProperty(schema, axis?.property_id);
  const values = rows
    .map((row) => row.properties?.[property?.name])
    .filter((value) => !isEmpty(value));
  const numbers = values.map(numberOf).filter((number) => number !== null);
  const figure = FIGURES[axis?.aggregator] ?? FIGURES.count;
  return figure({ rows, values, numbers });
}

function median(numbers) {
  if (!numbers.length) return 0;
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const TICKS = 4;

/** Round steps for an axis from zero (or the lowest negative figure) up to at least the highest. */
export function axisTicks(low, high, whole = false) {
  const bottom = Math.min(0, low);
  const span = Math.max(high - bottom, 1e-9);
  const rough = span / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const step = whole ? Math.max(round, 1) : round;
  const first = Math.floor(bottom / step);
  const last = Math.ceil(high / step);
  return Array.from(
    { length: Math.max(last - first, 1) + 1 },
    (_, index) => (first + index) * step,
  );
}

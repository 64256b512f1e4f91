/** Notion's query filters and sorts, applied to rows in the reader's browser; pure. */

import { dayOf, localDay, partsOf } from "../shared/days.js";
import { bareId } from "./route.js";
import {
  dateOf,
  findProperty,
  folded,
  isEmpty,
  namesOf,
  numberOf,
  textOf,
  unwrap,
} from "./values.js";

const TEXT = {
  equals: (text, wanted) => [wanted].flat().some((one) => folded(text) === folded(one)),
  does_not_equal: (text, wanted) => ![wanted].flat().some((one) => folded(text) === folded(one)),
  contains: (text, wanted) => folded(text).includes(folded(wanted)),
  does_not_contain: (text, wanted) => !folded(text).includes(folded(wanted)),
  starts_with: (text, wanted) => folded(text).startsWith(folded(wanted)),
  ends_with: (text, wanted) => folded(text).endsWith(folded(wanted)),
};

const NUMBER = {
  equals: (number, wanted) => number === wanted,
  does_not_equal: (number, wanted) => number !== wanted,
  greater_than: (number, wanted) => number !== null && number > wanted,
  less_than: (number, wanted) => number !== null && number < wanted,
  greater_than_or_equal_to: (number, wanted) => number !== null && number >= wanted,
  less_than_or_equal_to: (number, wanted) => number !== null && number <= wanted,
};

const SET = {
  contains: (names, wanted) => names.some((name) => sameName(name, wanted)),
  does_not_contain: (names, wanted) => !names.some((name) => sameName(name, wanted)),
};

const DATE = {
  equals: (day, wanted) => day === wanted,
  before: (day, wanted) => day < wanted,
  after: (day, wanted) => day > wanted,
  on_or_before: (day, wanted) => day <= wanted,
  on_or_after: (day, wanted) => day >= wanted,
};

const PERIODS = {
  past_week: (today) => [today - 7, today],
  past_month: (today) => [today - 30, today],
  past_year: (today) => [today - 365, today],
  this_week: (today) => [today - partsOf(today).weekday, today - partsOf(today).weekday + 6],
  next_week: (today) => [today, today + 7],
  next_month: (today) => [today, today + 30],
  next_year: (today) => [today, today + 365],
};

export const RELATIVE_DAYS = {
  today: 0,
  tomorrow: 1,
  yesterday: -1,
  one_week_ago: -7,
  one_week_from_now: 7,
  one_month_ago: -30,
  one_month_from_now: 30,
};

const SETS = new Set(["multi_select", "people", "relation", "created_by", "last_edited_by"]);
const NUMBERS = new Set(["number", "unique_id"]);
const DATES = new Set(["date", "created_time", "last_edited_time"]);

/**
 * Whether a row passes a filter in Notion's words. A condition this reader does not know passes, so
 * that a newer filter never hides rows.
 * @param {object} row a page object
 * @param {object|null} filter
 * @param {object} schema properties of the data source
 * @param {number} [today] a day number
 */
export function matches(row, filter, schema, today = localDay(new Date())) {
  if (!filter) return true;
  if (filter.and) return filter.and.every((part) => matches(row, part, schema, today));
  if (filter.or) return filter.or.some((part) => matches(row, part, schema, today));
  const value = filterValue(row, filter, schema);
  if (value === undefined) return true;
  const kind = Object.keys(filter).find((key) => !["property", "timestamp", "type"].includes(key));
  return kind ? passes(value, kind, filter[kind], today) : true;
}

/** Whether a view's filter keeps a row from being shown. */
export function hides(view, row, schema, context) {
  return !matches(row, view.filter, schema, context.today);
}

function filterValue(row, filter, schema) {
  if (filter.timestamp)
    return { type: filter.timestamp, [filter.timestamp]: row[filter.timestamp] };
  const property = findProperty(schema, filter.property);
  return property ? (row.properties?.[property.name] ?? null) : undefined;
}

function passes(value, kind, condition, today) {
  if (kind === "formula" || kind === "rollup")
    return passesComputed(unwrap(value), condition, today);
  const [operator, wanted] = Object.entries(condition ?? {})[0] ?? [];
  if (operator === "is_empty") return isEmpty(value);
  if (operator === "is_not_empty") return !isEmpty(value);
  if (DATES.has(kind)) return passesDate(dateOf(value), operator, wanted, today);
  if (kind === "checkbox") return (numberOf(value) === Number(wanted)) === (operator === "equals");
  if (NUMBERS.has(kind)) return test(NUMBER, operator, numberOf(value), wanted);
  if (SETS.has(kind)) return test(SET, operator, namesOf(value), wanted);
  return test(TEXT, operator, textOf(value), wanted);
}

function passesComputed(value, condition, today) {
  const [kind, inner] = Object.entries(condition ?? {})[0] ?? [];
  const parts = value?.type === "array" ? value.array : [];
  if (kind === "any") return parts.some((part) => passesPart(part, inner, today));
  if (kind === "every") return parts.every((part) => passesPart(part, inner, today));
  if (kind === "none") return !parts.some((part) => passesPart(part, inner, today));
  return kind ? passes(value, kind === "string" ? "rich_text" : kind, inner, today) : true;
}

function passesPart(part, inner, today) {
  const [kind, condition] = Object.entries(inner)[0];
  return passes(part, kind, condition, today);
}

function passesDate(date, operator, wanted, today) {
  const day = dayOf(date?.start);
  if (day === null) return false;
  if (PERIODS[operator]) {
    const [from, to] = PERIODS[operator](today);
    return day >= from && day <= to;
  }
  const offset = RELATIVE_DAYS[wanted];
  return test(DATE, operator, day, offset === undefined ? dayOf(wanted) : today + offset);
}

function test(table, operator, actual, wanted) {
  return table[operator] ? table[operator](actual, wanted) : true;
}

function sameName(name, wanted) {
  return folded(name) === folded(wanted) || bareId(name) === bareId(wanted);
}

/**
 * Rows in the order of Notion's sorts; equal rows keep their order, empty values come last. Options
 * sort in the order of the schema, as in Notion.
 */
export function sortRows(rows, sorts, schema) {
  if (!sorts?.length) return rows;
  const keys = sorts.map((sort) => ({
    read: keyReader(sort, schema),
    sign: sort.direction === "descending" ? -1 : 1,
  }));
  return [...rows].sort((left, right) => {
    for (const { read, sign } of keys) {
      const order = compare(read(left), read(right), sign);
      if (order) return order;
    }
    return 0;
  });
}

function keyReader(sort, schema) {
  if (sort.timestamp) return (row) => row[sort.timestamp] ?? null;
  const property = findProperty(schema, sort.property);
  if (!property) return () => null;
  const options = property[property.type]?.options?.map((option) => option.name);
  return (row) => sortKey(row.properties?.[property.name], options);
}

function sortKey(value, options) {
  if (isEmpty(value)) return null;
  if (options) return options.indexOf(namesOf(value)[0]);
  const number = numberOf(value);
  if (number !== null) return number;
  const date = dateOf(value);
  return date ? new Date(date.start).getTime() : textOf(value);
}

function compare(left, right, sign) {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === "number" && typeof right === "number") return sign * (left - right);
  return sign * String(left).localeCompare(String(right), undefined, { numeric: true });
}

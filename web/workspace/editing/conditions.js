/** Conditions that a person may put on a view, and how they are told; pure. */

import { findProperty } from "../values.js";

const OPTION = { is: "equals", isNot: "does_not_equal" };
const TEXT = { contains: "contains", notContains: "does_not_contain", is: "equals" };
const NUMBER = {
  is: "equals",
  atLeast: "greater_than_or_equal_to",
  atMost: "less_than_or_equal_to",
};
const DATE = {
  is: "equals",
  before: "before",
  after: "after",
  thisWeek: "this_week",
  nextWeek: "next_week",
  pastMonth: "past_month",
};
const EMPTY = { isEmpty: "is_empty", isNotEmpty: "is_not_empty" };
const SET = { contains: "contains", notContains: "does_not_contain" };

const OPERATORS = {
  select: { ...OPTION, ...EMPTY },
  status: { ...OPTION, ...EMPTY },
  multi_select: { ...SET, ...EMPTY },
  checkbox: { is: "equals" },
  number: { ...NUMBER, ...EMPTY },
  date: { ...DATE, ...EMPTY },
  title: { ...TEXT, ...EMPTY },
  rich_text: { ...TEXT, ...EMPTY },
  url: { ...TEXT, ...EMPTY },
  email: { ...TEXT, ...EMPTY },
  phone_number: { ...TEXT, ...EMPTY },
};

const PERIODS = new Set(["this_week", "next_week", "past_month"]);

/** The names of what may be asked of a property of this type; none where nothing may. */
export function operatorsOf({ type }) {
  return Object.keys(OPERATORS[type] ?? {});
}

/** Whether an operator asks for a value beside it. */
export function takesValue(name) {
  return !["isEmpty", "isNotEmpty", "thisWeek", "nextWeek", "pastMonth"].includes(name);
}

/** A condition in Notion's words. */
export function condition(property, name, wanted) {
  const operator = OPERATORS[property.type][name];
  const value =
    operator in Object.fromEntries(Object.values(EMPTY).map((key) => [key, 1]))
      ? true
      : PERIODS.has(operator)
        ? {}
        : wanted;
  return { property: property.id, [property.type]: { [operator]: value } };
}

/**
 * A condition as a person reads it.
 * @returns {{property: string, operator: string|null, value: *}} `operator` null where it is one
 *   that no person could have put here
 */
export function told(part, schema) {
  const property = findProperty(schema, part.property);
  const kind = Object.keys(part).find((key) => key !== "property" && key !== "type");
  const [operator, value] = Object.entries(part[kind] ?? {})[0] ?? [];
  const names = Object.entries(OPERATORS[kind] ?? {});
  const name = names.find(([, notion]) => notion === operator)?.[0] ?? null;
  return {
    property: property?.name ?? part.property ?? part.timestamp,
    operator: name,
    value: name && takesValue(name) ? value : "",
  };
}

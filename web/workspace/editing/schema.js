/** Changes to the properties of a data source, as calls beside the calls that take them back; pure. */

import { isDay } from "../../shared/days.js";
import { isEmpty, textOf } from "../values.js";
import { readNumber } from "./numbers.js";
import { asItIs, EDITABLE, written } from "./payload.js";
import { whyNoName, whyNoText } from "./wording.js";

/** The types that a person may give to a property. */
export const TYPES =
  "rich_text number select multi_select status date checkbox url email phone_number".split(" ");

function call(source, properties) {
  return { method: "PATCH", path: `data_sources/${source.id}`, body: { properties } };
}

/** What makes a property like this one. */
function likeIt(property) {
  const { type, number } = property;
  const options = optionsOf(property);
  if (options) return { [type]: { options: options.map(bareOption) } };
  return { [type]: type === "number" ? { format: number?.format ?? "number" } : {} };
}

function bareOption({ name, color, group }) {
  return { name, ...(color ? { color } : {}), ...(group ? { group } : {}) };
}

/** The options of a property; those of a status with the group that each stands in. */
function optionsOf(property) {
  const { options, groups = [] } = property[property.type] ?? {};
  const groupOf = (id) => groups.find((group) => group.option_ids.includes(id))?.name;
  return options?.map((option) => ({ ...option, group: groupOf(option.id) }));
}

/** Whether another type may be given to a property of this one. */
export function canBeRetyped({ type }) {
  return type === "people" || TYPES.includes(type);
}

const RETURNED = new Set([...EDITABLE, "people"]);

/** Writes the values of a property back into their rows. */
function valuesBack(rows, name) {
  return rows
    .map((row) => ({ row, value: row.properties?.[name] }))
    .filter(({ value }) => value && RETURNED.has(value.type) && !isEmpty(value))
    .map(({ row, value }) => writing(row, name, asItIs(value)));
}

function writing(row, name, value) {
  const body = { properties: { [name]: value } };
  return { method: "PATCH", path: `pages/${row.id}`, body, passable: true };
}

/** @typedef {{calls: object[], back: object[], again?: (answers: object[]) => object[]}} Change */

const STAGES = [
  { name: "notStarted", color: "default", group: "To-do" },
  { name: "inProgress", color: "blue", group: "In progress" },
  { name: "done", color: "green", group: "Complete" },
];

/** What a property of a type begins with: a status with stages in the reader's language. */
function fresh(type, t) {
  if (type !== "status") return { [type]: {} };
  return { status: { options: STAGES.map((stage) => ({ ...stage, name: t(stage.name) })) } };
}

/**
 * Taken back and made again it is the very one that it was, with all that hung on it meanwhile.
 * @param {(key: string) => string} t the reader's texts
 * @returns {Change}
 */
export function added(source, name, type, t) {
  const made = call(source, { [name]: fresh(type, t) });
  const again = ([{ properties }]) => [broughtBack(source, { id: properties[name].id, name })];
  return { calls: [made], back: [call(source, { [name]: null })], again };
}

function broughtBack(source, { id, name }) {
  return call(source, { [name]: { id } });
}

/** @returns {Change} */
export function renamed(source, { name }, now) {
  return {
    calls: [call(source, { [name]: { name: now } })],
    back: [call(source, { [now]: { name } })],
  };
}

/**
 * What is deleted comes back by its id, with its values and all that hung on it.
 * @returns {Change}
 */
export function removed(source, property) {
  const { name } = property;
  return { calls: [call(source, { [name]: null })], back: [broughtBack(source, property)] };
}

/**
 * Another type, which Notion's API gives an empty column; so what can be read as the new type is
 * written into it.
 * @returns {Change}
 */
export function retyped(source, property, type, rows, t) {
  const { name } = property;
  const values = rows
    .map((row) => ({ row, value: converted(row.properties?.[name], type) }))
    .filter(({ value }) => value !== null)
    .map(({ row, value }) => writing(row, name, written(type, value)));
  return {
    calls: [call(source, { [name]: fresh(type, t) }), ...values],
    back: [call(source, { [name]: likeIt(property) }), ...valuesBack(rows, name)],
  };
}

/** How many values are lost with another type, which cannot say them. */
export function lostBy({ name }, type, rows) {
  const values = rows.map((row) => row.properties?.[name]).filter((value) => value && holds(value));
  return values.filter((value) => converted(value, type) === null).length;
}

/** Whether there is something in a value: a box that is not ticked has as little as an empty text. */
function holds(value) {
  return value.type === "checkbox" ? value.checkbox : !isEmpty(value);
}

const READERS = {
  rich_text: (text) => text,
  number: (text) => readNumber(text) ?? null,
  select: (text) => nameIn(text.replaceAll(",", " ")),
  multi_select: namesIn,
  date: (text) => (isDay(text) ? { start: text, end: null } : null),
  checkbox: (text) => /^(true|yes|y|o|예|はい|완료|done|✓|✔)$/i.test(text) || null,
  url: (text) => (/^https?:\/\//.test(text) ? text : null),
  email: (text) => text,
  phone_number: (text) => (/\d/.test(text) ? text : null),
};

/** A value as another type holds it, or null where that says nothing, or not all, of it. */
export function converted(value, type) {
  const text = textOf(value).trim();
  return text && !whyNoText(type, text) ? (READERS[type]?.(text) ?? null) : null;
}

function nameIn(text) {
  return whyNoName(text, []) ? null : text;
}

function namesIn(text) {
  const parts = text.split(",").map((part) => part.trim());
  const names = parts.filter(Boolean);
  return names.length && names.every(nameIn) ? names : null;
}

/**
 * Other options of a select, multi-select or status; `rows` lose those that are gone.
 * @returns {Change}
 */
export function optionsChanged(source, property, options, rows) {
  const { name, type } = property;
  const config = (list) => ({ [name]: { [type]: { options: list.map(known) } } });
  return {
    calls: [call(source, config(options))],
    back: [call(source, config(optionsOf(property))), ...valuesBack(rows, name)],
  };
}

/** An option that is there goes by its id, so that it can be renamed. */
function known({ id, ...option }) {
  return { ...(id ? { id } : {}), ...bareOption(option) };
}

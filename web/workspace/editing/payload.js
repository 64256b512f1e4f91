/** What is written to Notion: property values, new rows, filters and sorts of views; pure. */

import { dayText } from "../../shared/days.js";
import { RELATIVE_DAYS } from "../filter.js";
import { findProperty, isEmpty, plainText } from "../values.js";

const RUN = 2_000; // characters that Notion takes in one run of text

/** The types whose values a person may write. */
export const EDITABLE = new Set(
  "title rich_text number select multi_select status date checkbox url email phone_number relation".split(
    " ",
  ),
);

const WRITERS = {
  title: (text, old) => runsOf(text, old),
  rich_text: (text, old) => runsOf(text, old),
  number: (number) => number,
  checkbox: (checked) => checked,
  select: (name) => name && { name },
  status: (name) => name && { name },
  multi_select: (names) => names.map((name) => ({ name })),
  relation: (ids) => ids.map((id) => ({ id })),
  people: (ids) => ids.map((id) => ({ id })),
  date: (date) => date,
  url: (text) => text || null,
  email: (text) => text || null,
  phone_number: (text) => text || null,
};

/**
 * A value in Notion's words: `{select: {name: "…"}}`.
 * @param {string} type
 * @param {*} entered text, number or null, option name or null, list of names or ids, date or null
 * @param {object} [old] the value that it replaces: what a text shares with it keeps its look
 */
export function written(type, entered, old) {
  return { [type]: WRITERS[type](entered, old?.[type]) };
}

/** The value as it is, as something that can be written back. */
export function asItIs(value) {
  return written(value.type, entered(value), value);
}

/** A value as an editor holds it; the counterpart of `written`. */
export function entered(value) {
  const held = value?.[value.type];
  if (value.type === "title" || value.type === "rich_text") return plainText(held);
  if (value.type === "select" || value.type === "status") return held?.name ?? null;
  if (value.type === "multi_select") return (held ?? []).map(({ name }) => name);
  if (value.type === "relation" || value.type === "people") return (held ?? []).map(({ id }) => id);
  if (value.type === "checkbox") return Boolean(held);
  if (value.type === "date") return held && dateOnly(held);
  return held ?? (value.type === "number" ? null : "");
}

/** Whether two values say the same, in whatever form they are written. */
export function sameValue(one, other) {
  const held = (value) => {
    const given = entered(value);
    if (value.type === "relation" || value.type === "multi_select")
      return [...given].sort().join("\n");
    if (value.type === "date" && given) return [given.start, given.end].map(moment).join();
    return given;
  };
  return held(one) === held(other);
}

function moment(text) {
  return text?.includes("T") ? String(Date.parse(text)) : (text ?? "");
}

function dateOnly({ start, end, time_zone: zone }) {
  return { start, end: end ?? null, ...(zone ? { time_zone: zone } : {}) };
}

/** The runs of a text: those before and behind what was changed stay as they are, links and all. */
function runsOf(text, old = []) {
  const before = plainText(old);
  const head = sharedLength(before, text);
  const tail = sharedLength([...before].reverse().join(""), [...text].reverse().join(""));
  const kept = Math.min(tail, before.length - head, text.length - head);
  const middle = text.slice(head, text.length - kept);
  const look = runAt(old, Math.max(head - 1, 0))?.annotations;
  return [
    ...cutRuns(old, 0, head),
    ...plainRuns(middle, look),
    ...cutRuns(old, before.length - kept, before.length),
  ];
}

function sharedLength(one, other) {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  // Never between the two halves of a sign.
  return /[\uD800-\uDBFF]/.test(one[length - 1] ?? "") ? length - 1 : length;
}

function plainRuns(text, annotations) {
  const parts = [...text.matchAll(new RegExp(`[^]{1,${RUN}}`, "gu"))];
  const look = annotations ? { annotations } : {};
  return parts.map(([content]) => ({ type: "text", text: { content }, ...look }));
}

function runAt(runs, place) {
  let end = 0;
  return runs.find((run) => (end += plainText([run]).length) > place);
}

/** The runs of a stretch of a text; a mention or an equation that is cut becomes its words. */
function cutRuns(runs, from, to) {
  let start = 0;
  return runs.flatMap((run) => {
    const words = plainText([run]);
    const part = words.slice(Math.max(from - start, 0), Math.max(to - start, 0));
    start += words.length;
    if (!part) return [];
    if (part === words) return [bareRun(run)];
    const link = run.type === "text" ? run.text?.link : null;
    return [
      {
        type: "text",
        text: { content: part, ...(link ? { link } : {}) },
        annotations: run.annotations,
      },
    ];
  });
}

function bareRun({ type = "text", annotations, plain_text: words, ...run }) {
  const held = run[type] ?? { content: words };
  return annotations ? { type, annotations, [type]: held } : { type, [type]: held };
}

/**
 * What a new row begins with so that it shows in the view that it is made in: the group that it
 * stands in, and what the view's filter asks to be equal.
 * @param {{property: object, key: string, kind: string}} [group]
 * @param {number} [today] a day number
 */
export function beginning(view, schema, group, today) {
  const found = Object.fromEntries(
    equalities(view.filter, schema, today).map(([property, value]) => [
      property.name,
      written(property.type, value),
    ]),
  );
  const own = group && groupValue(group);
  return own === undefined ? found : { ...found, [group.property.name]: own };
}

function equalities(filter, schema, today) {
  if (!filter || filter.or) return [];
  if (filter.and) return filter.and.flatMap((part) => equalities(part, schema, today));
  const property = findProperty(schema, filter.property);
  if (!property || !EDITABLE.has(property.type)) return [];
  const [operator, wanted] = Object.entries(filter[property.type] ?? {})[0] ?? [];
  return [operator, property.type] in MEANT
    ? [[property, MEANT[[operator, property.type]](wanted, today)]]
    : [];
}

const MEANT = {
  ...Object.fromEntries(
    ["rich_text", "url", "email", "phone_number"].map((type) => [["equals", type], (text) => text]),
  ),
  [["equals", "date"]]: (wanted, today) => ({
    start: wanted in RELATIVE_DAYS ? dayText(today + RELATIVE_DAYS[wanted]) : wanted,
  }),
  [["equals", "select"]]: (name) => [name].flat()[0],
  [["equals", "status"]]: (name) => [name].flat()[0],
  [["equals", "checkbox"]]: (checked) => checked,
  [["equals", "number"]]: (number) => number,
  [["contains", "multi_select"]]: (name) => [name],
  [["contains", "relation"]]: (id) => [id],
};

/**
 * The value that puts a row into a group of a board or table; undefined where a group says none
 * (a month, a first letter).
 */
export function groupValue({ property, key, kind }) {
  const type = property?.type;
  if (kind === "empty") return written(type, { multi_select: [], relation: [] }[type] ?? null);
  if (kind === "checkbox") return written(type, key === "true");
  if (kind === "option") return written(type, type === "multi_select" ? [key] : key);
  if (kind === "page") return written(type, [key]);
  if (kind === "day") return written(type, { start: key });
  return undefined;
}

/** The values of a row that a copy of it begins with; its title says that it is one. */
export function copied(row, schema, title) {
  const values = Object.keys(schema)
    .map((name) => [name, row.properties?.[name]])
    .filter(([, value]) => value && EDITABLE.has(value.type) && !isEmpty(value));
  return Object.fromEntries(
    values.map(([name, value]) => [
      name,
      value.type === "title" ? written("title", title) : asItIs(value),
    ]),
  );
}

/**
 * A view's conditions that stand beside each other; null where it joins them otherwise.
 * @returns {{parts: object[], how: "and"|"or"}|null} whether all or any of them have to hold
 */
export function conditionsOf(filter) {
  if (!filter) return { parts: [], how: "and" };
  const how = filter.or ? "or" : "and";
  const parts = filter[how] ?? [filter];
  return parts.every((part) => !part.and && !part.or) ? { parts, how } : null;
}

/** The filter of these conditions, as a view takes it. */
export function joined(conditions, how = "and") {
  if (conditions.length < 2) return conditions[0] ?? null;
  return { [how]: conditions };
}

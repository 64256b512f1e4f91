/**
 * A draft (`draft.js`) as the list of changes that lead to it from the plan, in the language that
 * the server knows (`tools/workspace/changes.py`). Pure.
 */

import { hasOptions, viewOf } from "./draft.js";

/**
 * The changes that lead from the plan to the draft; what is new and has no name is none. What goes
 * goes first, and names change last: until then everything is called as the plan calls it.
 */
export const changesOf = (draft) => stepsOf(draft).map(({ change }) => change);

/**
 * The part of the draft that a place in its changes is about, as in `changes[2].property.options[0]`;
 * null for a place elsewhere.
 */
export function partAt(draft, place) {
  const [, number] = /^changes\[(\d+)\]/.exec(place) ?? [];
  const { part = null } = stepsOf(draft)[number] ?? {};
  const inside = part ? [...place.matchAll(/\b(properties|options)\[(\d+)\]/g)] : [];
  return inside.reduce((at, [, list, index]) => at[list]?.filter(isNew)[index] ?? at, part);
}

/** Each change with the part that it is made for. */
function stepsOf(draft) {
  const { databases, pages } = draft;
  return [
    ...databases
      .filter(isGone)
      .map((part) => ({ part, change: { action: "delete_database", database: part.was } })),
    ...pages
      .filter(isGone)
      .map((part) => ({ part, change: { action: "archive", target: part.was } })),
    ...databases.filter(stays).flatMap(stepsInside),
    ...renames([...databases, ...pages], (target, to) => ({ action: "rename", target, to })),
    ...databases
      .filter(isNew)
      .map((part) => ({ part, change: { action: "add_database", database: added(part) } })),
    ...pages
      .filter(isNew)
      .map((part) => ({ part, change: { action: "add_sub_page", page: { title: called(part) } } })),
    ...reordered(databases, { parts: "databases" }),
    ...reordered(pages, { parts: "sub_pages" }),
    ...(renamed(draft) ? [{ part: draft, change: { action: "rename", to: called(draft) } }] : []),
  ];
}

const called = ({ name }) => name.trim();
const isNew = ({ was, gone, name }) => was === null && !gone && name.trim() !== "";
const isGone = ({ was, gone }) => was !== null && gone;
const stays = ({ was, gone }) => was !== null && !gone;
const renamed = (each) => stays(each) && called(each) !== "" && called(each) !== each.was;

/**
 * New names of siblings; one that another still has is reached by way of a third. `change` gets the
 * name that a part has by then, the one that it gets, and the part.
 */
function renames(parts, change) {
  const taken = new Set(parts.filter(stays).map(({ was }) => was));
  const moved = parts.filter(renamed);
  const blocked = moved.filter((part) => taken.has(called(part)));
  const aside = ({ was }) => `${was} ↔`;
  const step = (part, was, to) => ({ part, change: change(was, to, part) });
  return [
    ...blocked.map((part) => step(part, part.was, aside(part))),
    ...moved
      .filter((part) => !taken.has(called(part)))
      .map((part) => step(part, part.was, called(part))),
    ...blocked.map((part) => step(part, aside(part), called(part))),
  ];
}

/** Their order, where it is not the one that they would come in. */
function reordered(parts, where) {
  const there = parts.filter((each) => stays(each) || isNew(each));
  const places = there.map(({ at }) => at ?? Infinity);
  if (places.every((place, index) => index === 0 || places[index - 1] <= place)) return [];
  return [{ part: there[0], change: { action: "reorder", ...where, names: there.map(called) } }];
}

function stepsInside({ was, views, properties, rows }) {
  const inside = { database: was };
  const rename = (property, to) => ({ action: "rename_property", ...inside, property, to });
  const remove = (action, kind) => (part) => ({
    part,
    change: { action, ...inside, [kind]: part.was },
  });
  return [
    ...stepsOfRows(rows, properties, inside),
    ...views.filter(isGone).map(remove("delete_view", "view")),
    ...stepsOfViews(views, properties, inside),
    ...properties.filter(isGone).map(remove("delete_property", "property")),
    ...properties.filter(stays).flatMap((each) => stepsOfProperty(each, inside)),
    ...renames(properties, rename),
    ...properties.filter(isNew).map((part) => ({
      part,
      change: { action: "add_property", ...inside, property: given(part) },
    })),
    ...reordered(views, { parts: "views", ...inside }),
    ...reordered(properties, { parts: "properties", ...inside }),
    ...reordered(rows, { parts: "rows", ...inside }),
  ];
}

function stepsOfViews(views, properties, inside) {
  const update = (view, to) => ({ action: "update_view", ...inside, view, to });
  const retyped = views.filter((each) => stays(each) && each.type !== each.wasType);
  const become = (part, name) => {
    const { type, wasType, settings } = part;
    if (type !== wasType) return viewOf(type, name, properties);
    return type === "dashboard" ? { type, name } : { ...settings, name };
  };
  return [
    ...retyped.map((part) => ({ part, change: update(part.was, become(part, part.was)) })),
    ...renames(views, (name, to, part) => update(name, become(part, to))),
    ...views.filter(isNew).map((part) => ({
      part,
      change: { action: "add_view", ...inside, view: viewOf(part.type, called(part), properties) },
    })),
  ];
}

/** Rows by their titles, before the property that holds these gets another name. */
function stepsOfRows(rows, properties, inside) {
  const title = properties.find(({ type }) => type === "title")?.was;
  const edit = (row, to) => ({
    action: "edit_rows",
    ...inside,
    rows: [{ row, values: { [title]: to } }],
  });
  return [
    ...rows
      .filter(isGone)
      .map((part) => ({ part, change: { action: "delete_rows", ...inside, rows: [part.was] } })),
    ...renames(rows, edit),
    ...rows.filter(isNew).map((part) => ({
      part,
      change: { action: "add_rows", ...inside, rows: [{ values: { [title]: called(part) } }] },
    })),
  ];
}

function added({ name, properties, views, rows }) {
  const named = properties.filter(isNew);
  const title = called(named.find(({ type }) => type === "title") ?? { name: "" });
  const shown = views.filter(isNew).map((each) => ({ type: each.type, name: called(each) }));
  const filled = rows.filter(isNew).map((each) => ({ values: { [title]: called(each) } }));
  return {
    title: name.trim(),
    properties: named.map(given),
    ...(shown.length > 0 && { views: shown }),
    ...(filled.length > 0 && { rows: filled }),
  };
}

function given({ name, type, options }) {
  const names = options.filter(isNew).map((option) => ({ name: called(option) }));
  return { name: name.trim(), type, ...(hasOptions(type) ? { options: names } : {}) };
}

function stepsOfProperty(part, inside) {
  const where = { ...inside, property: part.was };
  return part.type === part.wasType
    ? stepsOfOptions(part.options, where)
    : [{ part, change: retyping(part, where) }];
}

function retyping({ type, options }, where) {
  const left = options.filter(({ gone, name }) => !gone && name.trim() !== "");
  const names = left.map((option) => ({ name: called(option) }));
  const given = hasOptions(type) && names.length > 0 ? { options: names } : {};
  return { action: "retype_property", ...where, to: type, ...given };
}

function stepsOfOptions(options, where) {
  const rename = (option, to) => ({ action: "rename_option", ...where, option, to });
  return [
    ...options.filter(isGone).map((part) => ({
      part,
      change: { action: "delete_option", ...where, option: part.was },
    })),
    ...renames(options, rename),
    ...options.filter(isNew).map((part) => ({
      part,
      change: { action: "add_option", ...where, option: { name: called(part) } },
    })),
    ...reordered(options, { parts: "options", ...where }),
  ];
}

/**
 * A plan edited by hand, as the list of changes that the server knows (`tools/workspace/changes.py`).
 * Pure: a draft is plain data, each part of which remembers as `was` what the plan calls it.
 */

/** Types that a property can be given, and be changed into. */
export const TYPES = [
  "rich_text",
  "number",
  "select",
  "multi_select",
  "status",
  "date",
  "people",
  "files",
  "checkbox",
  "url",
  "email",
  "phone_number",
];

export const hasOptions = (type) => ["select", "multi_select", "status"].includes(type);

/** What of a blueprint can be edited by hand. */
export function draftOf({ title, databases = [], sub_pages: pages = [] }) {
  return {
    ...part(title),
    databases: databases.map((database) => ({
      ...part(database.title),
      properties: (database.properties ?? []).map(property),
      views: (database.views ?? []).filter(({ name }) => name).map(view),
    })),
    pages: pages.map((page) => part(page.title)),
  };
}

const part = (name) => ({ was: name, name, gone: false });

const view = (settings) => ({ ...part(settings.name), settings });

function property({ name, type, options = [] }) {
  return { ...part(name), wasType: type, type, options: options.map((option) => part(option.name)) };
}

/** A part that the plan does not have yet. */
export const newPart = (name = "") => ({ was: null, name, gone: false });

export const newProperty = () => ({ ...newPart(), wasType: null, type: "rich_text", options: [] });

export const newDatabase = (titleProperty) => ({
  ...newPart(),
  properties: [{ ...newPart(titleProperty), wasType: "title", type: "title", options: [] }],
  views: [],
});

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

function stepsInside({ was, views, properties }) {
  const inside = { database: was };
  const rename = (property, to) => ({ action: "rename_property", ...inside, property, to });
  const renameView = (name, to, { settings }) => ({
    action: "update_view",
    ...inside,
    view: name,
    to: settings.type === "dashboard" ? { type: "dashboard", name: to } : { ...settings, name: to },
  });
  const remove = (action, kind) => (part) => ({
    part,
    change: { action, ...inside, [kind]: part.was },
  });
  return [
    ...views.filter(isGone).map(remove("delete_view", "view")),
    ...renames(views, renameView),
    ...properties.filter(isGone).map(remove("delete_property", "property")),
    ...properties.filter(stays).flatMap((each) => stepsOfProperty(each, inside)),
    ...renames(properties, rename),
    ...properties.filter(isNew).map((part) => ({
      part,
      change: { action: "add_property", ...inside, property: given(part) },
    })),
  ];
}

function added({ name, properties }) {
  const named = properties.filter(isNew).map(given);
  return { title: name.trim(), properties: named };
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
  ];
}

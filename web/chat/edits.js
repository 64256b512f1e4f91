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
export function changesOf(draft) {
  const { databases, pages } = draft;
  return [
    ...databases.filter(isGone).map(({ was }) => ({ action: "delete_database", database: was })),
    ...pages.filter(isGone).map(({ was }) => ({ action: "archive", target: was })),
    ...databases.filter(stays).flatMap(changesInside),
    ...renames([...databases, ...pages], (target, to) => ({ action: "rename", target, to })),
    ...databases.filter(isNew).map((each) => ({ action: "add_database", database: added(each) })),
    ...pages
      .filter(isNew)
      .map(({ name }) => ({ action: "add_sub_page", page: { title: name.trim() } })),
    ...(renamed(draft) ? [{ action: "rename", to: draft.name.trim() }] : []),
  ];
}

const isNew = ({ was, gone, name }) => was === null && !gone && name.trim() !== "";
const isGone = ({ was, gone }) => was !== null && gone;
const stays = ({ was, gone }) => was !== null && !gone;
const renamed = (each) => stays(each) && each.name.trim() !== "" && each.name.trim() !== each.was;

/**
 * New names of siblings; one that another still has is reached by way of a third. `change` gets the
 * name that a part has by then, the one that it gets, and the part.
 */
function renames(parts, change) {
  const taken = new Set(parts.filter(stays).map(({ was }) => was));
  const moved = parts.filter(renamed).map((part) => ({ part, was: part.was, to: part.name.trim() }));
  const blocked = moved.filter(({ to }) => taken.has(to));
  const aside = ({ was }) => `${was} ↔`;
  return [
    ...blocked.map((each) => change(each.was, aside(each), each.part)),
    ...moved.filter(({ to }) => !taken.has(to)).map(({ was, to, part }) => change(was, to, part)),
    ...blocked.map((each) => change(aside(each), each.to, each.part)),
  ];
}

function changesInside({ was, views, properties }) {
  const inside = { database: was };
  const rename = (property, to) => ({ action: "rename_property", ...inside, property, to });
  const renameView = (name, to, { settings }) => ({
    action: "update_view",
    ...inside,
    view: name,
    to: settings.type === "dashboard" ? { type: "dashboard", name: to } : { ...settings, name: to },
  });
  return [
    ...views.filter(isGone).map((each) => ({ action: "delete_view", ...inside, view: each.was })),
    ...renames(views, renameView),
    ...properties
      .filter(isGone)
      .map((each) => ({ action: "delete_property", ...inside, property: each.was })),
    ...properties.filter(stays).flatMap((each) => changesOfProperty(each, inside)),
    ...renames(properties, rename),
    ...properties.filter(isNew).map((each) => addition(each, inside)),
  ];
}

const addition = (each, inside) => ({ action: "add_property", ...inside, property: given(each) });

function added({ name, properties }) {
  const named = properties.filter(isNew).map(given);
  return { title: name.trim(), properties: named };
}

function given({ name, type, options }) {
  const names = options.filter(isNew).map((option) => ({ name: option.name.trim() }));
  return { name: name.trim(), type, ...(hasOptions(type) ? { options: names } : {}) };
}

function changesOfProperty(each, inside) {
  const where = { ...inside, property: each.was };
  return each.type === each.wasType
    ? changesOfOptions(each.options, where)
    : [retyping(each, where)];
}

function retyping({ type, options }, where) {
  const left = options.filter(({ gone, name }) => !gone && name.trim() !== "");
  const names = left.map(({ name }) => ({ name: name.trim() }));
  const given = hasOptions(type) && names.length > 0 ? { options: names } : {};
  return { action: "retype_property", ...where, to: type, ...given };
}

function changesOfOptions(options, where) {
  const rename = (option, to) => ({ action: "rename_option", ...where, option, to });
  return [
    ...options
      .filter(isGone)
      .map(({ was }) => ({ action: "delete_option", ...where, option: was })),
    ...renames(options, rename),
    ...options
      .filter(isNew)
      .map(({ name }) => ({ action: "add_option", ...where, option: { name: name.trim() } })),
  ];
}

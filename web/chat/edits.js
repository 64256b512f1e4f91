/**
 * A plan edited by hand, as the list of changes that the server knows (`tools/blueprint/changes.py`).
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
      views: (database.views ?? []).filter(({ name }) => name).map(({ name }) => part(name)),
    })),
    pages: pages.map((page) => part(page.title)),
  };
}

const part = (name) => ({ was: name, name, gone: false });

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

/** The changes that lead from the plan to the draft; what is new and has no name is none. */
export function changesOf(draft) {
  return [
    ...draft.databases.flatMap(changesOfDatabase),
    ...draft.pages.flatMap(changesOfPage),
    ...(renamed(draft) ? [{ action: "rename", to: draft.name.trim() }] : []),
  ];
}

const isNew = ({ was, gone, name }) => was === null && !gone && name.trim() !== "";
const isGone = ({ was, gone }) => was !== null && gone;
const stays = ({ was, gone }) => was !== null && !gone;
const renamed = (each) => stays(each) && each.name.trim() !== "" && each.name.trim() !== each.was;

function changesOfPage(page) {
  if (isNew(page)) return [{ action: "add_sub_page", page: { title: page.name.trim() } }];
  if (isGone(page)) return [{ action: "archive", target: page.was }];
  return renamed(page) ? [{ action: "rename", target: page.was, to: page.name.trim() }] : [];
}

/** Everything inside is named as the plan names it, so the database's own name changes last. */
function changesOfDatabase(database) {
  if (isNew(database)) return [{ action: "add_database", database: added(database) }];
  if (isGone(database)) return [{ action: "delete_database", database: database.was }];
  if (!stays(database)) return [];
  const inside = { database: database.was };
  return [
    ...database.views.filter(isGone).map((view) => deletion("view", view, inside)),
    ...database.properties.filter(isGone).map((each) => deletion("property", each, inside)),
    ...database.properties.filter(stays).flatMap((each) => changesOfProperty(each, inside)),
    ...database.properties.filter(isNew).map((each) => addition(each, inside)),
    ...(renamed(database)
      ? [{ action: "rename", target: database.was, to: database.name.trim() }]
      : []),
  ];
}

const deletion = (kind, { was }, inside) => ({ action: `delete_${kind}`, ...inside, [kind]: was });

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
  const retyped = each.type !== each.wasType;
  return [
    ...(retyped ? [retyping(each, where)] : each.options.flatMap((o) => changesOfOption(o, where))),
    ...(renamed(each) ? [{ action: "rename_property", ...where, to: each.name.trim() }] : []),
  ];
}

function retyping({ type, options }, where) {
  const left = options.filter(({ gone, name }) => !gone && name.trim() !== "");
  const names = left.map(({ name }) => ({ name: name.trim() }));
  const given = hasOptions(type) && names.length > 0 ? { options: names } : {};
  return { action: "retype_property", ...where, to: type, ...given };
}

function changesOfOption(option, where) {
  if (isNew(option))
    return [{ action: "add_option", ...where, option: { name: option.name.trim() } }];
  if (isGone(option)) return [{ action: "delete_option", ...where, option: option.was }];
  if (!renamed(option)) return [];
  return [{ action: "rename_option", ...where, option: option.was, to: option.name.trim() }];
}

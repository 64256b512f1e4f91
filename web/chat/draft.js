/**
 * A plan as a draft to be edited by hand. Pure: plain data, each part of which remembers as `was`
 * what the plan calls it (null: it is new), and as `at` where it stood.
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
    databases: databases.map((database, at) => ({
      ...part(database.title, at),
      properties: (database.properties ?? []).map(property),
      views: (database.views ?? []).filter(({ name }) => name).map(view),
      rows: rowsOf(database),
    })),
    pages: pages.map((page, at) => part(page.title, at)),
  };
}

const part = (name, at = 0) => ({ was: name, name, at, gone: false });

const view = (settings, at) => ({
  ...part(settings.name, at),
  wasType: settings.type,
  type: settings.type,
  settings,
});

function property({ name, type, options = [] }, at) {
  const choices = options.map((option, place) => part(option.name, place));
  return { ...part(name, at), wasType: type, type, options: choices };
}

/** The rows that can be told apart by their titles, which changes know them by. */
function rowsOf({ properties = [], rows = [] }) {
  const titled = properties.find(({ type }) => type === "title")?.name;
  const titles = rows.map(({ values = {} }) => values[titled]).filter((t) => typeof t === "string");
  const once = titles.filter((title) => titles.indexOf(title) === titles.lastIndexOf(title));
  return once.filter((title) => title.trim()).map((title, at) => part(title, at));
}

/** A part that the plan does not have yet. */
export const newPart = (name = "") => ({ was: null, name, gone: false });

export const newProperty = () => ({ ...newPart(), wasType: null, type: "rich_text", options: [] });

export const newView = () => ({ ...newPart(), wasType: null, type: "table" });

export const newDatabase = (titleProperty) => ({
  ...newPart(),
  properties: [{ ...newPart(titleProperty), wasType: "title", type: "title", options: [] }],
  views: [],
  rows: [],
});

export const isShown = ({ gone }) => !gone;

/** Types that a property of which a view of some type needs, and as what it names it. */
const NEEDED = {
  table: [],
  list: [],
  gallery: [],
  board: ["group_by", "status", "select", "multi_select"],
  calendar: ["date_property", "date"],
  timeline: ["date_property", "date"],
};

/** The property that a view of a type goes by; undefined where it needs one and there is none. */
function propertyFor(type, properties) {
  const [, ...types] = NEEDED[type] ?? [];
  return properties.filter(isShown).find((each) => each.was && types.includes(each.wasType));
}

/** The types that a view of a database can have, with the one it has. */
export function viewTypes(database, { type }) {
  const possible = Object.keys(NEEDED).filter(
    (each) => NEEDED[each].length === 0 || propertyFor(each, database.properties),
  );
  return possible.includes(type) ? possible : [type, ...possible];
}

/** A view of a type as a blueprint describes it, by the first property that it can go by. */
export function viewOf(type, name, properties) {
  const by = propertyFor(type, properties);
  return { type, name, ...(by && { [NEEDED[type][0]]: by.was }) };
}

/** Moves a part to where another of the same list stands. */
export function moveTo(list, moved, target) {
  const to = list.indexOf(target);
  list.splice(list.indexOf(moved), 1);
  list.splice(to, 0, moved);
}

/** The part before (-1) or behind (1) another of what is shown; round the end. */
export function neighbour(list, one, step) {
  const shown = list.filter(isShown);
  return shown.at((shown.indexOf(one) + step) % shown.length);
}

/**
 * What every renderer needs: the snapshot's index, the reader's language, links, and kept view
 * state.
 */

import { localDay } from "../shared/days.js";
import { bareId } from "./route.js";
import { plainText, titleText } from "./values.js";

/**
 * @param {{snapshot: object, route: object, speech: object, state: Map<string, unknown>, desk:
 *   object|null}} given `state` survives a refresh: chosen tabs, months, open toggles; `desk` makes
 *   edits, null where there is nothing to edit
 */
export function createContext({ snapshot, route, speech, state, desk = null }) {
  const index = indexSnapshot(snapshot);
  return {
    ...speech,
    snapshot,
    route,
    state,
    desk,
    today: localDay(new Date()),
    href: route.href,
    outline: createOutline(),
    learn: (more) => indexPages(index.pages, more),
    page: (id) => index.pages.get(bareId(id)) ?? null,
    database: (id) => index.databases.get(bareId(id)) ?? null,
    entryOfDataSource: (id) => index.dataSources.get(bareId(id)) ?? null,
    numberFormat: (property) => numberFormat(property, index),
  };
}

function indexSnapshot({ pages = {}, databases = {}, data_source: own }) {
  const index = { pages: new Map(), databases: new Map(), dataSources: new Map() };
  if (own) index.dataSources.set(bareId(own.id), { data_source: own, rows: [], views: [] });
  for (const [id, entry] of Object.entries(databases)) {
    index.databases.set(bareId(id), entry);
    if (entry.data_source) index.dataSources.set(bareId(entry.data_source.id), entry);
    index.pages.set(bareId(id), {
      title: plainText(entry.database?.title),
      icon: entry.database?.icon,
    });
    indexPages(index.pages, entry);
  }
  indexPages(index.pages, { pages });
  return index;
}

/** Adds rows, and what pages are called that they name. */
function indexPages(known, { rows = [], pages = {} }) {
  for (const row of rows) known.set(bareId(row.id), { title: titleText(row), icon: row.icon });
  for (const [id, page] of Object.entries(pages)) known.set(bareId(id), page);
}

const COMPUTED_FORMAT = "number_with_commas";
const SAME_UNIT = new Set(["sum", "average", "median", "min", "max", "range"]);

/** How a property's numbers are written; a rollup's as the property that it adds up. */
function numberFormat(property, index) {
  if (property.type !== "rollup") return property.number?.format ?? COMPUTED_FORMAT;
  if (property.rollup.function?.startsWith("percent_")) return "percent";
  const target = SAME_UNIT.has(property.rollup.function) ? rollupTarget(property, index) : null;
  return target?.number?.format ?? COMPUTED_FORMAT;
}

function rollupTarget({ id, name, rollup }, { dataSources }) {
  const schemas = [...dataSources.values()].map((entry) => entry.data_source.properties);
  const home = schemas.find((schema) => schema[name]?.id === id);
  const relation = home?.[rollup.relation_property_name]?.relation;
  const target = dataSources.get(bareId(relation?.data_source_id))?.data_source.properties;
  return target?.[rollup.rollup_property_name] ?? null;
}

/**
 * Heading ranks that never skip a level, whatever levels a page uses: h1 is the page's title. A
 * database's title ranks below the heading it stands under.
 */
function createOutline() {
  let last = 1;
  return {
    heading: (level) => (last = Math.min(level + 1, last + 1)),
    database: () => Math.min(last + 1, 6),
  };
}

/** A piece of state with a default, as a get/set pair; gone when the page is left. */
export function keptState(context, key, initial) {
  return {
    get: () => (context.state.has(key) ? context.state.get(key) : initial),
    set: (value) => context.state.set(key, value),
  };
}

/** The same for a text that outlives a reload, for as long as the browser's tab is open. */
export function sessionState(key, initial) {
  const name = `notionforge.${key}`;
  return {
    get: () => sessionStorage.getItem(name) ?? initial,
    set: (value) => sessionStorage.setItem(name, value),
  };
}

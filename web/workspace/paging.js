/**
 * Views of tables too long to come whole: the server filters, sorts and hands out page after page.
 * A view that places every row is drawn once all of them are there, or the most that come unasked.
 */

import { keptState } from "./context.js";
import { h } from "../shared/dom.js";
import { fetchText } from "./fetching.js";
import { keepingPlace } from "./keep.js";
import { MADE } from "./newcomers.js";
import { bareId } from "./route.js";

const MOST = 2_000; // rows that come by themselves to a view that places every row
const ROWS = "rows:"; // before a view's id, in the kept state
const PLACES_ALL = new Set(["board", "calendar", "timeline", "chart", "map"]);
const NO_ROWS = { rows: [], pages: {}, total: null, next: "" };

/**
 * @typedef {{rows: object[], pages: object, total: number|null, next: string|null, mark: string}}
 *   Held what a view has fetched so far; `next` is "" before its first page, null after its last
 */

/**
 * @param {object} view
 * @param {object} entry a database of the snapshot with `first`, which says that it is not whole
 * @param {object} context
 * @param {(rows: object[], total: number) => Node} draw
 * @param {boolean} [all] whether every row is needed, as for a search
 * @returns {HTMLElement} a box that fills itself
 */
export function renderPaged(view, entry, context, draw, all = false) {
  const kept = keptState(context, `${ROWS}${view.id}`, null);
  const before = kept.get();
  const start = before?.mark === markOf(entry) ? before : firstPage(view, entry);
  const least = Math.max(before?.rows.length ?? 0, 1);
  const wanted = rowsWanted(view, all ? Math.max(least, MOST) : least);
  const box = h("div", { class: "paged-view" });
  const show = (held) => {
    context.learn(held);
    const whole = !wanted || isFull(held, Infinity);
    const more = whole ? "" : moreBar(view, held, context, () => fill(held, held.rows.length + 1));
    keepingPlace(box, () => box.replaceChildren(draw(held.rows, held.total), more));
  };
  const fill = (from, least) => fillUp(box, { view, entry, context, kept, show }, from, least);
  if (isFull(start, wanted)) {
    kept.set(start);
    show(start);
  } else {
    // What was there before stays until what is there now has come.
    if (before) show(before);
    fill(start, wanted);
  }
  return box;
}

/** The state of a table, so that a refresh tells whether what was fetched still holds. */
function markOf({ first }) {
  return `${first.total} ${first.last_edited_time}`;
}

function firstPage(view, entry) {
  const { first, rows } = entry;
  const mark = markOf(entry);
  if (bareId(first.view_id) !== bareId(view.data_source_id ? view.id : null))
    return { ...NO_ROWS, mark };
  return { rows, pages: {}, total: first.total, next: first.next_cursor, mark };
}

/** How many rows a view has to have before it is drawn; nobody waits for all of 50,000. */
export function rowsWanted({ type, configuration }, least) {
  if (type === "form") return 0;
  const placesAll = PLACES_ALL.has(type) || configuration?.group_by;
  return placesAll ? Math.max(least, MOST) : least;
}

function isFull({ rows, next }, wanted) {
  return next === null || rows.length >= wanted;
}

/** Fetches pages until there are enough rows, shows them, and stops once nobody looks any more. */
async function fillUp(box, given, from, least) {
  const { view, entry, context, kept, show } = given;
  let held = from;
  const bar = h("p", { class: "more-bar", role: "status" });
  box.querySelector(".more-bar")?.remove();
  box.append(bar);
  try {
    while (!isFull(held, least)) {
      bar.textContent = context.t("loadingRows", { n: held.rows.length, total: held.total ?? "…" });
      held = joined(held, await fetchPage(view, entry, context, held.next));
      if (!box.isConnected) return;
    }
    kept.set(held);
    show(held);
  } catch {
    const again = () => fillUp(box, given, { ...NO_ROWS, mark: held.mark }, least);
    bar.replaceChildren(`${context.t("failed")} `, button(context.t("retry"), again));
  }
}

async function fetchPage(view, entry, context, cursor) {
  return JSON.parse(await fetchText(context.route.rowsHref(entry.database.id, view.id, cursor)));
}

/** Puts rows as an edit left them in the place of those that were fetched before it. */
export function replaceRows(state, pages) {
  const edited = new Map(pages.map((page) => [page.id, page]));
  for (const [key, held] of state) {
    if (!key.startsWith(ROWS) && !key.startsWith(MADE)) continue;
    state.set(key, { ...held, rows: held.rows.map((row) => edited.get(row.id) ?? row) });
  }
}

/** What was held with one more page. */
export function joined(held, page) {
  return {
    ...held,
    rows: [...held.rows, ...page.rows],
    pages: { ...held.pages, ...page.pages },
    total: page.total,
    next: page.next_cursor,
  };
}

function moreBar(view, { rows, total }, context, load) {
  const more = button(context.t("loadMore"), load, `more-${view.id}`);
  const count = h("span", {}, context.t("shownOf", { n: rows.length, total }));
  return h("p", { class: "more-bar" }, more, count);
}

function button(label, act, id = null) {
  return h("button", { type: "button", class: "quiet-button", id, on: { click: act } }, label);
}

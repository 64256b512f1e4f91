/**
 * Rows that were made in a view whose filter hides them: they stand there nevertheless, as in
 * Notion, until the view is asked for something else or the page is left.
 */

import { keptState } from "./context.js";

export const MADE = "made:"; // before a view's id, in the kept state
const KEPT = 100; // of a view; the first ones go first

/** Notes a row that was made in a view. */
export function noteMade(row, view, context) {
  const kept = keptState(context, MADE + view.id, null);
  const rows = [...madeIn(view, context), row].slice(-KEPT);
  kept.set({ filter: filterOf(view), rows });
}

/** The rows that were made in a view under the filter that it has now, and are not deleted. */
export function madeIn(view, context) {
  const held = keptState(context, MADE + view.id, null).get();
  return held?.filter === filterOf(view) ? held.rows.filter((row) => !row.in_trash) : [];
}

function filterOf({ filter }) {
  return JSON.stringify(filter ?? null);
}

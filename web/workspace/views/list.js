/** The list view. */

import { h } from "../dom.js";
import { cardProperties, cardValues, emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderList({ view, schema, rows, context }) {
  if (!rows.length) return emptyView(context);
  const properties = cardProperties(view, schema);
  const items = rows.map((row) =>
    h("li", { "data-block": row.id }, rowLink(row, context), cardValues(row, properties, context)),
  );
  return h("ul", { class: "list-view" }, items);
}

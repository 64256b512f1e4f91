/** The list view. */

import { fragment, h } from "../../shared/dom.js";
import { newRowButton, rowMenuButton } from "../editing/rows.js";
import { fillList } from "../windowing.js";
import { cardProperties, cardValues, emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderList(given) {
  const { view, schema, rows, context } = given;
  if (!rows.length) return fragment(emptyView(context), newRowButton(given));
  const properties = cardProperties(view, schema);
  const draw = (row) =>
    h(
      "li",
      { "data-block": row.id },
      rowLink(row, context),
      cardValues(row, properties, context),
      rowMenuButton(row, given),
    );
  const items = fillList(h("ul", { class: "list-view" }), rows, { draw, key: view.id, context });
  return fragment(items, newRowButton(given));
}

/** The list view. */

import { fragment, h } from "../../shared/dom.js";
import { newRowButton, rowMenuButton } from "../editing/rows.js";
import { cardProperties, cardValues, emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderList(given) {
  const { view, schema, rows, context } = given;
  if (!rows.length) return fragment(emptyView(context), newRowButton(given));
  const properties = cardProperties(view, schema);
  const items = rows.map((row) =>
    h(
      "li",
      { "data-block": row.id },
      rowLink(row, context),
      cardValues(row, properties, context),
      rowMenuButton(row, given),
    ),
  );
  return fragment(h("ul", { class: "list-view" }, items), newRowButton(given));
}

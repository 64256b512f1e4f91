/** The board view: a column per group. */

import { h } from "../dom.js";
import { groupRows } from "../group.js";
import { findProperty } from "../values.js";
import { cardProperties, cardValues, groupLabel, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderBoard({ view, schema, rows, context }) {
  const groupBy = view.configuration?.group_by ?? defaultGroup(schema);
  const property = findProperty(schema, groupBy?.property_id);
  const properties = cardProperties(view, schema, [groupBy?.property_id]);
  const columns = groupRows(rows, schema, groupBy).map((group) =>
    column(group, property, properties, context),
  );
  const board = h("div", { class: "board" }, columns);
  return h(
    "div",
    {
      class: "scroller",
      tabindex: "0",
      role: "group",
      "aria-label": view.name,
      "data-keep": view.id,
    },
    board,
  );
}

function defaultGroup(schema) {
  const property = Object.values(schema).find(({ type }) => type === "status" || type === "select");
  return property && { property_id: property.id, type: property.type };
}

function column(group, property, properties, context) {
  const count = h("span", { class: "count" }, String(group.rows.length));
  const label = h("div", { class: "board-label" }, groupLabel(group, property, context), count);
  const cards = group.rows.map((row) =>
    h("li", { "data-block": row.id }, card(row, properties, context)),
  );
  return h(
    "section",
    { class: "board-column", "data-color": group.color ?? "default" },
    label,
    h("ul", {}, cards),
  );
}

function card(row, properties, context) {
  return h(
    "article",
    { class: "card" },
    rowLink(row, context, "card-link"),
    cardValues(row, properties, context),
  );
}

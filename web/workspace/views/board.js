/** The board view: a column per group. */

import { h } from "../../shared/dom.js";
import { save } from "../editing/cells.js";
import { draggable, dropTarget } from "../editing/dragging.js";
import { groupValue } from "../editing/payload.js";
import { cardMoves, newRowButton, rowMenuButton } from "../editing/rows.js";
import { groupRows } from "../group.js";
import { findProperty } from "../values.js";
import { fillList } from "../windowing.js";
import { cardProperties, cardValues, groupLabel, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderBoard(given) {
  const { view, schema, rows, context } = given;
  const groupBy = view.configuration?.group_by ?? defaultGroup(schema);
  const property = findProperty(schema, groupBy?.property_id);
  const properties = cardProperties(view, schema, [groupBy?.property_id]);
  const columns = groupRows(rows, schema, groupBy).map((group) =>
    column({ ...group, property }, properties, { ...given, groupBy, property }),
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

function column(group, properties, given) {
  const { context, rows, property } = given;
  const count = h("span", { class: "count" }, String(group.rows.length));
  const label = h("div", { class: "board-label" }, groupLabel(group, property, context), count);
  const cards = fillList(h("ul"), group.rows, {
    draw: (row) => h("li", { "data-block": row.id }, card(row, properties, given)),
    key: `${given.view.id}:${group.kind}:${group.key}`,
    context,
  });
  const made = h(
    "section",
    { class: "board-column", "data-color": group.color ?? "default" },
    label,
    cards,
    newRowButton(given, group),
  );
  return takesCards(made, group, rows, context);
}

/** Lets cards be dropped on a column, which gives them its value. */
function takesCards(made, group, rows, context) {
  const value = context.desk && groupValue(group);
  if (value === undefined || value === null) return made;
  return dropTarget(
    made,
    rows,
    (row) => group.rows.includes(row) || save(row, group.property, value, context),
  );
}

function card(row, properties, given) {
  const { context } = given;
  const made = h(
    "article",
    { class: "card" },
    rowLink(row, context, "card-link"),
    rowMenuButton(row, { ...given, moves: cardMoves(given) }),
    cardValues(row, properties, context),
  );
  return draggable(made, row, context);
}

/** The table view. */

import { h } from "../../shared/dom.js";
import { gridCell, walkable } from "../editing/cells.js";
import { askNew, columnHead } from "../editing/columns.js";
import { newRowButton, rowMenuButton } from "../editing/rows.js";
import { figureFoot } from "../editing/sums.js";
import { groupRows } from "../group.js";
import { lineIcon } from "../../shared/icons.js";
import { renderValue } from "../properties.js";
import { findProperty } from "../values.js";
import { fillList } from "../windowing.js";
import { emptyView, groupLabel, rowLink, tableProperties, viewName } from "./common.js";

const NUMERIC = new Set(["number"]);

/** @param {import("./common.js").ViewInput} input */
export function renderTable(given) {
  const { view, schema, rows, total, context } = given;
  const properties = tableProperties(view, schema);
  const head = h(
    "thead",
    {},
    h(
      "tr",
      {},
      properties.map((property) => headerCell(property, given)),
      newColumn(given),
    ),
  );
  const bodies = tableBodies(given, properties);
  const table = h(
    "table",
    {
      class: ["data-table", view.configuration?.wrap_cells && "wrapped"],
      role: context.desk && "grid",
      "aria-label": context.desk && viewName(view, context),
      "aria-rowcount": context.desk && !view.configuration?.group_by && rows.length + 1,
    },
    head,
    bodies,
    foot(properties, given),
  );
  if (context.desk) walkable(table);
  table.addEventListener("drawn", () => keepWidths(head));
  const scroller = h(
    "div",
    {
      class: "scroller",
      tabindex: "0",
      role: "group",
      "aria-label": view.name,
      "data-keep": view.id,
    },
    table,
  );
  const count = context.t(view.filter ? "totalFiltered" : "total", { n: total });
  const footer = h("p", { class: "view-footer" }, count);
  return h(
    "div",
    { class: "table-view" },
    scroller,
    newRowButton(given),
    rows.length ? footer : emptyView(context),
  );
}

/** Columns grow with what is drawn, and do not shrink when it goes, so that scrolling moves nothing. */
function keepWidths(head) {
  const cells = [...head.querySelectorAll("th")];
  const widths = cells.map((cell) => cell.offsetWidth);
  cells.forEach((cell, index) => cell.style.setProperty("min-width", `${widths[index]}px`));
}

/** The figures below the columns, where all rows are there to be reckoned. */
function foot(properties, given) {
  const { rows, total } = given;
  if (!rows.length || rows.length !== total) return null;
  const redraw = () => made.replaceWith((made = figureFoot(properties, given, redraw)));
  let made = figureFoot(properties, given, redraw);
  return made;
}

function headerCell(property, given) {
  const label = h(
    "span",
    { class: "column-label" },
    lineIcon(property.type),
    h("span", {}, property.name),
  );
  const head = given.view.object === "view" ? columnHead(label, property, given) : label;
  return h("th", { scope: "col", "data-type": property.type }, head);
}

/** The button that adds a column, where there are more to come. */
function newColumn(given) {
  const { view, context } = given;
  if (!context.desk || view.object !== "view") return null;
  const label = context.t("newProperty");
  const button = h(
    "button",
    { type: "button", class: "quiet-button", id: `add-${view.id}`, "aria-label": label },
    lineIcon("plus"),
  );
  button.addEventListener("click", () => askNew(button, given));
  return h("td", { class: "new-column" }, button);
}

function tableBodies(given, properties) {
  const { view, schema, rows, context } = given;
  const groupBy = view.configuration?.group_by;
  const fill = (body, group, key) =>
    fillList(body, group, {
      draw: (row, index) => bodyRow(row, properties, given, groupBy ? null : index),
      key: `${view.id}:${key}`,
      context,
    });
  if (!groupBy) return fill(h("tbody"), rows, "");
  const property = findProperty(schema, groupBy.property_id);
  return groupRows(rows, schema, groupBy).map((group) => {
    const label = [
      groupLabel(group, property, context),
      h("span", { class: "count" }, String(group.rows.length)),
    ];
    const header = h(
      "tr",
      { class: "group-row" },
      h("th", { colspan: properties.length, scope: "rowgroup" }, label),
    );
    return fill(h("tbody", {}, header), group.rows, group.key);
  });
}

function bodyRow(row, properties, given, index) {
  const { view, context } = given;
  const cells = properties.map((property) =>
    gridCell(bodyCell(row, property, given), row, property, view, context),
  );
  // As a stretch of the rows may be all that is drawn, each says which one it is; the head is 1.
  const place = context.desk && index !== null ? index + 2 : null;
  return h("tr", { "data-block": row.id, "aria-rowindex": place }, cells);
}

function bodyCell(row, property, given) {
  const { context } = given;
  if (property.type === "title")
    return h("th", { scope: "row" }, rowLink(row, context), rowMenuButton(row, given));
  const value = renderValue(row.properties?.[property.name], property, context);
  return h(
    "td",
    { class: NUMERIC.has(property.type) ? "numeric" : null, "data-type": property.type },
    value,
  );
}

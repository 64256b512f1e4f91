/** The table view. */

import { h } from "../dom.js";
import { groupRows } from "../group.js";
import { lineIcon } from "../icons.js";
import { renderValue } from "../properties.js";
import { findProperty } from "../values.js";
import { emptyView, groupLabel, rowLink, tableProperties } from "./common.js";

const NUMERIC = new Set(["number"]);

/** @param {import("./common.js").ViewInput} input */
export function renderTable({ view, schema, rows, total, context }) {
  const properties = tableProperties(view, schema);
  const head = h("thead", {}, h("tr", {}, properties.map(headerCell)));
  const bodies = tableBodies(view, schema, rows, properties, context);
  const table = h(
    "table",
    { class: ["data-table", view.configuration?.wrap_cells && "wrapped"] },
    head,
    bodies,
  );
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
  const footer = h("p", { class: "view-footer" }, context.t("total", { n: total }));
  return h("div", { class: "table-view" }, scroller, rows.length ? footer : emptyView(context));
}

function headerCell(property) {
  const label = h(
    "span",
    { class: "column-label" },
    lineIcon(property.type),
    h("span", {}, property.name),
  );
  return h("th", { scope: "col", "data-type": property.type }, label);
}

function tableBodies(view, schema, rows, properties, context) {
  const groupBy = view.configuration?.group_by;
  if (!groupBy)
    return h(
      "tbody",
      {},
      rows.map((row) => bodyRow(row, properties, context)),
    );
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
    return h(
      "tbody",
      {},
      header,
      group.rows.map((row) => bodyRow(row, properties, context)),
    );
  });
}

function bodyRow(row, properties, context) {
  const cells = properties.map((property) => {
    if (property.type === "title") return h("th", { scope: "row" }, rowLink(row, context));
    const value = renderValue(row.properties?.[property.name], property, context);
    return h(
      "td",
      { class: NUMERIC.has(property.type) ? "numeric" : null, "data-type": property.type },
      value,
    );
  });
  return h("tr", { "data-block": row.id }, cells);
}

/** The dashboard view: rows of widgets, each a view of its own. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { bareId } from "../route.js";
import { emptyView } from "./common.js";

/**
 * @param {object} view
 * @param {object} entry the database with its `views`, and its dashboards' `widgets` where they are
 *   listed apart
 * @param {object} context
 * @param {(view: object) => Node} renderWidget
 */
export function renderDashboard(view, entry, context, renderWidget) {
  const views = [...entry.views, ...(entry.widgets ?? [])];
  const rows = arranged(view.configuration?.rows ?? [], view, views);
  const found = rows.map((row) => widgetRow(row, views, renderWidget)).filter(Boolean);
  return found.length ? h("div", { class: "dashboard" }, found) : emptyView(context);
}

/** The rows as laid out; where nobody has laid them out, one that flows. */
function arranged(rows, view, views) {
  const widgets = rows.flatMap((row) => row.widgets ?? []);
  const untouched = widgets.length === rows.length && widgets.every(({ width }) => !width);
  if (!untouched) return rows;
  const own = views.filter((other) => bareId(other.dashboard_view_id) === bareId(view.id));
  return [{ widgets: widgets.length ? widgets : own.map((other) => ({ view_id: other.id })) }];
}

function widgetRow({ widgets = [] }, views, renderWidget) {
  const shown = widgets.map((place) => widget(place, views, renderWidget)).filter(Boolean);
  return shown.length ? h("div", { class: "dashboard-row" }, shown) : null;
}

function widget(place, views, renderWidget) {
  const view = views.find((other) => bareId(other.id) === bareId(place.view_id));
  if (!view) return null;
  const title = h("p", { class: "widget-title" }, lineIcon(view.type), h("span", {}, view.name));
  const kind = view.configuration?.chart_type ?? view.type;
  const style = { "--grow": String(place.width ?? 1) };
  const attributes = { class: "widget", "data-kind": kind, style, "aria-label": view.name };
  return h("section", attributes, title, renderWidget(view));
}

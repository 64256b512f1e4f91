/**
 * A database: its title, its view tabs, and the chosen view with the view's filter and sorts
 * applied.
 */

import { h } from "../shared/dom.js";
import { isSearched, searched, viewTools } from "./editing/tools.js";
import { viewButtons } from "./editing/viewtabs.js";
import { hides, sortRows } from "./filter.js";
import { lineIcon, pageIcon } from "../shared/icons.js";
import { madeIn } from "./newcomers.js";
import { renderPaged } from "./paging.js";
import { pageLink, richText } from "./richtext.js";
import { bareId } from "./route.js";
import { createTabs } from "./tabs.js";
import { renderBoard } from "./views/board.js";
import { renderCalendar } from "./views/calendar.js";
import { renderChart } from "./views/chart.js";
import { emptyView, viewName } from "./views/common.js";
import { renderDashboard } from "./views/dashboard.js";
import { renderForm } from "./views/form.js";
import { renderGallery } from "./views/gallery.js";
import { renderList } from "./views/list.js";
import { renderMap } from "./views/map.js";
import { renderTable } from "./views/table.js";
import { renderTimeline } from "./views/timeline.js";

const VIEWS = {
  table: renderTable,
  board: renderBoard,
  list: renderList,
  calendar: renderCalendar,
  timeline: renderTimeline,
  gallery: renderGallery,
  form: renderForm,
  chart: renderChart,
  map: renderMap,
};

/**
 * A child database within a page: inline, or a row that leads to it where it is a page of its own.
 */
export function renderChildDatabase(block, context) {
  const entry = context.database(block.id);
  if (entry && !isFullPage(entry)) return renderDatabase(block.id, context);
  return h(
    "div",
    { class: "page-row" },
    pageLink(block.id, context, block.child_database?.title, "database"),
  );
}

/** Linked databases, which own no data source, show their views in place whatever `is_inline` says. */
function isFullPage({ database, data_source: source }) {
  const own = bareId(source?.parent?.database_id) === bareId(database.id);
  return database.is_inline === false && own;
}

/**
 * A database of the snapshot with its views.
 * @param {{titled?: boolean}} [options] a database that is the page itself has its title above
 *   already
 */
export function renderDatabase(id, context, { titled = true } = {}) {
  const entry = context.database(id);
  const section = h(
    "section",
    { class: "database" },
    titled ? databaseTitle(entry, context) : null,
  );
  const description = entry.database.description;
  if (titled && description?.length) {
    section.append(h("p", { class: "database-description rich" }, richText(description, context)));
  }
  section.append(viewTabs(id, entry, context));
  return section;
}

function databaseTitle(entry, context) {
  const { database } = entry;
  const runs = database.title?.length ? database.title : linkedTitle(entry, context);
  const words = runs?.length ? richText(runs, context) : context.t("untitled");
  const link = h(
    "a",
    { href: context.href(database.id) },
    pageIcon(database.icon, "database"),
    h("span", {}, words),
  );
  return h(`h${context.outline.database()}`, { class: "database-title" }, link);
}

/** A linked database without a title goes by that of the database it shows. */
function linkedTitle({ views = [] }, context) {
  return context.entryOfDataSource(views[0]?.data_source_id)?.database?.title;
}

function viewTabs(id, entry, context) {
  const views = ownViews(entry);
  const shown = views.length ? views : [{ id: `${id}-table`, type: "table", name: "" }];
  const buttons = (index) => viewButtons(shown[index], entry, context);
  if (shown.length === 1 && !shown[0].name && !context.desk)
    return renderView(shown[0], entry, context);
  const items = shown.map((view) => ({
    id: view.id,
    label: [lineIcon(view.type), h("span", {}, viewName(view, context))],
    render: () => renderView(view, entry, context),
  }));
  return createTabs(items, `views:${id}`, context.t("views"), buttons);
}

/** The views that are tabs: all but the widgets of dashboards. */
function ownViews({ views = [] }) {
  const rows = views.flatMap((view) => view.configuration?.rows ?? []);
  const widgets = new Set(
    rows.flatMap((row) => row.widgets ?? []).map((widget) => bareId(widget.view_id)),
  );
  return views.filter((view) => !view.dashboard_view_id && !widgets.has(bareId(view.id)));
}

function renderView(view, entry, context) {
  if (view.type === "dashboard") {
    return renderDashboard(view, entry, context, (widget) => renderRows(widget, entry, context));
  }
  const source = sourceOf(view, entry, context);
  const schema = source?.data_source?.properties ?? {};
  const box = h("div", { class: "view" }, renderRows(view, entry, context));
  const redraw = () => box.replaceChildren(renderRows(view, entry, context));
  const tools = source && viewTools({ view, entry: source, schema, context }, redraw);
  return tools ? h("div", {}, tools, box) : box;
}

/** The rows of a view as it shows them, without what stands above them. */
function renderRows(view, entry, context) {
  const source = sourceOf(view, entry, context);
  if (!source) return emptyView(context);
  const schema = source.data_source?.properties ?? {};
  const draw = (rows, total) => {
    const found = searched(rows, view, context);
    const count = found === rows ? total : found.length;
    const given = { view, entry: source, schema, rows: found, total: count, context };
    return (VIEWS[view.type] ?? renderTable)(given);
  };
  const made = madeIn(view, context);
  const isMade = ({ id }) => made.some((row) => row.id === id);
  if (source.first) {
    const withMade = (rows, total) => {
      const beyond = made.filter(({ id }) => !rows.some((row) => row.id === id));
      return draw([...rows, ...beyond.filter((row) => hides(view, row, schema, context))], total);
    };
    return renderPaged(view, source, context, withMade, isSearched(view, context));
  }
  const kept = source.rows.filter((row) => !hides(view, row, schema, context) || isMade(row));
  return draw(sortRows(kept, view.sorts, schema), kept.length);
}

/** The entry whose rows a view shows: of its own database, or of another one on the page. */
function sourceOf(view, entry, context) {
  if (!view.data_source_id) return entry;
  const own = bareId(entry.data_source?.id) === bareId(view.data_source_id);
  return own ? entry : context.entryOfDataSource(view.data_source_id);
}

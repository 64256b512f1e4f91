/** The views of a database: made, renamed, copied and deleted beside their tabs. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { viewName } from "../views/common.js";
import { askText } from "./asking.js";
import { openMenu } from "./popover.js";
import { bare } from "./viewing.js";

const GROUPING = ["status", "select", "checkbox"];

/** What a view of each kind begins with; null where the database has nothing to begin it with. */
const BEGINNINGS = {
  table: () => ({}),
  board: (schema) => grouped(first(schema, GROUPING)),
  list: () => ({}),
  gallery: () => ({}),
  calendar: (schema) => dated(first(schema, ["date"])),
  timeline: (schema) => dated(first(schema, ["date"])),
  form: () => ({}),
  chart: (schema) => charted(first(schema, GROUPING)),
};

function first(schema, types) {
  const found = types.map((type) => Object.values(schema).find((one) => one.type === type));
  return found.find(Boolean);
}

function grouped(property) {
  return property && { group_by: groupOf(property) };
}

function dated(property) {
  return property && { date_property_id: property.id };
}

function charted(property) {
  return (
    property && { chart_type: "column", x_axis: groupOf(property), y_axis: { aggregator: "count" } }
  );
}

/** Rows put together by the options of a property, as Notion's API says it. */
export function groupOf({ type, id }) {
  const by = { type, property_id: id, sort: { type: "manual" } };
  return type === "status" ? { ...by, group_by: "option" } : by;
}

/** The kinds of views that a schema has something for, with what each begins with; pure. */
export function beginnings(schema) {
  const found = Object.entries(BEGINNINGS).map(([kind, begin]) => [kind, begin(schema)]);
  return found.filter(([, configuration]) => configuration);
}

/** The buttons beside the tabs of a database: what may be done to the shown view, and another one. */
export function viewButtons(view, entry, context) {
  if (!context.desk || !entry.data_source) return [];
  const menu = button(
    "more",
    `view-menu-${view.id}`,
    context.t("viewMenu", { name: viewName(view, context) }),
  );
  menu.addEventListener("click", () =>
    openMenu(menu, viewItems(menu, view, entry, context), context.t("views")),
  );
  const add = button("plus", `view-add-${entry.database.id}`, context.t("newView"));
  add.addEventListener("click", () => openMenu(add, kinds(entry, context), context.t("newView")));
  return view.object === "view" ? [menu, add] : [add];
}

function button(icon, id, label) {
  return h(
    "button",
    {
      type: "button",
      class: "quiet-button",
      id,
      "aria-label": label,
      title: label,
      "aria-haspopup": "menu",
    },
    lineIcon(icon),
  );
}

function kinds(entry, context) {
  return beginnings(entry.data_source.properties).map(([type, settings]) => {
    const name = context.t(`view_${type}`);
    const configuration = { type, ...settings };
    return {
      label: name,
      icon: lineIcon(type),
      act: () => make({ name, type, configuration }, entry, context),
    };
  });
}

/** Makes a view, and shows it. */
async function make(view, entry, { desk, t }) {
  const home = { database_id: entry.database.id, data_source_id: entry.data_source.id };
  const made = await desk.edit(
    [{ method: "POST", path: "views", body: { ...home, ...view } }],
    ([{ id }]) => [{ method: "DELETE", path: `views/${id}` }],
    { told: t("viewMade", { name: view.name }) },
  );
  if (made) document.getElementById(`tab-views:${entry.database.id}-${made[0].id}`)?.click();
}

function viewItems(anchor, view, entry, context) {
  const { t, desk } = context;
  const tabs = entry.views.filter((one) => !one.dashboard_view_id);
  const rename = (name) => ({ method: "PATCH", path: `views/${view.id}`, body: { name } });
  return [
    {
      label: t("rename"),
      icon: lineIcon("pencil"),
      act: () =>
        askText(anchor, {
          label: t("rename"),
          value: viewName(view, context),
          done: (name) => desk.edit([rename(name)], () => [rename(view.name)]),
        }),
    },
    ...(view.type === "dashboard" ? [] : [copyItem(view, entry, context)]),
    ...(tabs.length > 1 && view.type !== "dashboard" ? [removeItem(view, entry, context)] : []),
  ];
}

function copyItem(view, entry, context) {
  const { t } = context;
  const name = t("copyOf", { name: viewName(view, context) });
  return {
    label: t("duplicate"),
    icon: lineIcon("copy"),
    act: () => make({ ...settingsOf(view), name }, entry, context),
  };
}

function removeItem(view, entry, { desk, t }) {
  const home = { database_id: entry.database.id, data_source_id: view.data_source_id };
  const before = entry.views[entry.views.findIndex(({ id }) => id === view.id) - 1];
  const position = before ? { type: "after_view", view_id: before.id } : { type: "start" };
  const again = { method: "POST", path: "views", body: { ...home, ...settingsOf(view), position } };
  const act = () =>
    desk.edit([{ method: "DELETE", path: `views/${view.id}` }], () => [again], {
      told: t("removed"),
      once: true,
    });
  return { label: t("remove"), icon: lineIcon("trash"), danger: true, act };
}

function settingsOf({ name, type, filter, sorts, configuration }) {
  return {
    name,
    type,
    ...(filter ? { filter } : {}),
    ...(sorts?.length ? { sorts } : {}),
    configuration: bare(configuration ?? { type }),
  };
}

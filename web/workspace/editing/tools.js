/** What stands above a view: search, filter, order and group, kept in the view as in Notion. */

import { keptState } from "../context.js";
import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { findProperty, holdsWords, textOf, unwrap } from "../values.js";
import { propertiesButton } from "./columns.js";
import { filterButton, filterChips } from "./filters.js";
import { openMenu } from "./popover.js";
import { sortButton, sortChips } from "./sorts.js";
import { bare, setView, toolButton } from "./viewing.js";
import { groupOf } from "./viewtabs.js";

const GROUPS = new Set(["select", "status", "checkbox", "multi_select"]);
const GROUPED = new Set(["table", "board"]);

/**
 * @param {import("../views/common.js").ViewInput} given
 * @param {() => void} redraw draws the view anew, as the search asks
 */
export function viewTools(given, redraw) {
  const { view, schema, context } = given;
  if (!context.desk || view.type === "form" || view.type === "chart") return null;
  const properties = Object.keys(schema).map((name) => ({ ...schema[name], name }));
  const own =
    view.object === "view" ? [filterButton, sortButton, groupButton, propertiesButton] : [];
  const buttons = own.map((make) => make(given, properties));
  const chips = own.length ? [...sortChips(given), ...filterChips(given)] : [];
  return h(
    "div",
    { class: "view-tools" },
    chips.length ? h("ul", { class: "filter-chips" }, chips) : null,
    h("div", { class: "tool-buttons" }, buttons, searchBox(given, redraw)),
  );
}

/** The rows that hold every word searched for, in any of their values. */
export function searched(rows, view, context) {
  const words = wanted(view, context).get();
  if (!words.trim()) return rows;
  const told = (row) =>
    Object.values(row.properties ?? {}).map((value) => shownText(value, context));
  return rows.filter((row) => holdsWords(told(row).join("\n"), words));
}

/** A value as it is read: links by the names of their pages. */
function shownText(value, context) {
  const plain = unwrap(value);
  if (plain?.type === "array")
    return plain.array.map((part) => shownText(part, context)).join("\n");
  if (plain?.type !== "relation") return textOf(plain);
  return (plain.relation ?? []).map(({ id }) => context.page(id)?.title ?? "").join("\n");
}

/** Whether a view is being searched, so that all of its rows are needed. */
export function isSearched(view, context) {
  return wanted(view, context).get().trim() !== "";
}

function wanted(view, context) {
  return keptState(context, `search:${view.id}`, "");
}

function searchBox({ view, context }, redraw) {
  const kept = wanted(view, context);
  const label = context.t("search");
  const box = h("input", {
    type: "search",
    id: `search-${view.id}`,
    "aria-label": label,
    placeholder: label,
  });
  box.value = kept.get();
  box.addEventListener("input", () => {
    kept.set(box.value);
    redraw();
  });
  return h("label", { class: "search-box" }, lineIcon("search"), box);
}

function groupButton(given, properties) {
  const { view, context } = given;
  if (!GROUPED.has(view.type)) return null;
  const now = view.configuration?.group_by;
  const set = (group_by) =>
    setView(given, { configuration: { ...bare(view.configuration), group_by } });
  const items = properties
    .filter(({ type }) => GROUPS.has(type))
    .map((property) => ({
      label: property.name,
      icon: lineIcon(property.type),
      chosen: findProperty({ [property.name]: property }, now?.property_id) !== null,
      act: () => set(groupOf(property)),
    }));
  if (!items.length) return null;
  const none = { label: context.t("noSort"), chosen: !now, act: () => set(null) };
  const all = view.type === "board" ? items : [{ ...none, label: context.t("noGroup") }, ...items];
  return toolButton(
    "group",
    "board",
    view.type === "table" && now,
    (button) => openMenu(button, all, context.t("group")),
    given,
  );
}

/** The order of a view: by one property, then by others. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { findProperty } from "../values.js";
import { openMenu } from "./popover.js";
import { setView, toolButton } from "./viewing.js";

/** The button that adds an order behind those that are there, or turns one around. */
export function sortButton(given, properties) {
  const { view, context } = given;
  const sorts = view.sorts ?? [];
  const none = {
    label: context.t("noSort"),
    chosen: !sorts.length,
    act: () => setView(given, { sorts: null }),
  };
  const pick = (button) =>
    openMenu(
      button,
      [none, ...properties.map((property) => sortItem(property, sorts, given))],
      context.t("sort"),
    );
  return toolButton("sort", "sort", sorts.length, pick, given);
}

function sortItem(property, sorts, given) {
  const found = sorts.find((sort) => isOf(sort, property));
  return {
    label: property.name + (found ? ` ${arrow(found)}` : ""),
    icon: lineIcon(property.type),
    chosen: Boolean(found),
    many: true,
    act: () => sortBy(given, property, found && turned(found)),
  };
}

/** Sorts by a property behind the others, or as `sort` says in its place among them. */
export function sortBy(given, property, sort) {
  const made = sort ?? { property: property.id, direction: "ascending" };
  const sorts = given.view.sorts ?? [];
  const there = sorts.some((one) => isOf(one, property));
  const now = there ? sorts.map((one) => (isOf(one, property) ? made : one)) : [...sorts, made];
  return setView(given, { sorts: now });
}

/** The orders of a view, the first one first: pressed, an order turns around. */
export function sortChips(given) {
  const sorts = given.view.sorts ?? [];
  return sorts.map((sort) => h("li", {}, sortChip(sort, sorts, given)));
}

function sortChip(sort, sorts, given) {
  const { schema, context } = given;
  const name = findProperty(schema, sort.property)?.name ?? sort.property ?? sort.timestamp;
  const set = (now) => setView(given, { sorts: now.length ? now : null });
  const turn = () => set(sorts.map((one) => (one === sort ? turned(sort) : one)));
  const remove = () => set(sorts.filter((one) => one !== sort));
  const way = context.t(sort.direction === "descending" ? "descending" : "ascending");
  return h(
    "span",
    { class: "chip filter-chip" },
    chipButton(`${name} ${arrow(sort)}`, `${name}: ${way}`, turn),
    chipButton("×", context.t("removeSort", { name }), remove),
  );
}

function chipButton(words, label, act) {
  return h(
    "button",
    { type: "button", class: "quiet-button", "aria-label": label, on: { click: act } },
    words,
  );
}

const isOf = (sort, property) =>
  findProperty({ [property.name]: property }, sort.property) !== null;
const arrow = ({ direction }) => (direction === "descending" ? "↓" : "↑");
const turned = (sort) => ({
  ...sort,
  direction: sort.direction === "descending" ? "ascending" : "descending",
});

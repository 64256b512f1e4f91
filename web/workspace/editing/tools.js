/** What stands above a view: search, filter, order and group, kept in the view as in Notion. */

import { keptState } from "../context.js";
import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { findProperty, folded, textOf } from "../values.js";
import { condition, operatorsOf, takesValue, told } from "./conditions.js";
import { readNumber, conditionsOf, joined } from "./payload.js";
import { openMenu, openSheet } from "./popover.js";

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
  const own = view.object === "view" ? [filterButton, sortButton, groupButton] : [];
  const buttons = own.map((make) => make(given, properties));
  return h(
    "div",
    { class: "view-tools" },
    own.length ? chips(given) : null,
    h("div", { class: "tool-buttons" }, buttons, searchBox(given, redraw)),
  );
}

/** The rows that hold every word searched for, in any of their values. */
export function searched(rows, view, context) {
  const words = wide(wanted(view, context).get()).split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = wide(
      Object.values(row.properties ?? {})
        .map(textOf)
        .join("\n"),
    );
    return words.every((word) => text.includes(word));
  });
}

/** Whether a view is being searched, so that all of its rows are needed. */
export function isSearched(view, context) {
  return wanted(view, context).get().trim() !== "";
}

function wanted(view, context) {
  return keptState(context, `search:${view.id}`, "");
}

/** Full-width letters are searched for as their narrow ones. */
function wide(text) {
  return folded(text.normalize("NFKC"));
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

function toolButton(name, icon, on, act, { view, context }) {
  const button = h(
    "button",
    {
      type: "button",
      class: ["quiet-button tool", on && "on"],
      id: `${name}-${view.id}`,
      "aria-haspopup": "menu",
    },
    lineIcon(icon),
    h("span", {}, context.t(name)),
  );
  button.addEventListener("click", () => act(button));
  return button;
}

/** Changes the view for everybody, as in Notion. */
function setView({ view, context }, body) {
  const call = (sent) => ({ method: "PATCH", path: `views/${view.id}`, body: sent });
  const before = Object.fromEntries(
    Object.keys(body).map((key) => [
      key,
      key === "configuration" ? bare(view.configuration) : view[key],
    ]),
  );
  return context.desk.edit([call(body)], () => [call(before)]);
}

/** A configuration as it may be sent back: names beside ids are only told. */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith("property_name"));
  return Object.fromEntries(kept.map(([key, part]) => [key, bare(part)]));
}

function sortButton(given, properties) {
  const { view, context } = given;
  const [first] = view.sorts ?? [];
  const pick = (button) =>
    openMenu(
      button,
      [
        { label: context.t("noSort"), chosen: !first, act: () => setView(given, { sorts: null }) },
        ...properties.map((property) => sortItem(button, property, first, given)),
      ],
      context.t("sort"),
    );
  return toolButton("sort", "sort", first, pick, given);
}

function sortItem(button, property, first, given) {
  const chosen = findProperty({ [property.name]: property }, first?.property) !== null;
  const direction = chosen && first.direction === "ascending" ? "descending" : "ascending";
  const arrow = chosen ? (first.direction === "ascending" ? " ↑" : " ↓") : "";
  return {
    label: property.name + arrow,
    icon: lineIcon(property.type),
    chosen,
    act: () => setView(given, { sorts: [{ property: property.name, direction }] }),
  };
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
      act: () => set(groupedBy(property)),
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

function groupedBy({ type, id }) {
  const by = { type, property_id: id, sort: { type: "manual" } };
  return type === "status" ? { ...by, group_by: "option" } : by;
}

function chips(given) {
  const { view, schema, context } = given;
  const parts = conditionsOf(view.filter);
  if (parts === null)
    return h(
      "p",
      { class: "filter-chips" },
      h("span", { class: "chip" }, context.t("manyConditions")),
    );
  if (!parts.length) return null;
  const items = parts.map((part) => h("li", {}, filterChip(part, parts, given, schema)));
  return h("ul", { class: "filter-chips" }, items);
}

function filterChip(part, parts, given, schema) {
  const { context } = given;
  const said = told(part, schema);
  const words = [
    said.property,
    said.operator ? context.t(said.operator) : "",
    valueWords(said.value, context),
  ];
  const text = words.filter(Boolean).join(" ");
  const remove = () => setView(given, { filter: joined(parts.filter((one) => one !== part)) });
  return h(
    "span",
    { class: "chip filter-chip" },
    text,
    h(
      "button",
      {
        type: "button",
        class: "quiet-button",
        "aria-label": context.t("removeFilter", { name: text }),
        on: { click: remove },
      },
      "×",
    ),
  );
}

function valueWords(value, { t }) {
  if (value === true || value === false) return t(value ? "checked" : "unchecked");
  return [value ?? ""].flat().join(", ");
}

function filterButton(given, properties) {
  const { view, context } = given;
  const parts = conditionsOf(view.filter);
  if (parts === null) return null;
  const able = properties.filter((property) => operatorsOf(property).length);
  const add = (button, property) =>
    askCondition(button, property, context, (part) =>
      setView(given, { filter: joined([...parts, part]) }),
    );
  const pick = (button) =>
    openMenu(
      button,
      able.map((property) => ({
        label: property.name,
        icon: lineIcon(property.type),
        act: () => add(button, property),
      })),
      context.t("filter"),
    );
  return toolButton("filter", "filter", parts.length, pick, given);
}

function askCondition(button, property, context, done) {
  const { t } = context;
  const operator = h(
    "select",
    { "aria-label": t("filter"), class: "edit-text" },
    operatorsOf(property).map((name) => h("option", { value: name }, t(name))),
  );
  const value = valueBox(property, context);
  const sync = () => {
    value.toggleAttribute("hidden", !takesValue(operator.value));
    value.disabled = !takesValue(operator.value);
  };
  operator.addEventListener("change", sync);
  const form = h(
    "form",
    { class: "ask-filter" },
    h("strong", {}, property.name),
    operator,
    value,
    h("button", { class: "solid-button" }, t("applyFilter")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wantedValue = takesValue(operator.value) ? valueIn(value, property) : null;
    if (wantedValue === undefined || wantedValue === "") return value.focus();
    close();
    done(condition(property, operator.value, wantedValue));
  });
  const close = openSheet(button, form, { label: t("filter") });
}

function valueBox(property, { t }) {
  const options = property[property.type]?.options;
  const attributes = { class: "edit-text", "aria-label": property.name };
  if (options)
    return h(
      "select",
      attributes,
      options.map(({ name }) => h("option", { value: name }, name)),
    );
  if (property.type === "checkbox") {
    return h(
      "select",
      attributes,
      h("option", { value: "true" }, t("checked")),
      h("option", { value: "false" }, t("unchecked")),
    );
  }
  return h("input", {
    ...attributes,
    type: property.type === "date" ? "date" : "text",
    required: true,
  });
}

function valueIn(box, property) {
  if (property.type === "checkbox") return box.value === "true";
  if (property.type === "number")
    return readNumber(box.value, property.number?.format) ?? undefined;
  return box.value.trim();
}

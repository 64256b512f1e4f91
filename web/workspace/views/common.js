/**
 * What the views of a database share: which properties to show, links to rows, cards, empty states.
 */

import { h } from "../../shared/dom.js";
import { pageIcon } from "../../shared/icons.js";
import { chip, renderValue, statusChip } from "../properties.js";
import { formatDay } from "../../shared/format.js";
import { pageLink } from "../richtext.js";
import { findProperty, isEmpty, titleText } from "../values.js";

const TELLING_TYPES = ["status", "select", "date", "people", "multi_select", "number", "checkbox"];
const CARD_PROPERTIES = 4;
const CLAMPED = 60; // characters of a name that may be more than is shown of it

/**
 * @typedef {{view: object, entry: object, schema: object, rows: object[], total: number, context:
 *   object}} ViewInput the rows to draw of the `total` that the view has
 */

function allProperties(schema) {
  const properties = Object.keys(schema).map((name) => ({ ...schema[name], name }));
  return properties.sort(
    (left, right) => Number(right.type === "title") - Number(left.type === "title"),
  );
}

function configured(view, schema) {
  const settings = view.configuration?.properties ?? [];
  return settings
    .map((setting) => ({ setting, property: findProperty(schema, setting.property_id) }))
    .filter(({ property }) => property);
}

/**
 * The columns of a table, title first: those the view shows; where it only hides some, all others.
 */
export function tableProperties(view, schema) {
  const settings = configured(view, schema);
  const shown = settings
    .filter(({ setting }) => setting.visible !== false)
    .map(({ property }) => property);
  const hidden = new Set(
    settings
      .filter(({ setting }) => setting.visible === false)
      .map(({ property }) => property.name),
  );
  const all = allProperties(schema);
  if (!shown.some((property) => property.type !== "title"))
    return all.filter(({ name }) => !hidden.has(name));
  return [
    ...all.filter(({ type }) => type === "title"),
    ...shown.filter(({ type }) => type !== "title"),
  ];
}

/**
 * The properties on a card, without the title: those the view shows, else the first few that tell
 * most.
 * @param {(string|undefined)[]} used ids that the view already shows in another way
 */
export function cardProperties(view, schema, used = []) {
  const settings = configured(view, schema);
  const shown = settings
    .filter(({ setting }) => setting.visible !== false)
    .map(({ property }) => property);
  const chosen = shown.filter(({ type }) => type !== "title");
  if (settings.length) return chosen;
  const taken = used.map((id) => findProperty(schema, id)?.name);
  return allProperties(schema)
    .filter(({ name, type }) => TELLING_TYPES.includes(type) && !taken.includes(name))
    .sort((left, right) => TELLING_TYPES.indexOf(left.type) - TELLING_TYPES.indexOf(right.type))
    .slice(0, CARD_PROPERTIES);
}

/** The link that opens a row; clicks without modifier keys open it beside the page. */
export function rowLink(row, context, className = "row-link") {
  const icon = row.icon ? pageIcon(row.icon) : null;
  const words = titleText(row) || context.t("untitled");
  const whole = words.length > CLAMPED ? words : null;
  return h(
    "a",
    { class: className, href: context.href(row.id), "data-row": row.id, title: whole },
    icon,
    h("span", {}, words),
  );
}

/** The values of a card, empty ones left out. */
export function cardValues(row, properties, context) {
  const shown = properties.filter(({ name, type }) => {
    const value = row.properties?.[name];
    return !isEmpty(value) && !(type === "checkbox" && !value.checkbox);
  });
  const items = shown.map((property) => {
    const value = renderValue(row.properties[property.name], property, context);
    const label = property.type === "checkbox" ? h("span", {}, ` ${property.name}`) : null;
    return h("li", { title: property.name }, value, label);
  });
  return items.length ? h("ul", { class: "card-values" }, items) : null;
}

export function emptyView(context) {
  return h("p", { class: "empty-view" }, context.t("emptyView"));
}

/** The label of a group of rows, as a chip, a page, a date or words. */
export function groupLabel(group, property, context) {
  if (group.kind === "empty") return h("span", { class: "no-value" }, context.t("noValue"));
  if (group.kind === "page") return pageLink(group.key, context);
  if (group.kind !== "option") return h("span", {}, groupText(group, context));
  const render = property?.type === "status" ? statusChip : chip;
  return render({ name: group.key, color: group.color });
}

const DATE_FIELDS = {
  day: { year: "numeric", month: "short", day: "numeric" },
  week: { month: "short", day: "numeric" },
  month: { year: "numeric", month: "short" },
  year: { year: "numeric" },
};

/** The label of a group in words. */
export function groupText(group, context) {
  if (group.kind === "empty") return context.t("noValue");
  if (group.kind === "date") return formatDay(group.day, context.locale, DATE_FIELDS[group.unit]);
  if (group.kind === "checkbox" || group.key === "true" || group.key === "false") {
    return context.t(group.key === "true" ? "checked" : "unchecked");
  }
  return group.kind === "page"
    ? context.page(group.key)?.title || context.t("untitled")
    : group.key;
}

/** Notion names the view that comes with a database in English, whatever the language. */
export function viewName({ name }, context) {
  return name === "Default view" ? context.t("defaultView") : name;
}

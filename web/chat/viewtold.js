/** What a view is set to, in a reader's words: its groups, sorts, conditions, columns; pure. */

const SIZES = ["cover_size", "height", "card_layout", "view_range", "zoom_level", "chart_type"];
const PAGE_COVERS = ["page_cover", "page_content"];
const MOMENT = /^(today|tomorrow|yesterday|one_(week|month)_(ago|from_now))$/;

/** The name of a view as tabs show it: the one that Notion gives by itself is in no language. */
export function viewName(name, t) {
  return name === "Default view" ? t("view.default") : name;
}

/** All that the settings of a view say, for example "Grouped by: Stage · Where: Amount ≥ 3". */
export function settingsTold(settings, before, t) {
  const told = Object.entries(settings).map(([key, value]) => setting(key, value, before?.[key], t));
  return told.filter(Boolean).join(" · ");
}

function setting(key, value, before, t) {
  const [now, was] = [value, before].map((each) => valueTold(key, each, t));
  const none = t("setting.none");
  if (!now && !was) return "";
  const moved = was && was !== now ? `${was} → ${now || none}` : now || none;
  return t("setting", { name: t(`setting.${key}`), value: moved });
}

function valueTold(key, value, t) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return t(`setting.${value}`);
  if (key === "name") return viewName(value, t);
  if (key === "filter") return condition(value, t);
  if (key === "sorts") return value.map((each) => sortTold(each, t)).join(", ");
  if (key === "y_axis") return [t(`sum.${value.aggregator}`), value.property].filter(Boolean).join(" ");
  if (key === "color_theme") return t(`color.${value}`);
  if (SIZES.includes(key) || PAGE_COVERS.includes(value)) return t(`look.${value}`);
  if (key === "widgets") return value.map((each) => each.name ?? t(`type.${each.type}`)).join(", ");
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function sortTold({ property, timestamp, direction }, t) {
  return `${property ?? t(`type.${timestamp}`)} ${t(`sort.${direction}`)}`;
}

/** A filter in Notion's words as one line; parts of parts stand in brackets. */
function condition(filter, t, inner = false) {
  for (const joint of ["and", "or"]) {
    if (filter[joint] === undefined) continue;
    const parts = filter[joint].map((part) => condition(part, t, true));
    const joined = parts.join(t(`when.${joint}`));
    return inner && parts.length > 1 ? `(${joined})` : joined;
  }
  const { property, timestamp, type: _, ...held } = filter;
  const [[kind, asked]] = Object.entries(held);
  const name = property ?? t(`type.${timestamp}`);
  return asks(name, kind, asked, t);
}

/** Computed values are asked about as what they come to: `{formula: {number: {…}}}`. */
function asks(name, kind, asked, t) {
  const [[operator, value]] = Object.entries(asked);
  if (["formula", "rollup", "any", "every", "none"].includes(kind))
    return asks(name, operator, value, t);
  if (kind === "checkbox") {
    const ticked = (operator === "equals") === value;
    return t(ticked ? "when.checked" : "when.unchecked", { name });
  }
  return t(`when.${operator}`, { name, value: wanted(value, t) });
}

function wanted(value, t) {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object" || value === true) return "";
  // A moment that moves along with the calendar is named: "today", "one_week_from_now".
  return MOMENT.test(value) ? t(`day.${value}`) : String(value);
}

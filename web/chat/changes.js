import { h } from "../shared/dom.js";
import { formatDate, formatNumber } from "../shared/format.js";
import { LOCALES } from "../shared/i18n.js";
import { settingsTold, viewName } from "./viewtold.js";

const MOST_ROWS = 5;
const LONGEST_ROW = 120; // characters
const MOMENT = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/; // a day or a time as Notion has it

/**
 * A modification in words: `{what, where, values}`, for example "Add property", "Tasks › Priority",
 * "High, Low". `action` is `verb_object` or, about the page itself, a verb alone. Pure.
 */
export function describeChange(change, context) {
  const { t } = context;
  const [verb, ...object] = change.action.split("_");
  const what = t("change.phrase", {
    verb: t(`change.verb.${verb}`),
    object: t(`change.object.${object.join("_") || change.object || "page"}`),
  });
  const part = change.property ?? (change.view && viewName(change.view, t)) ?? change.page;
  const where = [change.target, part].filter(Boolean).join(" › ");
  const values = valuesOf(change, context);
  return { what: what.charAt(0).toUpperCase() + what.slice(1), where, values };
}

function valuesOf({ type, options, colors, ...rest }, context) {
  const { t } = context;
  const rolled = [rest.relation, rest.of, rest.function && t(`sum.${rest.function}`)];
  const listed = [...optionsOf(options, colors, t), ...(rest.properties ?? [])].concat(rest.blocks ?? []);
  const named = listed.map((item) => item.name ?? item.text ?? typeName(item.type, t) ?? item);
  const rows = Array.isArray(rest.rows) ? rest.rows.map((one) => row(one, context)) : [];
  const parts = [typeName(type, t), moved({ type, ...rest }, context), rolled.filter(Boolean).join(" › ")];
  const look = [formatTold(rest.format, context), rest.color && t(`color.${rest.color}`)];
  const along = (rest.along ?? []).map(lostPart).join(", ");
  const all = [...parts, rest.expression, rest.two_way, ...look, named.join(", "), some(rows), along];
  return all.filter(Boolean).join(" · ");
}

/** What something was and what it becomes. */
function moved({ action, type, view, from, to }, context) {
  if (view && to) return settingsTold(to, from, context.t);
  const told = teller(action, type, context);
  return [from, to]
    .filter((value) => !empty(value))
    .map(told)
    .join(" → ");
}

function teller(action, type, context) {
  const { t } = context;
  if (action.startsWith("recolor")) return (value) => t(`color.${value}`);
  if (action !== "retype_property") return (value) => plain(value, context);
  return (value) => (type === "number" ? formatTold(value, context) : t(`type.${value}`));
}

/** A number's format by how a number looks in it: "₩1,234". */
function formatTold(format, { language }) {
  return format && formatNumber(format === "percent" ? 0.12 : 1234, format, LOCALES[language]);
}

/** Options with their colours, as far as they have any: "High (red)". */
function optionsOf(options = [], colors = [], t) {
  return options.map((option, number) => {
    const name = option.name ?? option;
    const color = option.color ?? colors[number] ?? "default";
    return color === "default" ? name : t("option.colored", { name, color: t(`color.${color}`) });
  });
}

/** What goes with something that is taken out. */
function lostPart({ property, view, lost }) {
  return `− ${property ?? view}${lost ? ` (${lost})` : ""}`;
}

/** The first rows of many, each shortly: a plan may hold hundreds, and the preview shows them all. */
function some(rows) {
  const shown = rows.slice(0, MOST_ROWS).map((text) => shortened(text)).join(", ");
  return rows.length > MOST_ROWS ? `${shown} … (+${rows.length - MOST_ROWS})` : shown;
}

function shortened(text) {
  return text.length > LONGEST_ROW ? `${text.slice(0, LONGEST_ROW)}…` : text;
}

function typeName(type, t) {
  return type && t(`type.${type}`);
}

/** A new row by its values, an edited one by what becomes of it, a deleted one by its title. */
function row(value, context) {
  if (typeof value === "string") return value;
  const { row: title, to } = value;
  return to ? `${title} (${pairs(to, context)})` : pairs(value, context);
}

function pairs(values, context) {
  const shown = Object.entries(values).map(([name, value]) => `${name}: ${plain(value, context)}`);
  return shown.join(", ");
}

function empty(value) {
  return value === undefined || value === null;
}

function plain(value, context) {
  if (Array.isArray(value)) return value.map((one) => plain(one, context)).join(", ");
  if (empty(value)) return "–";
  if (typeof value === "boolean") return value ? "☑" : "☐";
  if (typeof value === "string" && MOMENT.test(value)) value = { start: value };
  if (value.start) return formatDate(value, LOCALES[context.language]);
  return typeof value === "object" ? pairs(value, context) : String(value);
}

/** The changes of a plan, one line each. */
export function changeList(changes, context) {
  const lines = changes.map((change) => describeChange(change, context));
  return h("ul", { class: "changes", "data-testid": "approval-changes" }, lines.map(line));
}

function line({ what, where, values }) {
  return h(
    "li",
    {},
    h("span", { class: "change-what" }, what),
    where && h("span", { class: "change-where" }, where),
    values && h("span", { class: "change-values" }, values),
  );
}

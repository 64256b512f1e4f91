import { h } from "../shared/dom.js";

const MOST_ROWS = 5;
const LONGEST_ROW = 120; // characters

/**
 * A modification in words: `{what, where, values}`, for example "Add property", "Tasks › Priority",
 * "High, Low". `action` is `verb_object` or, about the page itself, a verb alone. Pure.
 */
export function describeChange(change, t) {
  const [verb, ...object] = change.action.split("_");
  const what = t("change.phrase", {
    verb: t(`change.verb.${verb}`),
    object: t(`change.object.${object.join("_") || change.object || "page"}`),
  });
  const part = change.property ?? change.view ?? change.page;
  const where = [change.target, part].filter(Boolean).join(" › ");
  return { what: what.charAt(0).toUpperCase() + what.slice(1), where, values: valuesOf(change, t) };
}

function valuesOf({ action, type, options, from, to, ...rest }, t) {
  const told = action === "retype_property" ? (value) => t(`type.${value}`) : plain;
  const moved = [from, to].filter((value) => !empty(value)).map(told);
  const rolled = [rest.relation, rest.of, rest.function].filter(Boolean).join(" › ");
  const listed = [...(options ?? []), ...(rest.properties ?? []), ...(rest.blocks ?? [])];
  const named = listed.map((item) => item.name ?? item.text ?? typeName(item.type, t) ?? item);
  const rows = Array.isArray(rest.rows) ? rest.rows.map(row) : [];
  const look = [rest.format, rest.color, ...(rest.colors ?? [])].filter(Boolean).join(", ");
  const parts = [typeName(type, t), moved.join(" → "), rolled, rest.expression, rest.two_way, look];
  const along = (rest.along ?? []).map(lostPart).join(", ");
  return [...parts, named.join(", "), some(rows), along].filter(Boolean).join(" · ");
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
function row(value) {
  if (typeof value === "string") return value;
  const { row: title, to } = value;
  return to ? `${title} (${pairs(to)})` : pairs(value);
}

function pairs(values) {
  const shown = Object.entries(values).map(([name, value]) => `${name}: ${plain(value)}`);
  return shown.join(", ");
}

function empty(value) {
  return value === undefined || value === null;
}

function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (empty(value)) return "–";
  return typeof value === "object" ? pairs(value) : String(value);
}

/** The changes of a plan, one line each. */
export function changeList(changes, { t }) {
  const lines = changes.map((change) => describeChange(change, t));
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

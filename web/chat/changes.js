import { el } from "./dom.js";

/**
 * A modification in words: `{what, where, values}`, for example "Add property", "Tasks › Priority",
 * "High, Low". `action` is `verb_object` or, about the page itself, a verb alone. Pure.
 */
export function describeChange(change, t) {
  const [verb, ...object] = change.action.split("_");
  const what = t("change.phrase", {
    verb: t(`change.verb.${verb}`),
    object: t(`change.object.${object.join("_") || "page"}`),
  });
  const where = [change.target, change.property].filter(Boolean).join(" › ");
  return { what: what.charAt(0).toUpperCase() + what.slice(1), where, values: valuesOf(change) };
}

function valuesOf({ type, options, from, to }) {
  const moved = [from, to]
    .filter((value) => value !== undefined && value !== null)
    .map(plain)
    .join(" → ");
  const listed = (options ?? []).map((option) => plain(option.name ?? option)).join(", ");
  return [type, moved, listed].filter(Boolean).join(" · ");
}

function plain(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The changes of a plan, one line each. */
export function changeList(changes, { t }) {
  const lines = changes.map((change) => describeChange(change, t));
  return el("ul", { class: "changes", "data-testid": "approval-changes" }, lines.map(line));
}

function line({ what, where, values }) {
  return el(
    "li",
    {},
    el("span", { class: "change-what" }, what),
    where && el("span", { class: "change-where" }, where),
    values && el("span", { class: "change-values" }, values),
  );
}

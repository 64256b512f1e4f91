/** The filter of a view: conditions put on it, told, and taken off. */

import { h } from "../../shared/dom.js";
import { formatNumber } from "../../shared/format.js";
import { lineIcon } from "../../shared/icons.js";
import { condition, operatorsOf, takesValue, told } from "./conditions.js";
import { readNumber, whyNoNumber } from "./numbers.js";
import { conditionsOf, joined } from "./payload.js";
import { openMenu, openSheet } from "./popover.js";
import { findProperty } from "../values.js";
import { setView, toolButton } from "./viewing.js";

/** The conditions of a view, each with a way out, and how they stand to each other. */
export function filterChips(given) {
  const found = conditionsOf(given.view.filter);
  if (found === null)
    return [h("li", {}, h("span", { class: "chip" }, given.context.t("manyConditions")))];
  const items = found.parts.map((part) => h("li", {}, filterChip(part, found, given)));
  return found.parts.length > 1 ? [h("li", {}, joinButton(found, given)), ...items] : items;
}

/** Whether all of the conditions have to hold, or any of them: pressed, the other. */
function joinButton({ parts, how }, given) {
  const turn = () => setView(given, { filter: joined(parts, how === "and" ? "or" : "and") });
  const words = given.context.t(how === "and" ? "allOf" : "anyOf");
  return h(
    "button",
    {
      type: "button",
      class: "quiet-button tool",
      id: `join-${given.view.id}`,
      on: { click: turn },
    },
    words,
  );
}

function filterChip(part, { parts, how }, given) {
  const { context, schema } = given;
  const text = chipWords(part, schema, context);
  const left = parts.filter((one) => one !== part);
  const remove = () => setView(given, { filter: joined(left, how) });
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

/** A condition in a line, in the order of the reader's language, its number as cells show it. Pure. */
export function chipWords(part, schema, context) {
  const { t } = context;
  const { property, operator, value } = told(part, schema);
  if (typeof value === "boolean") return `${property}: ${t(value ? "checked" : "unchecked")}`;
  const words = { name: property, operator: operator ? t(operator) : "" };
  const shown = valueWords(value, findProperty(schema, part.property), context);
  return t("condition", { ...words, value: shown }).replace(/ +/g, " ").trim();
}

function valueWords(value, property, { locale, numberFormat }) {
  if (typeof value === "number" && property)
    return formatNumber(value, numberFormat(property), locale);
  return [value ?? ""].flat().join(", ");
}

/** The button that adds a condition; none where the view joins them in ways of its own. */
export function filterButton(given, properties) {
  const { view, context } = given;
  const found = conditionsOf(view.filter);
  if (found === null) return null;
  const { parts, how } = found;
  const able = properties.filter((property) => operatorsOf(property).length);
  const add = (button, property) =>
    askCondition(button, property, context, (part) =>
      setView(given, { filter: joined([...parts, part], how) }),
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
  const note = h("p", { class: "edit-note", role: "alert" });
  const sync = () => {
    note.textContent = "";
    value.toggleAttribute("hidden", !takesValue(operator.value));
    value.disabled = !takesValue(operator.value);
  };
  operator.addEventListener("change", sync);
  value.addEventListener("input", sync);
  const form = h(
    "form",
    { class: "ask-filter" },
    h("strong", {}, property.name),
    operator,
    value,
    note,
    h("button", { class: "solid-button" }, t("applyFilter")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const why = takesValue(operator.value) && whyNoValue(value, property);
    if (why) {
      note.textContent = t(why);
      return value.focus();
    }
    close();
    done(condition(property, operator.value, valueIn(value, property)));
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

/** The name of the text that says why what was entered is nothing to compare with. */
function whyNoValue(box, property) {
  if (!box.value.trim()) return "needsAnswer";
  return valueIn(box, property) === undefined ? whyNoNumber(box.value) : null;
}

function valueIn(box, property) {
  if (property.type === "checkbox") return box.value === "true";
  if (property.type === "number") return readNumber(box.value, property.number?.format);
  return box.value.trim();
}

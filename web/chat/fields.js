import { h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import {
  hasOptions,
  isShown,
  moveTo,
  neighbour,
  newPart,
  newProperty,
  newView,
  TYPES,
  viewTypes,
} from "./draft.js";

/*
 * The fields of the plan's form. `form` is what they have in common: `t`; `again(part, onHandle)`,
 * which draws the form anew with the focus on that part; `adding(list, make)`, the listener that
 * puts a new part into a list.
 */

/** What is left of a list. */
export const shownOf = (list) => list.filter(isShown);

/** A name that can be neither taken out nor moved. */
export const nameField = (part, label) => h("div", { class: "editor-line" }, input(part, label));

/** A part with its name, which can be moved and taken out. */
export function removable(part, list, label, form) {
  return h(
    "div",
    { class: "editor-line", ...landing(part, list, form) },
    handle(part, list, form),
    input(part, label),
    removeButton(part, form),
  );
}

export function databaseField(database, list, form) {
  const { t, adding } = form;
  const { properties, views, rows } = database;
  return h(
    "fieldset",
    { "data-testid": "editor-database" },
    removable(database, list, t("editor.databaseName"), form),
    shownOf(properties).map((each) => propertyField(each, properties, form)),
    addButton(t("editor.addProperty"), adding(properties, newProperty), "add-property"),
    h("h4", {}, t("editor.views")),
    h(
      "div",
      { class: "editor-chips" },
      shownOf(views).map((view) => viewField(view, database, form)),
      addButton(t("editor.addView"), adding(views, newView), "add-view"),
    ),
    rowsField(rows, form),
  );
}

function propertyField(property, list, form) {
  const { t } = form;
  const isTitle = property.type === "title";
  return h(
    "div",
    { class: "editor-property", "data-testid": "editor-property" },
    h(
      "div",
      { class: "editor-line", ...landing(property, list, form) },
      handle(property, list, form),
      input(property, t("editor.propertyName")),
      typeField(property, form),
      !isTitle && removeButton(property, form),
    ),
    hasOptions(property.type) && optionsField(property.options, form),
  );
}

/** What Notion computes by itself, and a relation, keeps its type. */
function typeField(property, form) {
  const { t } = form;
  if (!TYPES.includes(property.type))
    return h("span", { class: "faint" }, t(`type.${property.type}`));
  return typeSelect(property, TYPES, t("editor.propertyType"), form);
}

function typeSelect(part, types, label, { t, again }) {
  const onchange = ({ target }) => {
    part.type = target.value;
    again();
  };
  const choice = (type) =>
    h("option", { value: type, selected: type === part.type }, t(`type.${type}`));
  return h("select", { "aria-label": label, onchange }, types.map(choice));
}

function optionsField(options, form) {
  const { t, adding } = form;
  return h(
    "div",
    { class: "editor-chips" },
    shownOf(options).map((option) => chip(option, options, t("editor.optionName"), form)),
    addButton(t("editor.addOption"), adding(options, newPart), "add-option"),
  );
}

function viewField(view, database, form) {
  const { t } = form;
  const types = viewTypes(database, view);
  const type = typeSelect(view, types, t("editor.viewType"), form);
  return chip(view, database.views, t("editor.viewName"), form, type);
}

function chip(part, list, label, form, more) {
  return h(
    "span",
    { class: "editor-chip", ...landing(part, list, form) },
    handle(part, list, form),
    input(part, label),
    more,
    removeButton(part, form),
  );
}

/** Sample rows are many: they are folded away. */
function rowsField(rows, form) {
  const { t, adding } = form;
  const details = h(
    "details",
    { class: "editor-rows", "data-testid": "editor-rows" },
    h("summary", {}, t("editor.rows", { count: shownOf(rows).length })),
    shownOf(rows).map((row) => removable(row, rows, t("editor.rowName"), form)),
    addButton(t("editor.addRow"), adding(rows, newPart), "add-row"),
  );
  return Object.assign(details, { rows });
}

function input(part, label) {
  const oninput = ({ target }) => {
    part.name = target.value;
    target.removeAttribute("aria-invalid");
  };
  const field = h("input", { type: "text", "aria-label": label, placeholder: label, oninput });
  field.value = part.name;
  return Object.assign(field, { edits: part });
}

function removeButton(part, { t, again }) {
  const onclick = () => {
    part.gone = true;
    again();
  };
  const label = t("editor.remove", { name: part.name });
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, onclick },
    lineIcon("close"),
  );
}

export function addButton(label, onclick, hook) {
  const attributes = { type: "button", class: "button quiet", "data-testid": hook, onclick };
  return h("button", attributes, lineIcon("plus"), label);
}

const STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };
let dragged = null;

/** Moves a part: by the arrow keys, by dragging it, and where neither is at hand by pressing it. */
function handle(part, list, { t, again }) {
  const step = (by) => {
    moveTo(list, part, neighbour(list, part, by));
    again(part, true);
  };
  const label = t("editor.move", { name: part.name });
  const attributes = {
    type: "button",
    class: "editor-handle",
    draggable: "true",
    "aria-label": label,
    title: label,
    onclick: () => step(-1),
    ondragstart: () => (dragged = part),
    onkeydown(event) {
      if (!STEPS[event.key]) return;
      event.preventDefault();
      step(STEPS[event.key]);
    },
  };
  return Object.assign(h("button", attributes, lineIcon("grip")), { edits: part });
}

/** Where a dragged part of the same list may be put down. */
function landing(part, list, { again }) {
  return {
    ondragover: (event) => list.includes(dragged) && event.preventDefault(),
    ondrop(event) {
      if (!list.includes(dragged) || dragged === part) return;
      event.preventDefault();
      moveTo(list, dragged, part);
      again(dragged, true);
    },
  };
}

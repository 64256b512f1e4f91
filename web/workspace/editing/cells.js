/** Values that can be changed where they are shown. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { groupRows } from "../group.js";
import { openEditor } from "./fields.js";
import { roving } from "./roving.js";
import { EDITABLE, entered, sameValue, written } from "./payload.js";

/** Whether a person may write values of this property on this page. */
function isEditable(property, context) {
  return Boolean(context.desk) && EDITABLE.has(property.type);
}

/**
 * Writes a value of a row, with the way back to the one before; that is not gone where somebody
 * wrote another value since.
 */
export function save(row, property, value, context, old = row.properties[property.name]) {
  const before = written(property.type, entered(old), old);
  const call = (kept) => ({
    method: "PATCH",
    path: `pages/${row.id}`,
    body: { properties: { [property.name]: kept } },
  });
  const still = async ([{ body }]) => {
    const page = await context.desk.ask("GET", `pages/${row.id}`);
    const now = page.properties[property.name];
    return now && sameValue(now, { type: property.type, ...body.properties[property.name] });
  };
  return context.desk.edit([call(value)], () => [call(before)], { still });
}

/** Opens the editor of a value upon it; a check box is ticked at once. */
export async function change(anchor, row, property, context) {
  const shown = row.properties?.[property.name];
  if (!shown) return;
  const value = shown.has_more ? await whole(shown, row, property, context) : shown;
  if (!value) return;
  const keep = (given) => save(row, property, written(property.type, given, value), context, value);
  if (property.type === "checkbox") return keep(!value.checkbox);
  openEditor({ anchor, value, property, context, save: keep });
}

const LINKS_ASKED = 10; // pages of a hundred links each

/** A relation with all of its links: a page carries the first 25. Null where they cannot be had. */
async function whole(value, row, property, context) {
  const links = [];
  let cursor = "";
  try {
    for (let asked = 0; asked < LINKS_ASKED && cursor !== null; asked += 1) {
      const start = cursor && `&start_cursor=${encodeURIComponent(cursor)}`;
      const id = encodeURIComponent(decodeURIComponent(property.id));
      const path = `pages/${row.id}/properties/${id}?page_size=100${start}`;
      const answer = await context.desk.ask("GET", path);
      links.push(...answer.results.map((item) => item.relation));
      cursor = answer.next_cursor;
    }
  } catch {
    context.desk.say(context.t("edit_away"));
    return null;
  }
  return { ...value, relation: links, has_more: false };
}

/** Makes what holds a value answer to a click and to Enter; links within keep theirs. */
export function editable(holder, row, property, context) {
  if (!isEditable(property, context)) return hinted(holder, property, context);
  holder.classList.add("editable");
  holder.addEventListener("click", (event) => {
    if (event.target.closest("a, button:not(.edit-button)")) return;
    change(holder, row, property, context);
  });
  return holder;
}

/** Says what helps where people are named: this workspace knows none of a reader's. */
function hinted(holder, { type }, { desk, t }) {
  if (!desk || type !== "people") return holder;
  const tell = () => desk.say(t("peopleHint"));
  holder.addEventListener("click", (event) => event.target.closest("a, button") ?? tell());
  holder.addEventListener("edit", tell);
  return holder;
}

/** A pencil beside a value that itself takes no click, or for who comes by keyboard or touch. */
export function editButton(row, property, context, view = null) {
  if (!isEditable(property, context)) return null;
  return h(
    "button",
    {
      type: "button",
      class: "quiet-button edit-button",
      id: `edit-${view ? `${view.id}-` : ""}${row.id}-${property.id}`,
      "aria-label": context.t("editValue", { name: property.label ?? property.name }),
    },
    lineIcon("pencil"),
  );
}

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Lets the arrow keys walk through a table's cells (the WAI-ARIA grid): one of them is a stop of
 * the Tab key, Enter or F2 edits it.
 */
export function walkable(table) {
  const cells = () =>
    [...table.querySelectorAll("tbody tr:not(.group-row)")].map((row) => [
      ...row.querySelectorAll("[data-cell]"),
    ]);
  const enter = () => {
    const stop = table.querySelector("[data-cell][tabindex='0'], [data-cell]:focus");
    if (!stop) table.querySelector("[data-cell]")?.setAttribute("tabindex", "0");
  };
  enter();
  table.addEventListener("drawn", enter);
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || cell !== event.target) return;
    if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      cell.dispatchEvent(new CustomEvent("edit"));
    } else if (MOVES[event.key]) {
      walk(event, cell, cells());
    }
  });
}

function walk(event, cell, rows) {
  const [down, right] = MOVES[event.key];
  const row = rows.findIndex((cells) => cells.includes(cell));
  const next = rows[row + down]?.[rows[row].indexOf(cell) + right];
  if (!next) return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** Makes a table's cell a stop of `walkable`, and editable where its property is. */
export function gridCell(cell, row, property, view, context) {
  if (!context.desk) return cell;
  cell.dataset.cell = "";
  cell.id = `cell-${view.id}-${row.id}-${property.id}`;
  cell.tabIndex = -1;
  // A link takes the clicks of its cell, so another place is needed to edit it.
  if (property.type !== "title" && cell.querySelector("a"))
    cell.append(editButton(row, property, context, view) ?? "");
  cell.querySelectorAll("a, button").forEach(roving);
  if (isEditable(property, context))
    cell.addEventListener("edit", () => change(cell, row, property, context));
  return editable(cell, row, property, context);
}

/** The groups that a card may be moved to, by the property that its board is grouped by. */
export function targets(property, groupBy, schema) {
  if (!property || groupBy?.group_by === "group") return [];
  if (!["select", "status", "checkbox"].includes(property.type)) return [];
  return groupRows([], schema, { ...groupBy, hide_empty_groups: false });
}

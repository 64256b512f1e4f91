/** Rows: made, renamed, copied, moved and deleted from the views that show them. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { hides } from "../filter.js";
import { noteMade } from "../newcomers.js";
import { titleText } from "../values.js";
import { change, save, targets } from "./cells.js";
import { beginning, copied, groupValue, written } from "./payload.js";
import { openMenu, openSheet } from "./popover.js";
import { roving } from "./roving.js";

/**
 * The button below rows that makes another one, which begins as the view and the group ask. Typing
 * goes on until Esc: a list is often written in one go.
 * @param {{property: object, key: string, kind: string}} [group]
 */
export function newRowButton(given, group) {
  const { view, entry, schema, context } = given;
  if (!context.desk || !entry.data_source || (group && groupValue(group) === undefined))
    return null;
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet-button new-row",
      id: `new-${view.id}-${group?.kind ?? ""}-${group?.key ?? ""}`,
    },
    lineIcon("plus"),
    h("span", {}, context.t("newRow")),
  );
  const make = async (title) => {
    context.state.delete(`search:${view.id}`); // else it might not be among what is found
    const values = { ...beginning(view, schema, group, context.today), ...named(schema, title) };
    const [row] = (await create(given, values)) ?? [];
    if (row && hides(view, row, schema, context)) context.desk.say(context.t("madeBeyondFilter"));
  };
  button.addEventListener("click", () => askTitle(button, make, context));
  return button;
}

function named(schema, title) {
  const name = Object.keys(schema).find((key) => schema[key].type === "title");
  return { [name]: written("title", title) };
}

function askTitle(button, make, context) {
  const box = h("input", {
    class: "edit-text",
    "aria-label": context.t("newRow"),
    placeholder: context.t("newRowHint"),
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !box.value.trim()) return;
    event.preventDefault();
    make(box.value.trim());
    box.value = "";
  });
  openSheet(button, box, {
    label: context.t("newRow"),
    over: true,
    closed: ({ givenUp }) => !givenUp && box.value.trim() && make(box.value.trim()),
  });
}

/** A row with these values, seen where it was made; taken back by a move to the trash. */
function create({ view, entry, context }, properties) {
  const parent = { type: "data_source_id", data_source_id: entry.data_source.id };
  return context.desk.edit(
    [{ method: "POST", path: "pages", body: { parent, properties } }],
    ([page]) => {
      noteMade(page, view, context); // before the view is drawn anew
      return [trash(page.id, true)];
    },
    { again: ([page]) => [trash(page.id, false)] },
  );
}

/** A row like another, with its look and its body. */
async function copy(row, title, { entry, schema, context }) {
  const { t, desk } = context;
  const parent = { type: "data_source_id", data_source_id: entry.data_source.id };
  const properties = copied(row, schema, t("copyOf", { name: title }));
  const look = Object.fromEntries(
    ["icon", "cover"].filter((part) => canBeSent(row[part])).map((part) => [part, row[part]]),
  );
  const body = await desk.ask("GET", `pages/${row.id}/markdown`).catch(() => null);
  if (!body) return desk.say(t("edit_away")); // a copy without its body would be none
  const markdown = body.markdown?.trim() ? { markdown: body.markdown } : {};
  return desk.edit(
    [{ method: "POST", path: "pages", body: { parent, properties, ...look, ...markdown } }],
    ([page]) => [trash(page.id, true)],
    { told: t("duplicated"), again: ([page]) => [trash(page.id, false)], typed: false },
  );
}

/** Whether an icon or a cover may be given to another page: an uploaded one is its page's own. */
function canBeSent(look) {
  return look && look.type !== "file";
}

/** A page goes to the trash, or comes back from it. */
export function trash(id, gone) {
  return { method: "PATCH", path: `pages/${id}`, body: { in_trash: gone } };
}

/** The button that opens a row's menu. */
export function rowMenuButton(row, given) {
  const { context } = given;
  if (!context.desk) return null;
  const title = titleText(row) || context.t("untitled");
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet-button row-menu",
      id: `menu-${given.view.id}-${row.id}`,
      "aria-label": context.t("rowMenu", { name: title }),
      "aria-haspopup": "menu",
    },
    lineIcon("more"),
  );
  button.addEventListener("click", () =>
    openMenu(button, actions(button, row, title, given), title),
  );
  return roving(button);
}

function actions(button, row, title, given) {
  const { schema, context, moves } = given;
  const { t } = context;
  const home = button.closest("[data-block]");
  const property = Object.values(schema).find(({ type }) => type === "title");
  const remove = () =>
    context.desk.edit([trash(row.id, true)], () => [trash(row.id, false)], {
      told: t("removed"),
    });
  return [
    {
      label: t("openRow"),
      icon: lineIcon("external"),
      act: () => home.querySelector("[data-row]")?.click(),
    },
    {
      label: t("rename"),
      icon: lineIcon("pencil"),
      act: () => change(home.querySelector("[data-row]"), row, property, context),
    },
    ...(moves?.(row) ?? []),
    { label: t("duplicate"), icon: lineIcon("copy"), act: () => copy(row, title, given) },
    { label: t("remove"), icon: lineIcon("trash"), danger: true, act: remove },
  ];
}

/** The moves of a card to the other columns of its board, as items of its menu. */
export function cardMoves({ property, groupBy, schema, context }) {
  return (row) => {
    const here = row.properties[property?.name];
    const now = here?.[here.type]?.name ?? String(here?.checkbox);
    return targets(property, groupBy, schema)
      .filter(({ key }) => key !== now)
      .map((group) => ({
        label: context.t("moveTo", {
          name:
            group.kind === "checkbox"
              ? context.t(group.key === "true" ? "checked" : "unchecked")
              : group.key,
        }),
        icon: lineIcon("right"),
        act: () => save(row, property, groupValue({ ...group, property }), context),
      }));
  };
}

/** Blocks of text: rewritten where they stand, added, moved and deleted. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { openEditor } from "./fields.js";
import { written } from "./payload.js";
import { openMenu } from "./popover.js";

/** The types that a person may write, and begin. */
const TEXTS =
  "paragraph heading_1 heading_2 heading_3 to_do bulleted_list_item numbered_list_item quote callout toggle".split(
    " ",
  );
const LIKE_BEFORE = new Set(["to_do", "bulleted_list_item", "numbered_list_item"]);

const runsOf = (block) => block[block.type].rich_text ?? [];

/**
 * Lets a block be edited: a click on its words rewrites them, a handle beside it has the rest.
 * @param {Element} node
 * @param {object[]} siblings the blocks among which it stands
 */
export function editableBlock(node, block, siblings, context) {
  if (!context.desk || !block.parent) return node;
  const first = TEXTS.includes(block.type) ? node.querySelector(".rich") : null;
  const words = first?.closest(".block") === node ? first : null; // else that of a block within
  const write = () => rewrite(words ?? node, block, context);
  if (words) {
    words.classList.add("editable");
    words.addEventListener("click", (event) => {
      if (event.target.closest("a, button, summary, input")) return;
      write();
    });
  }
  const label = context.t("blockMenu");
  const handle = h(
    "button",
    {
      type: "button",
      class: "quiet-button block-handle",
      id: `block-${block.id}`,
      "aria-label": label,
      "aria-haspopup": "menu",
    },
    lineIcon("more"),
  );
  handle.addEventListener("click", (event) => {
    event.preventDefault(); // within a toggle's summary
    openMenu(handle, items(handle, block, siblings, context, words && write), label);
  });
  (node.matches("details") ? node.querySelector("summary") : node).prepend(handle);
  return node;
}

function rewrite(anchor, block, context) {
  const value = { type: "rich_text", rich_text: runsOf(block) };
  const property = { type: "rich_text", name: context.t(`block_${block.type}`) };
  const call = (runs) => ({
    method: "PATCH",
    path: `blocks/${block.id}`,
    body: { [block.type]: runs },
  });
  const before = written("rich_text", plain(value), value);
  const save = (text) =>
    context.desk.edit([call(written("rich_text", text, value))], () => [call(before)]);
  openEditor({ anchor, value, property, context, save });
}

const plain = ({ rich_text: runs }) => runs.map((run) => run.plain_text).join("");

function items(handle, block, siblings, context, write) {
  const { t, desk } = context;
  const remove = () =>
    desk.edit([trashed(block.id, true)], () => [trashed(block.id, false)], { told: t("removed") });
  const next = LIKE_BEFORE.has(block.type) ? block.type : "paragraph";
  const kinds = () =>
    openMenu(handle, newItems(handle, block.parent, after(block.id), context), t("addBlock"));
  return [
    ...(write ? [{ label: t("edit"), icon: lineIcon("pencil"), act: write }] : []),
    {
      label: t("addBelow", { name: t(`block_${next}`) }),
      icon: lineIcon("plus"),
      act: () => add(handle, next, block.parent, after(block.id), context),
    },
    { label: t("addOther"), icon: lineIcon("plus"), act: kinds },
    ...moves(block, siblings, context),
    { label: t("remove"), icon: lineIcon("trash"), danger: true, act: remove },
  ];
}

const after = (id) => ({ type: "after_block", after_block: { id } });

function trashed(id, gone) {
  return { method: "PATCH", path: `blocks/${id}`, body: { in_trash: gone } };
}

/** Notion's API moves no block: another like it is made there, and this one goes to the trash. */
function moves(block, siblings, context) {
  const at = siblings.indexOf(block);
  if (!TEXTS.includes(block.type) || block.children?.length) return [];
  const to = (position) => () => {
    const old = block.id;
    context.desk.edit(
      [appending(block.parent, likeIt(block), position), trashed(old, true)],
      ([{ results }]) => [trashed(results[0].id, true), trashed(old, false)],
      { again: ([{ results }]) => [trashed(old, true), trashed(results[0].id, false)] },
    );
  };
  const up = at > 1 ? after(siblings[at - 2].id) : { type: "start" };
  const { t } = context;
  return [
    ...(at > 0 ? [{ label: t("moveUp"), icon: lineIcon("up"), act: to(up) }] : []),
    ...(at < siblings.length - 1
      ? [{ label: t("moveDown"), icon: lineIcon("down"), act: to(after(siblings[at + 1].id)) }]
      : []),
  ];
}

function likeIt({ type, ...block }) {
  const { rich_text: runs, ...look } = block[type];
  const value = { type: "rich_text", rich_text: runs ?? [] };
  const kept = ["color", "checked", "icon", "is_toggleable"].filter((key) => look[key] != null);
  return {
    type,
    [type]: {
      ...written("rich_text", plain(value), value),
      ...Object.fromEntries(kept.map((key) => [key, look[key]])),
    },
  };
}

function appending(parent, child, position) {
  const home = parent[parent.type];
  const body = { children: [child], ...(position ? { position } : {}) };
  return { method: "PATCH", path: `blocks/${home}/children`, body };
}

/** Asks for the words of a new block, and adds it with them. */
function add(anchor, type, parent, position, context) {
  const append = (value) =>
    context.desk.edit(
      [appending(parent, { type, [type]: value }, position)],
      ([{ results }]) => [trashed(results[0].id, true)],
      { again: ([{ results }]) => [trashed(results[0].id, false)] },
    );
  if (type === "divider") return append({});
  return openEditor({
    anchor,
    value: { type: "rich_text", rich_text: [] },
    property: { type: "rich_text", name: context.t(`block_${type}`) },
    context,
    save: (text) => append(written("rich_text", text)),
  });
}

function newItems(anchor, parent, position, context) {
  return [...TEXTS, "divider"].map((type) => ({
    label: context.t(`block_${type}`),
    act: () => add(anchor, type, parent, position, context),
  }));
}

/** The button below a page's body that adds a block at its end. */
export function newBlockButton(page, context) {
  if (!context.desk || !page) return null;
  const label = context.t("addBlock");
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet-button new-row",
      id: `new-block-${page.id}`,
      "aria-haspopup": "menu",
    },
    lineIcon("plus"),
    h("span", {}, label),
  );
  const parent = { type: "page_id", page_id: page.id };
  button.addEventListener("click", () =>
    openMenu(button, newItems(button, parent, null, context), label),
  );
  return button;
}

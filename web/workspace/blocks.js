/** Notion blocks to DOM: the table of block types and the grouping of list items. */

import { layoutBlocks } from "./blocks/layout.js";
import { mediaBlocks } from "./blocks/media.js";
import { navigationBlocks } from "./blocks/navigation.js";
import { textBlocks } from "./blocks/text.js";
import { editableBlock } from "./editing/blocks.js";
import { renderChildDatabase } from "./database.js";
import { fragment, h } from "../shared/dom.js";

const LISTS = {
  bulleted_list_item: () => h("ul", { class: "bullets" }),
  numbered_list_item: (first) => numberedList(first.numbered_list_item),
  to_do: () => h("ul", { class: "todos" }),
};

const NUMBER_FORMATS = { numbers: "decimal", letters: "lower-alpha", roman: "lower-roman" };

const RENDERERS = {
  ...textBlocks,
  ...layoutBlocks,
  ...mediaBlocks,
  ...navigationBlocks,
  child_database: renderChildDatabase,
};

/**
 * Blocks in order. Neighbouring list items of a kind share one list, so numbers restart after
 * anything else.
 * @param {object[]|undefined} blocks each with its `children`
 * @returns {DocumentFragment}
 */
export function renderBlocks(blocks, context) {
  const nodes = [];
  let list = null;
  for (const block of blocks ?? []) {
    const node = renderBlock(block, blocks, context);
    if (!(block.type in LISTS)) {
      nodes.push(node);
      list = null;
      continue;
    }
    if (list?.type !== block.type) {
      list = { type: block.type, element: LISTS[block.type](block) };
      nodes.push(list.element);
    }
    list.element.append(node);
  }
  return fragment(nodes);
}

function numberedList(value) {
  const style = NUMBER_FORMATS[value?.list_format];
  return h("ol", {
    class: "numbers",
    start: value?.list_start_index,
    style: style ? { "list-style-type": style } : null,
  });
}

function renderBlock(block, siblings, context) {
  const node = drawn(block, context);
  if (!(node instanceof Element)) return node;
  node.dataset.block = block.id;
  node.classList.add("block");
  return editableBlock(node, block, siblings, context);
}

/** A block, or what stands for one that cannot be drawn: it must not take the page with it. */
function drawn(block, context) {
  const render = RENDERERS[block.type] ?? unsupported;
  try {
    return render(block, context, (children = block.children) => renderBlocks(children, context));
  } catch {
    return unsupported(block, context);
  }
}

function unsupported(block, context) {
  const type = block.unsupported?.block_type ?? block.type;
  return h("p", { class: "unsupported" }, `${context.t("unsupported")} · ${type}`);
}

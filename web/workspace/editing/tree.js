/** The pages and databases of a workspace, as a tree beside the page. */

import { h } from "../../shared/dom.js";
import { pageIcon } from "../../shared/icons.js";
import { bareId } from "../route.js";
import { plainText, titleText } from "../values.js";

const PAGES = 10; // of a hundred results each

/** Every page and data source below the one on top, rows left out; asks page after page. */
export async function fetchTree(ask) {
  const found = [];
  let cursor;
  for (let page = 0; page < PAGES; page += 1) {
    const body = { page_size: 100, ...(cursor ? { start_cursor: cursor } : {}) };
    const answer = await ask("POST", "search", body);
    found.push(...answer.results);
    if (!answer.has_more) break;
    cursor = answer.next_cursor;
  }
  return treeOf(found);
}

/**
 * @param {object[]} found pages and data sources as a search answers them
 * @returns {{id: string, title: string, icon: object, kind: string, parts: object[]}[]} the tops
 */
export function treeOf(found) {
  const nodes = new Map(
    found
      .filter((one) => one.object === "data_source" || one.parent.type !== "data_source_id")
      .map(nodeOf)
      .map((node) => [bareId(node.id), node]),
  );
  const tops = [];
  for (const node of nodes.values()) {
    const above = nodes.get(bareId(node.above));
    (above?.parts ?? tops).push(node);
  }
  return tops;
}

function nodeOf(one) {
  if (one.object === "page") {
    const { parent } = one;
    return {
      id: one.id,
      title: titleText(one),
      icon: one.icon,
      kind: "page",
      above: parent.page_id,
      parts: [],
    };
  }
  const { database_parent: parent } = one;
  return {
    id: one.parent.database_id,
    title: plainText(one.title),
    icon: one.icon,
    kind: "database",
    above: parent?.page_id,
    parts: [],
  };
}

/** The tree as nested lists of links; the page shown is marked. */
export function renderTree(nodes, context, here) {
  const items = nodes.map((node) =>
    h(
      "li",
      {},
      h(
        "a",
        {
          href: context.href(node.id),
          "aria-current": bareId(node.id) === bareId(here) ? "page" : null,
        },
        pageIcon(node.icon, node.kind),
        h("span", {}, node.title || context.t("untitled")),
      ),
      node.parts.length ? renderTree(node.parts, context, here) : null,
    ),
  );
  return h("ul", {}, items);
}

/**
 * Blocks that lead somewhere: child pages, links to pages, the table of contents, the breadcrumb.
 */

import { colourAttributes, h } from "../../shared/dom.js";
import { richText, pageLink } from "../richtext.js";
import { renderBreadcrumb } from "../breadcrumb.js";
import { bareId } from "../route.js";

function childPage(block, context) {
  return h("div", { class: "page-row" }, pageLink(block.id, context, block.child_page.title));
}

function linkToPage(block, context) {
  const target = block.link_to_page;
  const id = target[target.type];
  return h(
    "div",
    { class: "page-row linked" },
    pageLink(id, context, "", target.type === "page_id" ? "page" : "database"),
  );
}

function tableOfContents(block, context) {
  const items = headingsOf(context.snapshot.blocks).map(({ id, level, runs }) => {
    const link = h(
      "a",
      { href: `#h-${bareId(id)}`, "data-anchor": true },
      richText(unlinked(runs), context),
    );
    return h("li", { style: { "--level": String(level - 1) } }, link);
  });
  const attributes = {
    class: "contents tinted",
    "aria-label": context.t("toc"),
    ...colourAttributes(block.table_of_contents.color),
  };
  return h("nav", attributes, h("ol", {}, items));
}

/** All headings of a page in reading order, also those inside columns and toggles. */
function headingsOf(blocks) {
  return (blocks ?? []).flatMap((block) => {
    const level = Number(/^heading_(\d)$/.exec(block.type)?.[1]);
    const own = level ? [{ id: block.id, level, runs: block[block.type].rich_text }] : [];
    return [...own, ...headingsOf(block.children)];
  });
}

function unlinked(runs) {
  return runs.map((run) => ({
    type: "text",
    text: { content: run.plain_text ?? run.text?.content ?? "" },
  }));
}

export const navigationBlocks = {
  child_page: childPage,
  link_to_page: linkToPage,
  table_of_contents: tableOfContents,
  breadcrumb: (block, context) =>
    h("div", { class: "breadcrumb-block" }, renderBreadcrumb(context)),
};

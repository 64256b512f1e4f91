/** Blocks that arrange others: columns, tabs, tables, synced blocks and templates. */

import { colourAttributes, fragment, h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { optionalIcon, richText } from "../richtext.js";
import { createTabs } from "../tabs.js";

function columnList(block, context, children) {
  const columns = block.children ?? [];
  const cells = columns.map((column) => {
    const grow = String(column.column?.width_ratio ?? 1 / columns.length);
    return h("div", { class: "column", style: { "--ratio": grow } }, children(column.children));
  });
  return h("div", { class: "columns" }, cells);
}

function tab(block, context, children) {
  const items = (block.children ?? []).map((item) => ({
    id: item.id,
    label: [
      optionalIcon(item.paragraph?.icon),
      h("span", {}, richText(item.paragraph?.rich_text, context)),
    ],
    render: () => children(item.children),
  }));
  return h(
    "div",
    { class: "tab-block" },
    createTabs(items, `tab:${block.id}`, context.t("views")),
  );
}

function table(block, context) {
  const { has_column_header: columnHeader, has_row_header: rowHeader } = block.table;
  const rows = (block.children ?? []).map((row) => row.table_row?.cells ?? []);
  const head =
    columnHeader && rows.length ? h("thead", {}, tableRow(rows[0], context, "col", true)) : null;
  const body = rows
    .slice(columnHeader ? 1 : 0)
    .map((cells) => tableRow(cells, context, "row", false, rowHeader));
  const element = h("table", { class: "simple-table" }, head, h("tbody", {}, body));
  return h(
    "div",
    { class: "scroller", tabindex: "0", role: "group", "data-keep": block.id },
    element,
  );
}

function tableRow(cells, context, scope, allHeaders, firstHeader = false) {
  const cell = (runs, index) => {
    const header = allHeaders || (firstHeader && index === 0);
    return h(
      header ? "th" : "td",
      { scope: header ? scope : null, class: "rich" },
      richText(runs, context),
    );
  };
  return h("tr", {}, cells.map(cell));
}

function synced(block, context, children) {
  const mark = h("span", { class: "synced-mark", title: context.t("synced") }, lineIcon("sync"));
  return h("div", { class: "synced" }, mark, children());
}

function template(block, context, children) {
  const { rich_text: runs, color } = block.template;
  return h(
    "div",
    { class: "template tinted", ...colourAttributes(color) },
    richText(runs, context),
    children(),
  );
}

export const layoutBlocks = {
  column_list: columnList,
  column: (block, context, children) => fragment(children()),
  tab,
  table,
  synced_block: synced,
  template,
};

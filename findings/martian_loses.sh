#!/usr/bin/env bash
# @tryfabric/martian 1.2.4, the usual way from Markdown to Notion's blocks. Its README names what it
# does not do (images by path, nesting). Beyond that one would guess that it keeps a page's words;
# - two prices in a sentence become an equation: "$5 and $10" has no 5 any more in its text;
# - a line that is broken by two blanks is joined with the next, without anything between;
# - a row that is shorter than its header has fewer cells than `table_width`, which Notion refuses
#   for the whole request (400).
# Ours on the same: tests/documents (nothing is lost), bench/markdown.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init -y > package.log
npm install --silent --no-audit --no-fund @tryfabric/martian@1.2.4
cat > run.mjs <<'JS'
import martian from "@tryfabric/martian";

const said = (parts) => parts.map((p) => (p.equation ? `[equation ${p.equation.expression}]` : p.text.content)).join("");
const text = (markdown) =>
  martian.markdownToBlocks(markdown).map((block) => said(block[block.type].rich_text)).join(" / ");

console.log("prices:", text("It costs $5 and $10 a month."));
console.log("break:", JSON.stringify(text("first line  \nsecond line")));
const [{ table }] = martian.markdownToBlocks("| a | b | c |\n|---|---|---|\n| 1 |");
console.log("table:", table.table_width, table.children.map((row) => row.table_row.cells.length).join(","));
JS
npm ls @tryfabric/martian | tail -2
found=$(node run.mjs)
echo "$found"
expected='prices: It costs [equation 5 and ]10 a month.
break: "first linesecond line"
table: 3 3,1'
[ "$found" = "$expected" ] || { echo "it behaves otherwise now"; exit 1; }

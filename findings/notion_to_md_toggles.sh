#!/usr/bin/env bash
# notion-to-md 3.1.9, the usual way from Notion's blocks to Markdown. What lies within a heading that
# can be folded is indented by four blanks, as in a list; behind a heading that is CommonMark's code:
# every other reader shows the section's paragraphs as a block of code. A cell with a bar ("a|b")
# splits its row, since it is not escaped, and a heading of the fourth level is a plain paragraph.
# Ours: tools/export (round trips in tests/tools and tests/documents).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init -y > package.log
npm install --silent --no-audit --no-fund notion-to-md@3.1.9 commonmark@0.31.2
cat > run.mjs <<'JS'
import { NotionToMarkdown } from "notion-to-md";
import { HtmlRenderer, Parser } from "commonmark";

const annotations = { bold: false, italic: false, strikethrough: false, underline: false, code: false, color: "default" };
const rich = (content) => [{ type: "text", text: { content, link: null }, plain_text: content, href: null, annotations }];
const block = (id, type, value, children = []) => ({ id, type, has_children: children.length > 0, [type]: value, children });
const page = [
  block("1", "heading_2", { rich_text: rich("Steps"), is_toggleable: true }, [
    block("2", "paragraph", { rich_text: rich("Call the bank") }),
  ]),
  block("3", "heading_4", { rich_text: rich("Fourth") }),
  block("4", "table", { table_width: 2, has_column_header: true, has_row_header: false }, [
    block("5", "table_row", { cells: [rich("a|b"), rich("c")] }),
  ]),
];
const all = new Map(page.flatMap((each) => [each, ...each.children]).map((each) => [each.id, each]));
const list = async ({ block_id }) => ({
  results: block_id === "page" ? page : all.get(block_id).children,
  has_more: false,
  next_cursor: null,
});
const converter = new NotionToMarkdown({ notionClient: { blocks: { children: { list } } } });
const markdown = converter.toMarkdownString(await converter.pageToMarkdown("page")).parent;
console.log(JSON.stringify(markdown));
console.log(new HtmlRenderer().render(new Parser().parse(markdown.split("Fourth")[0])));
JS
npm ls notion-to-md commonmark | tail -3
found=$(node run.mjs)
echo "$found"
grep -q '<pre><code>Call the bank' <<< "$found" && grep -q 'nFourth\\n' <<< "$found" &&
  grep -q '| a|b | c |' <<< "$found" || { echo "it behaves otherwise now"; exit 1; }

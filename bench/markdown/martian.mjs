/**
 * Files of Markdown to pages with @tryfabric/martian, as its users do it: a page with the first
 * hundred blocks, the others appended by hundreds. Blocks deeper than one request takes are appended
 * to their parents, whose ids are read first; without that Notion refuses nearly every list.
 *
 * `MARTIAN=folder node martian.mjs ADDRESS TOKEN FILE...`, where the folder has it installed. Tells
 * a line of JSON for each file: the page, and the calls that it took.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { markdownToBlocks } = createRequire(`${process.env.MARTIAN}/`)("@tryfabric/martian");
const [address, token, ...files] = process.argv.slice(2);
const AT_ONCE = 100;
let calls = 0;

async function call(method, path, body) {
  calls += 1;
  const answer = await fetch(`${address}/v1/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      "Notion-Version": "2026-03-11",
      "Content-Type": "application/json",
    },
    body: body && JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status} ${told.message}`);
  return told;
}

const inner = (block) => block[block.type].children ?? [];

/** A block with two levels below it at most, and what of it has to wait for an id. */
function cut(block, level = 0) {
  if (block.type === "table" || !inner(block).length) return block;
  const { children, ...rest } = block[block.type];
  const kept = level < 2 ? children.map((child) => cut(child, level + 1)) : undefined;
  return { ...block, [block.type]: { ...rest, ...(kept && { children: kept.slice(0, AT_ONCE) }) } };
}

/** Appends what lay deeper, below the blocks that are there by now. */
async function deepen(parentId, blocks, level = 0) {
  const isDeep = (block, left) =>
    block.type !== "table" && inner(block).length > 0 &&
    (left === 0 || inner(block).some((child) => isDeep(child, left - 1)));
  if (!blocks.some((block) => isDeep(block, 2 - level))) return;
  const { results } = await call("GET", `blocks/${parentId}/children?page_size=100`);
  for (const [number, block] of blocks.entries()) {
    if (!isDeep(block, 2 - level) || !results[number]) continue;
    if (level === 2) await append(results[number].id, inner(block));
    else await deepen(results[number].id, inner(block), level + 1);
  }
}

async function append(parentId, blocks) {
  for (let at = 0; at < blocks.length; at += AT_ONCE) {
    const some = blocks.slice(at, at + AT_ONCE);
    const { results } = await call("PATCH", `blocks/${parentId}/children`, {
      children: some.map((block) => cut(block, 0)),
    });
    for (const [number, block] of some.entries()) {
      if (inner(block).length && block.type !== "table") await deepen(results[number].id, inner(block), 1);
    }
  }
}

for (const file of files) {
  calls = 0;
  try {
    const blocks = markdownToBlocks(readFileSync(file, "utf8"));
    const first = blocks.slice(0, AT_ONCE);
    const page = await call("POST", "pages", {
      parent: { workspace: true },
      properties: { title: [{ text: { content: file.split("/").pop() } }] },
      children: first.map((block) => cut(block)),
    });
    await deepen(page.id, first);
    await append(page.id, blocks.slice(AT_ONCE));
    console.log(JSON.stringify({ file, page: page.id, calls }));
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error.message), calls }));
  }
}

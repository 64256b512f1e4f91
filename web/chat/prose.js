import { el } from "./dom.js";
import { parseMarkdown } from "./markdown.js";

/** A message's text as elements: paragraphs with their line breaks, bullet lists, bold, links. */
export function prose(text) {
  return el("div", { class: "prose" }, parseMarkdown(text).map(block));
}

function block({ type, items, lines }) {
  if (type === "list")
    return el(
      "ul",
      {},
      items.map((pieces) => el("li", {}, pieces.map(inline))),
    );
  const broken = lines.flatMap((pieces, index) => [index > 0 && el("br"), pieces.map(inline)]);
  return el("p", {}, broken.flat());
}

function inline({ type, text, href }) {
  if (type === "bold") return el("strong", {}, text);
  if (type === "link") return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  return text;
}

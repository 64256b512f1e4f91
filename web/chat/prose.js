import { h } from "../shared/dom.js";
import { parseMarkdown } from "./markdown.js";

/** A message's text as elements: paragraphs with their line breaks, bullet lists, bold, links. */
export function prose(text) {
  return h("div", { class: "prose" }, parseMarkdown(text).map(block));
}

function block({ type, items, lines }) {
  if (type === "list")
    return h(
      "ul",
      {},
      items.map((pieces) => h("li", {}, pieces.map(inline))),
    );
  const broken = lines.flatMap((pieces, index) => [index > 0 && h("br"), pieces.map(inline)]);
  return h("p", {}, broken.flat());
}

function inline({ type, text, href }) {
  if (type === "bold") return h("strong", {}, text);
  if (type === "link") return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  return text;
}

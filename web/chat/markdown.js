/**
 * The little Markdown that answers use: paragraphs, bullet lists, bold, links. Text in, plain
 * objects out.
 */

const INLINE =
  /\*\*(?<bold>[^*\n]+)\*\*|\[(?<label>[^\]\n]+)\]\((?<target>[^\s()]+)\)|(?<bare>https?:\/\/[!#-;=?-~]+)/g;
const BULLET = /^\s*[-*•]\s+(?<text>.*)$/;
const TRAILING = /[.,;:!?)\]}'"。、，．」』）]+$/;

/** The address if it is one a message may link to (http, https, mailto), else null. */
export function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits one line into `{type: "text"|"bold"|"link", text, href?}` pieces. */
export function parseInline(line) {
  const pieces = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    const piece = inlinePiece(match);
    if (match.index > end) pieces.push({ type: "text", text: line.slice(end, match.index) });
    pieces.push(piece);
    end = match.index + (piece.length ?? match[0].length);
  }
  if (end < line.length) pieces.push({ type: "text", text: line.slice(end) });
  return pieces.map(({ length, ...piece }) => piece);
}

function inlinePiece(match) {
  const { bold, label, target, bare } = match.groups;
  if (bold) return { type: "bold", text: bold };
  if (bare) return bareLink(bare);
  const href = safeLink(target);
  return href ? { type: "link", text: label, href } : { type: "text", text: match[0] };
}

function bareLink(address) {
  const text = address.replace(TRAILING, "");
  return { type: "link", text, href: safeLink(text) ?? text, length: text.length };
}

/**
 * Splits a message into `{type: "paragraph", lines}` and `{type: "list", items}`, each line parsed.
 */
export function parseMarkdown(text) {
  const blocks = [];
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) addLine(blocks, line);
  return blocks.filter((block) => block.type !== "gap");
}

function addLine(blocks, line) {
  const last = blocks.at(-1);
  const bullet = line.match(BULLET);
  if (line.trim() === "") blocks.push({ type: "gap" });
  else if (bullet) extend(blocks, last, "list", "items", bullet.groups.text);
  else extend(blocks, last, "paragraph", "lines", line);
}

function extend(blocks, last, type, field, text) {
  if (last?.type === type) last[field].push(parseInline(text));
  else blocks.push({ type, [field]: [parseInline(text)] });
}

/** Notion rich text: annotations, links, mentions and inline equations. */

import { colourAttributes, externalLink, fragment, h, safeLink } from "../shared/dom.js";
import { formatDate } from "../shared/format.js";
import { pageIcon } from "../shared/icons.js";

const MARKS = [
  ["bold", "strong"],
  ["italic", "em"],
  ["underline", "u"],
  ["strikethrough", "s"],
];

/** @param {object[]} runs a rich text array @returns {DocumentFragment} */
export function richText(runs, context) {
  return fragment((runs ?? []).map((run) => renderRun(run, context)));
}

function renderRun(run, context) {
  const annotations = run.annotations ?? {};
  const marked = MARKS.reduce(
    (node, [mark, tag]) => (annotations[mark] ? h(tag, {}, node) : node),
    core(run, context),
  );
  const colour = colourAttributes(annotations.color);
  return colour["data-color"] ? h("span", { class: "tint", ...colour }, marked) : marked;
}

function core(run, context) {
  if (run.type === "equation") return equation(run.equation.expression, context);
  if (run.type === "mention") return mention(run, context);
  const text = run.text?.content ?? run.plain_text ?? "";
  const body = run.annotations?.code
    ? h("code", { class: "inline-code" }, text)
    : document.createTextNode(text);
  const address = run.href ?? run.text?.link?.url;
  return address ? textLink(address, body, context) : body;
}

/**
 * A link in text: to a page of this workspace where the address ends in the id of one, else
 * outside.
 */
function textLink(address, body, context) {
  const id = /([0-9a-f]{32})(?:[?#].*)?$/i.exec(address.replaceAll("-", ""))?.[1];
  if (id && context.page(id)) return h("a", { class: "text-link", href: context.href(id) }, body);
  return safeLink(address) ? externalLink(address, { class: "text-link" }, body) : body;
}

function equation(expression, context) {
  return h("code", { class: "inline-equation", title: context.t("equation") }, expression);
}

const MENTIONS = {
  page: (value, run, context) => pageLink(value.id, context, run.plain_text),
  database: (value, run, context) => pageLink(value.id, context, run.plain_text, "database"),
  data_source: (value, run, context) => pageLink(value.id, context, run.plain_text, "database"),
  date: (value, run, context) =>
    h(
      "time",
      { class: "mention date", datetime: value.start },
      `@${formatDate(value, context.locale)}`,
    ),
  user: (value, run) =>
    h("span", { class: "mention" }, `@${value.name ?? (run.plain_text ?? "").replace(/^@/, "")}`),
  custom_emoji: (value) => pageIcon({ type: "custom_emoji", custom_emoji: value }),
};

function mention(run, context) {
  const { type } = run.mention;
  const render = MENTIONS[type];
  if (render) return render(run.mention[type], run, context);
  const address = run.href ?? run.mention[type]?.url ?? run.mention[type]?.href;
  const text = run.plain_text || address || "";
  return address
    ? externalLink(address, { class: "mention" }, text)
    : h("span", { class: "mention" }, text);
}

/** A link to a page or database of the workspace, with its icon; plain where the id is unknown. */
export function pageLink(id, context, fallbackTitle = "", fallbackIcon = "page") {
  const page = context.page(id);
  const title = page?.title || fallbackTitle || context.t("untitled");
  const content = [
    pageIcon(page?.icon, fallbackIcon),
    h("span", { class: "page-link-title" }, title),
  ];
  if (!page) return h("span", { class: "page-link missing" }, content);
  return h("a", { class: "page-link", href: context.href(id) }, content);
}

/** A caption below media, or nothing. */
export function caption(runs, context) {
  return runs?.length ? h("figcaption", { class: "rich" }, richText(runs, context)) : null;
}

/** The icon of a callout or tab, or nothing where there is none. */
export function optionalIcon(icon) {
  return icon ? pageIcon(icon, "page") : null;
}

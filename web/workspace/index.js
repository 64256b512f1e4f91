/** The gallery of finished workspaces at `/workspace`. */

import { dayOf } from "../shared/days.js";
import { fragment, h } from "../shared/dom.js";
import { formatDay } from "../shared/format.js";
import { pageIcon } from "../shared/icons.js";

const TINTS = ["orange", "blue", "green", "purple", "yellow", "pink", "brown", "red"];

/**
 * @param {{pages: {id: string, title: string, icon: object|null, created_time: string}[]}} listing
 */
export function renderIndex({ pages }, context) {
  const header = h(
    "header",
    { class: "index-header" },
    h("h1", { class: "page-title" }, context.t("indexTitle")),
    h("p", {}, context.t("indexHint")),
  );
  if (!pages.length)
    return h(
      "article",
      { class: "page index" },
      header,
      h("p", { class: "empty-view" }, context.t("indexEmpty")),
    );
  const items = pages.map((page) => h("li", {}, workspaceCard(page, context)));
  return h("article", { class: "page index" }, header, h("ul", { class: "gallery" }, items));
}

function workspaceCard(page, context) {
  const when = formatDay(dayOf(page.created_time), context.locale, {
    year: "numeric",
    month: "long",
    day: "numeric",
  });
  const cover = h(
    "div",
    { class: "card-cover plain", "data-color": tintOf(page.title ?? "") },
    pageIcon(page.icon),
  );
  const text = fragment(
    h("strong", {}, page.title || context.t("untitled")),
    h("time", { datetime: page.created_time }, when),
  );
  return h(
    "a",
    { class: "card workspace-card", href: context.href(page.id) },
    cover,
    h("div", { class: "card-body" }, text),
  );
}

function tintOf(title) {
  const sum = [...title].reduce((total, character) => total + character.codePointAt(0), 0);
  return TINTS[sum % TINTS.length];
}

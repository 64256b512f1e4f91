/** The gallery of finished workspaces at `/workspace`: newest first, searched, thrown away. */

import { fill, fragment, h } from "../shared/dom.js";
import { lineIcon, pageIcon } from "../shared/icons.js";
import { trash } from "./editing/rows.js";
import { holdsWords } from "./values.js";

const TINTS = ["orange", "blue", "green", "purple", "yellow", "pink", "brown", "red"];

/**
 * The pages that a title's words ask for, the newest first, of a list in order of creation. Pure.
 */
export function found(pages, words) {
  return pages.filter(({ title }) => holdsWords(title ?? "", words)).reverse();
}

/**
 * @param {{pages: {id: string, title: string, icon: object|null, created_time: string}[]}} listing
 */
export function renderIndex({ pages }, context) {
  const { t, state } = context;
  const header = h(
    "header",
    { class: "index-header" },
    h("h1", { class: "page-title" }, t("indexTitle")),
    h("p", {}, t("indexHint")),
  );
  const list = h("ul", { class: "gallery" });
  const none = h("p", { class: "empty-view", role: "status" });
  const show = (words) => {
    state.set("index.words", words);
    const shown = found(pages, words);
    fill(list, shown.map((page) => entry(page, context)));
    none.hidden = shown.length > 0;
    none.textContent = none.hidden ? "" : t(pages.length ? "indexNone" : "indexEmpty");
  };
  const words = state.get("index.words") ?? "";
  show(words);
  const search = pages.length > 0 && searchField(words, show, t);
  return h("article", { class: "page index" }, header, search, list, none);
}

function searchField(words, onsearch, t) {
  return h("input", {
    type: "search",
    class: "index-search",
    id: "index-search",
    value: words,
    placeholder: t("search"),
    "aria-label": t("search"),
    oninput: ({ target }) => onsearch(target.value),
  });
}

function entry(page, context) {
  const { t } = context;
  const label = `${t("remove")}: ${page.title || t("untitled")}`;
  const button = { type: "button", class: "quiet-button", "aria-label": label, title: t("remove") };
  const remove = () => throwAway(page, context);
  return h(
    "li",
    {},
    workspaceCard(page, context),
    h("button", { ...button, onclick: remove }, lineIcon("trash")),
  );
}

/** To the trash, and back from there for as long as that is offered. */
function throwAway({ id }, { desk, t }) {
  return desk.edit([trash(id, true)], () => [trash(id, false)], { told: t("removed") });
}

function workspaceCard(page, context) {
  const time = new Intl.DateTimeFormat(context.locale, { dateStyle: "long", timeStyle: "short" });
  const cover = h(
    "div",
    { class: "card-cover plain", "data-color": tintOf(page.title ?? "") },
    pageIcon(page.icon),
  );
  const text = fragment(
    h("strong", {}, page.title || context.t("untitled")),
    h("time", { datetime: page.created_time }, time.format(new Date(page.created_time))),
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

/** The gallery of finished workspaces at `/workspace`: newest first, searched, thrown away. */

import { fill, fragment, h } from "../shared/dom.js";
import { lineIcon, pageIcon } from "../shared/icons.js";
import { createClient } from "./editing/client.js";
import { toast } from "./editing/toast.js";

const TINTS = ["orange", "blue", "green", "purple", "yellow", "pink", "brown", "red"];

/**
 * The pages that a title's words ask for, the newest first, of a list in order of creation. Pure.
 */
export function found(pages, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ title }) => wanted.every((word) => (title ?? "").toLowerCase().includes(word));
  return pages.filter(fits).reverse();
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
    value: words,
    placeholder: t("search"),
    "aria-label": t("search"),
    oninput: ({ target }) => onsearch(target.value),
  });
}

function entry(page, context) {
  const { t } = context;
  const label = `${t("remove")}: ${page.title || t("untitled")}`;
  const remove = () => throwAway(page, item, context);
  const button = { type: "button", class: "quiet-button", "aria-label": label, title: t("remove") };
  const item = h(
    "li",
    {},
    workspaceCard(page, context),
    h("button", { ...button, onclick: remove }, lineIcon("trash")),
  );
  return item;
}

/** To the trash, and back from there for as long as that is offered. */
async function throwAway(page, item, { t }) {
  const call = createClient(() => page.id);
  const moved = async (gone) => {
    try {
      await call("PATCH", `pages/${page.id}`, { in_trash: gone });
      item.hidden = gone;
      if (!gone && !item.isConnected) location.reload(); // the list was drawn anew meanwhile
      return true;
    } catch ({ reason, message }) {
      toast(t(`edit_${reason}`, { detail: message }), t);
      return false;
    }
  };
  const back = { label: t("undo"), act: () => moved(false) };
  if (await moved(true)) toast(t("removed"), t, { actions: [back] });
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

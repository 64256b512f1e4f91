/** The buttons at the right of the top bar: the tree of pages, the width, the ways out. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { currentPage } from "../breadcrumb.js";
import { askText } from "./asking.js";
import { headers } from "./client.js";
import { openComments } from "./comments.js";
import { written } from "./payload.js";
import { openMenu, openSheet } from "./popover.js";
import { trash } from "./rows.js";
import { fetchTree, renderTree } from "./tree.js";

const WIDE = "notionforge.wide";
const BUILD_MS = 600_000;
const LOST = "notionforge.lost.json"; // in an archive: what could not be taken along
const LISTED_BYTES = 4_096;

/** @returns {HTMLElement} the bar for the page that a context shows */
export function pageBar(context) {
  const here = currentPage(context)?.id;
  document.body.classList.toggle("wide", isWide(here));
  const tree = button("tree", "list", context, (anchor) => openTree(anchor, context, here));
  const menu = button("pageMenu", "more", context, (anchor) =>
    openMenu(anchor, items(anchor, context, here), context.t("pageMenu")),
  );
  return h("div", { class: "page-bar" }, tree, menu);
}

function button(name, icon, context, act) {
  const made = h(
    "button",
    {
      type: "button",
      class: "quiet-button",
      id: `bar-${name}`,
      "aria-label": context.t(name),
      title: context.t(name),
      "aria-haspopup": "menu",
    },
    lineIcon(icon),
  );
  made.addEventListener("click", () => act(made));
  return made;
}

function items(anchor, context, here) {
  const wide = isWide(here);
  const { page } = context.snapshot;
  const inside = [
    {
      label: context.t("newPage"),
      icon: lineIcon("page"),
      act: () => askPage(anchor, page, context),
    },
    {
      label: context.t("comments"),
      icon: lineIcon("chat"),
      act: () => openComments(anchor, page.id, context),
    },
  ];
  return [
    ...(page ? inside : []),
    {
      label: context.t("fullWidth"),
      chosen: wide,
      act: () => {
        localStorage.setItem(`${WIDE}.${here}`, wide ? "" : "1");
        document.body.classList.toggle("wide", !wide);
      },
    },
    { label: context.t("exportPage"), icon: lineIcon("file"), act: () => download(here, context) },
    {
      label: context.t("toNotion"),
      icon: lineIcon("external"),
      act: () => askForNotion(anchor, context, here),
    },
  ];
}

/** Asks what a new page within this one is called, and makes it. */
function askPage(anchor, page, { desk, t }) {
  const make = (title) => {
    const body = { parent: { page_id: page.id }, properties: { title: written("title", title) } };
    desk.edit([{ method: "POST", path: "pages", body }], ([made]) => [trash(made.id, true)], {
      told: t("pageMade", { name: title }),
      again: ([made]) => [trash(made.id, false)],
    });
  };
  askText(anchor, { label: t("newPage"), done: make });
}

function isWide(here) {
  return localStorage.getItem(`${WIDE}.${here}`) === "1";
}

async function openTree(anchor, context, here) {
  const box = h("nav", { class: "page-tree", "aria-label": context.t("tree") });
  try {
    box.append(renderTree(await fetchTree(context.desk.ask), context, here));
  } catch {
    return context.desk.say(context.t("failedHint"));
  }
  openSheet(anchor, box, { label: context.t("tree") });
}

/** The export comes by a fetch, since the server key of the tab goes with it. */
async function download(here, context) {
  const answer = await fetch(`/api/workspaces/${here}/export?language=${context.language}`, {
    headers: headers(),
  }).catch(() => null);
  if (!answer?.ok) return context.desk.say(context.t("failedHint"));
  const name = /filename\*?=(?:UTF-8'')?"?([^";]+)/.exec(
    answer.headers.get("content-disposition") ?? "",
  )?.[1];
  const archive = await answer.blob();
  const address = URL.createObjectURL(archive);
  h("a", { href: address, download: name ? decodeURIComponent(name) : `${here}.zip` }).click();
  URL.revokeObjectURL(address);
  if (await lacksSomething(archive)) context.desk.say(context.t("exportLacks", { file: LOST }));
}

/** A zip lists its files at its end, the last that was written last. */
async function lacksSomething(archive) {
  return (await archive.slice(-LISTED_BYTES).text()).includes(LOST);
}

function askForNotion(anchor, context, here) {
  const { t } = context;
  const token = h("input", {
    type: "password",
    autocomplete: "off",
    required: true,
    class: "edit-text",
  });
  const parent = h("input", { class: "edit-text", inputmode: "url" });
  const said = h("p", { class: "edit-note", role: "status" });
  const build = h("button", { class: "solid-button" }, t("build"));
  const form = h(
    "form",
    { class: "to-notion" },
    h("strong", {}, t("toNotion")),
    h("p", {}, t("toNotionHint")),
    h("label", {}, h("span", {}, t("notionToken")), token),
    h("label", {}, h("span", {}, t("parentPage")), parent),
    build,
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    build.disabled = true;
    said.textContent = t("building");
    said.replaceChildren(await putIntoNotion(here, token.value, parent.value, context));
    build.disabled = false;
  });
  openSheet(anchor, form, { label: t("toNotion") });
}

async function putIntoNotion(here, token, parent, { t }) {
  const body = {
    notion_token: token.trim(),
    ...(parent.trim() ? { parent_page_id: parent.trim() } : {}),
  };
  try {
    const answer = await fetch(`/api/workspaces/${here}/copy`, {
      method: "POST",
      headers: headers(),
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(BUILD_MS),
    });
    const said = await answer.json();
    if (!answer.ok)
      return h("span", {}, t("notBuilt", { detail: said.error?.message ?? answer.status }));
    const link = said.url ?? said.page_url;
    return h(
      "span",
      {},
      `${t("built")} `,
      link ? h("a", { href: link, target: "_blank", rel: "noopener" }, t("openIt")) : null,
    );
  } catch {
    return h("span", {}, t("failedHint"));
  }
}

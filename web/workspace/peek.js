/** A row opened beside the page, in a dialog; on narrow screens the link just leads to it. */

import { createContext } from "./context.js";
import { h } from "../shared/dom.js";
import { fetchText } from "./fetching.js";
import { lineIcon } from "../shared/icons.js";
import { keepingPlace } from "./keep.js";
import { renderPage } from "./page.js";

const WIDE = "(min-width: 860px)";

/** Opens rows of `root` beside the page on plain clicks. */
export function installPeek(root, shell) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-row]");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (!link || modified || !matchMedia(WIDE).matches || link.closest("dialog")) return;
    event.preventDefault();
    openPeek(link, shell);
  });
}

async function openPeek(link, shell) {
  let context;
  try {
    context = await contextOf(link, shell);
  } catch {
    location.assign(link.href);
    return;
  }
  const dialog = peekDialog(link, context);
  const redraw = () => redrawn(dialog, link, shell);
  shell.redrawn.addEventListener("redrawn", redraw);
  dialog.addEventListener("close", () => shell.redrawn.removeEventListener("redrawn", redraw));
  document.body.append(dialog);
  dialog.showModal();
}

async function contextOf(link, shell) {
  const snapshot = JSON.parse(await fetchText(shell.route.dataHref(link.dataset.row)));
  return createContext({ snapshot, ...shell });
}

/** Shows a row anew after an edit; one that was deleted closes. */
async function redrawn(dialog, link, shell) {
  try {
    const context = await contextOf(link, shell);
    const body = dialog.querySelector(".peek-body");
    keepingPlace(body, () => body.replaceChildren(renderPage(context)));
  } catch {
    dialog.close();
  }
}

function peekDialog(link, context) {
  const close = h(
    "button",
    { type: "button", class: "quiet-button", "aria-label": context.t("close") },
    lineIcon("close"),
  );
  const open = h(
    "a",
    { class: "quiet-button", href: link.href },
    lineIcon("external"),
    h("span", {}, context.t("open")),
  );
  const bar = h("div", { class: "peek-bar" }, close, open);
  const dialog = h(
    "dialog",
    { class: "peek", "aria-label": link.textContent },
    bar,
    h("div", { class: "peek-body" }, renderPage(context)),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

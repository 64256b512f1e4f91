/** A row opened beside the page, in a dialog; on narrow screens the link just leads to it. */

import { createContext } from "./context.js";
import { h } from "../shared/dom.js";
import { fetchText } from "./fetching.js";
import { lineIcon } from "../shared/icons.js";
import { keepingPlace } from "./keep.js";
import { renderPage } from "./page.js";

const WIDE = "(min-width: 860px)";

/**
 * Opens rows of `root` beside the page on plain clicks, each a place in the browser's history: Back
 * closes it.
 */
export function installPeek(root, shell) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-row]");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (!link || modified || !matchMedia(WIDE).matches || link.closest("dialog")) return;
    event.preventDefault();
    const { row } = link.dataset;
    if (placed() !== row) history.pushState({ peek: row }, ""); // else clicked twice
    openPeek(link, shell);
  });
  window.addEventListener("popstate", () => followHistory(root, shell));
}

/** Shows the row that the place in the history names, and no other. */
export function followHistory(root, shell) {
  const open = document.querySelector("dialog.peek");
  if (open && open.dataset.hash !== location.hash) return; // a leap to a place on it
  const wanted = placed();
  if (open?.dataset.peek === wanted) return;
  open?.close();
  const link = wanted && root.querySelector(`a[data-row="${CSS.escape(wanted)}"]`);
  if (link && matchMedia(WIDE).matches) openPeek(link, shell);
}

function placed() {
  return history.state?.peek;
}

async function openPeek(link, shell) {
  let context;
  try {
    context = await contextOf(link, shell);
  } catch {
    location.replace(link.href);
    return;
  }
  if (placed() !== link.dataset.row || document.querySelector("dialog.peek[open]")) return;
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
    {
      class: "peek",
      "aria-label": link.textContent,
      "data-peek": link.dataset.row,
      "data-hash": location.hash,
    },
    bar,
    h("div", { class: "peek-body" }, renderPage(context)),
  );
  close.addEventListener("click", () => dialog.close());
  // The second of a double click on the link falls beside the sheet that the first one opened.
  const beside = ({ target, detail }) => target === dialog && detail < 2;
  dialog.addEventListener("click", (event) => beside(event) && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (placed() === dialog.dataset.peek) history.back();
  });
  return dialog;
}

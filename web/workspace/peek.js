/** A row opened beside the page, in a dialog; on narrow screens the link just leads to it. */

import { createContext } from "./context.js";
import { h } from "./dom.js";
import { fetchText } from "./fetching.js";
import { lineIcon } from "./icons.js";
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

async function openPeek(link, { route, speech, state }) {
  let snapshot;
  try {
    snapshot = JSON.parse(await fetchText(route.dataHref(link.dataset.row)));
  } catch {
    location.assign(link.href);
    return;
  }
  const context = createContext({ snapshot, route, speech, state });
  const dialog = peekDialog(link, context);
  document.body.append(dialog);
  dialog.showModal();
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
    renderPage(context),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

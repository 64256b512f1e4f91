import { lineIcon } from "../shared/icons.js";
import { workspacePath } from "./addresses.js";

/** The workspace beside the chat: the rehearsed one before approval, the real one after. */
export class PreviewPane {
  #pane;
  #frame;
  #title;
  #open;
  #close;
  #shown = null;

  constructor(pane, actions) {
    this.#pane = pane;
    this.#frame = pane.querySelector("iframe");
    this.#title = pane.querySelector("h2");
    this.#open = pane.querySelector("a");
    this.#close = pane.querySelector("button");
    this.#open.append(lineIcon("external"));
    this.#close.append(lineIcon("close"));
    this.#close.addEventListener("click", actions.closePreview);
    this.#frame.addEventListener("load", () => this.#pane.removeAttribute("aria-busy"));
  }

  /**
   * Shows `preview` if it is ours to frame; an address elsewhere (Notion) opens in its own tab
   * only. Each preview is loaded anew: the same address may show something else by now.
   */
  render(preview, visible, { t, here }) {
    const path = workspacePath(preview?.url, here);
    this.#pane.hidden = !path || !visible;
    if (preview !== this.#shown) this.#load(path ?? "about:blank");
    this.#shown = preview;
    const title = titleOf(preview, t);
    this.#title.textContent = title;
    this.#frame.title = title;
    this.#pane.classList.toggle("live", Boolean(preview?.live));
    this.#open.href = path ?? "";
    this.#open.setAttribute("aria-label", t("preview.open"));
    this.#open.title = t("preview.open");
    this.#close.setAttribute("aria-label", t("preview.close"));
  }

  /** Not by `src`, which would make each preview a step of the browser's history. */
  #load(address) {
    this.#pane.setAttribute("aria-busy", "true");
    this.#frame.contentWindow.location.replace(address);
  }
}

/** What is shown; of an earlier version which, as the plan that waits is another. */
function titleOf(preview, t) {
  if (preview?.version) return t("preview.version", preview);
  return t(preview?.live ? "preview.live" : "preview.rehearsal");
}

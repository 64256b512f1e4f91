import { isPlace, placeOf } from "./places.js";

/**
 * The address bar and what it names. `onPlace(place)` is called whenever the person goes somewhere:
 * by a link, by the browser's buttons, or by `go`.
 */
export class Router {
  #onPlace;

  constructor(onPlace) {
    this.#onPlace = onPlace;
    window.addEventListener("popstate", () => onPlace(this.place));
    document.addEventListener("click", (event) => this.#follow(event));
  }

  get place() {
    return placeOf(window.location.pathname);
  }

  /** Goes to a path of the page, which becomes a step of the browser's history. */
  go(path) {
    if (path !== window.location.pathname + window.location.search)
      window.history.pushState(null, "", path);
    this.#onPlace(this.place);
  }

  /** The same place under another address: nothing to go back to. */
  rename(path) {
    if (path !== window.location.pathname) window.history.replaceState(null, "", path);
  }

  /** A plain click on a link of our own goes there without loading the page anew. */
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || held || event.button !== 0 || event.defaultPrevented || link.target) return;
    const { origin, pathname, search } = new URL(link.href);
    if (origin !== window.location.origin || !isPlace(pathname) || link.hasAttribute("download"))
      return;
    event.preventDefault();
    this.go(pathname + search);
  }
}

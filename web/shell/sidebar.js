import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { ROOMS, threadPath } from "./places.js";

const ALWAYS_THERE = window.matchMedia("(min-width: 1200px)");

/** The way around: rooms and conversations, beside the page where there is room, else a drawer. */
export class Sidebar {
  #node;
  #scrim;
  #toggle;
  #list;
  #rooms;
  #onForget;
  #open = false;

  constructor({ node, scrim, toggle }, { onForget }) {
    this.#node = node;
    this.#scrim = scrim;
    this.#toggle = toggle;
    this.#onForget = onForget;
    this.#rooms = node.querySelector(".rooms");
    this.#list = node.querySelector(".threads");
    toggle.append(lineIcon("menu"));
    toggle.addEventListener("click", () => this.show(true));
    scrim.addEventListener("click", () => this.show(false));
    node.querySelector(".new-thread").prepend(lineIcon("plus"));
    node.querySelector(".sidebar-close").append(lineIcon("close"));
    node.querySelector(".sidebar-close").addEventListener("click", () => this.show(false));
    node.addEventListener("keydown", ({ key }) => key === "Escape" && this.show(false));
    ALWAYS_THERE.addEventListener("change", () => this.show(false));
    this.show(false);
  }

  /** `place` is where the person is; `threads` are `{id, title}`, `current` the one that is shown. */
  render({ place, threads, current }, { t }) {
    fill(
      this.#rooms,
      ROOMS.map((name) => roomLink(name, place.room === name, t)),
    );
    this.#rooms.hidden = ROOMS.length === 0;
    const here = place.room === "chat" ? current : null;
    const entries = threads.map((thread) => this.#entry(thread, thread.id === here, t));
    const empty = h("li", { class: "faint sidebar-empty" }, t("sidebar.empty"));
    fill(this.#list, entries.length > 0 ? entries : empty);
    this.#toggle.setAttribute("aria-label", t("sidebar.open"));
    this.#node.setAttribute("aria-label", t("sidebar.label"));
    this.#node.querySelector(".sidebar-close").setAttribute("aria-label", t("sidebar.close"));
  }

  /**
   * Opens or closes the drawer; focus goes in with it and comes back to where it was called from.
   */
  show(open) {
    const changed = open !== this.#open;
    this.#open = open;
    this.#node.classList.toggle("open", open);
    this.#scrim.hidden = !open;
    this.#node.inert = !open && !ALWAYS_THERE.matches;
    this.#toggle.setAttribute("aria-expanded", String(open));
    if (changed) (open ? this.#node.querySelector("a, button") : this.#toggle).focus();
  }

  #entry({ id, title }, current, t) {
    const link = {
      href: threadPath(id),
      class: "thread",
      "aria-current": current && "page",
      "data-testid": "thread",
    };
    const forget = {
      type: "button",
      class: "icon-button forget",
      "aria-label": t("sidebar.forget", { title }),
      onclick: () => this.#onForget(id),
    };
    return h(
      "li",
      { class: current ? "current" : "" },
      h("a", link, title),
      h("button", forget, lineIcon("close")),
    );
  }
}

function roomLink(name, current, t) {
  const link = { href: `/${name}`, "aria-current": current && "page", "data-testid": `room-${name}` };
  return h("li", {}, h("a", link, lineIcon(name), t(`room.${name}`)));
}

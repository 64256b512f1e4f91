import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { ROOMS } from "./places.js";

const ICONS = { workspace: "gallery" };
const ALWAYS_THERE = window.matchMedia("(min-width: 1200px)");

/** The way around: rooms and conversations, beside the page where there is room, else a drawer. */
export class Sidebar {
  #node;
  #scrim;
  #toggle;
  #rooms;
  #open = false;

  constructor({ node, scrim, toggle }) {
    this.#node = node;
    this.#scrim = scrim;
    this.#toggle = toggle;
    this.#rooms = node.querySelector(".rooms");
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

  /** `place` is where the person is. */
  render(place, { t }) {
    fill(
      this.#rooms,
      roomLink("workspace", false, t), // a page of its own
      ROOMS.map((name) => roomLink(name, place.room === name, t)),
    );
    this.#toggle.setAttribute("aria-label", t("sidebar.open"));
    this.#node.setAttribute("aria-label", t("sidebar.label"));
    this.#node.querySelector(".sidebar-close").setAttribute("aria-label", t("sidebar.close"));
  }

  /**
   * Opens or closes the drawer; focus goes in with it and comes back to where it was called from.
   */
  show(asked) {
    const open = asked && !ALWAYS_THERE.matches;
    const changed = open !== this.#open;
    this.#open = open;
    this.#node.classList.toggle("open", open);
    this.#scrim.hidden = !open;
    this.#node.inert = !open && !ALWAYS_THERE.matches;
    this.#toggle.setAttribute("aria-expanded", String(open));
    if (changed) (open ? this.#node.querySelector("a, button") : this.#toggle).focus();
  }
}

function roomLink(name, current, t) {
  const link = { href: `/${name}`, "aria-current": current && "page", "data-testid": `room-${name}` };
  return h("li", {}, h("a", link, lineIcon(ICONS[name] ?? name), t(`room.${name}`)));
}

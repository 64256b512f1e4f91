import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

const ALWAYS_THERE = window.matchMedia("(min-width: 1200px)");

/** The list of conversations: beside the page where there is room, else a drawer over it. */
export class Sidebar {
  #node;
  #scrim;
  #toggle;
  #list;
  #actions;
  #open = false;

  constructor({ node, scrim, toggle }, actions) {
    this.#node = node;
    this.#scrim = scrim;
    this.#toggle = toggle;
    this.#actions = actions;
    this.#list = node.querySelector("ul");
    toggle.append(icon("menu"));
    toggle.addEventListener("click", () => this.show(true));
    scrim.addEventListener("click", () => this.show(false));
    node.querySelector(".sidebar-close").append(icon("close"));
    node.querySelector(".sidebar-close").addEventListener("click", () => this.show(false));
    node.addEventListener("keydown", ({ key }) => key === "Escape" && this.show(false));
    ALWAYS_THERE.addEventListener("change", () => this.show(false));
    this.show(false);
  }

  render({ threads, current }, { t }) {
    const entries = threads.map((thread) => this.#entry(thread, thread.id === current, t));
    const empty = el("li", { class: "faint sidebar-empty" }, t("sidebar.empty"));
    fill(this.#list, entries.length > 0 ? entries : empty);
    this.#toggle.setAttribute("aria-label", t("sidebar.open"));
    this.#node.setAttribute("aria-label", t("sidebar.title"));
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
    if (changed) (open ? this.#node.querySelector("button") : this.#toggle).focus();
  }

  #entry({ id, title }, current, t) {
    const open = () => {
      this.show(false);
      this.#actions.openThread(id);
    };
    return el(
      "li",
      { class: current ? "current" : "" },
      el(
        "button",
        {
          type: "button",
          class: "thread",
          "aria-current": current && "true",
          "data-testid": "thread",
          onclick: open,
        },
        title,
      ),
      el(
        "button",
        {
          type: "button",
          class: "icon-button forget",
          "aria-label": t("sidebar.forget", { title }),
          onclick: () => this.#actions.forgetThread(id),
        },
        icon("close"),
      ),
    );
  }
}

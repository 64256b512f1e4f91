import { fill, h } from "./dom.js";
import { button } from "./parts.js";

const SLOTS = 6; // grey places that are shown while the first answer is on its way

/**
 * A region that shows what a request brings, and each of its states: on the way, there, nothing
 * there, failed with a way to try again. `load(signal)` asks, `draw(found)` makes nodes of the
 * answer; where it makes none, `empty()` stands there.
 */
export class Listing {
  #node;
  #shell;
  #load;
  #draw;
  #empty;
  #asking = null;

  constructor(node, shell, { load, draw, empty }) {
    this.#node = node;
    this.#shell = shell;
    this.#load = load;
    this.#draw = draw;
    this.#empty = empty;
  }

  /** Asks anew; a `soft` one leaves what is there until the answer has come, or has not. */
  async show({ soft = false } = {}) {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#node.setAttribute("aria-busy", "true");
    if (!soft) fill(this.#node, slots(this.#shell));
    try {
      const found = await this.#load(asking.signal);
      if (!asking.signal.aborted) this.put(found);
    } catch (error) {
      if (!asking.signal.aborted) this.#fail(error);
    }
    if (!asking.signal.aborted) this.#node.removeAttribute("aria-busy");
  }

  stop() {
    this.#asking?.abort();
  }

  /** Draws what is there already, as somebody narrowed it down. */
  put(found) {
    const drawn = [this.#draw(found)].flat(Infinity).filter(Boolean);
    if (drawn.length === 0) drawn.push(h("div", { class: "room-empty" }, this.#empty()));
    refill(this.#node, drawn);
  }

  #fail(error) {
    const { t } = this.#shell;
    const again = button(t("error.again"), () => this.show(), { "data-testid": "list-again" });
    const told = error.message || t("error.unreachable");
    fill(this.#node, h("div", { class: "room-empty", role: "alert" }, h("p", {}, told), again));
  }
}

/**
 * Puts `children` in a node; where they are there already it stays as it is, as whatever is moved
 * loses the focus.
 */
export function refill(node, children) {
  const there = [...node.childNodes];
  if (there.length === children.length && there.every((child, n) => child === children[n])) return;
  fill(node, children);
}

function slots({ t }) {
  const places = Array.from({ length: SLOTS }, () => h("div", { class: "slot" }));
  const told = h("p", { class: "visually-hidden", role: "status" }, t("list.loading"));
  return [told, h("div", { class: "slots", "aria-hidden": "true" }, places)];
}

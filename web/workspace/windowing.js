/**
 * Long lists: only the stretches near the window are in the page, a gap as high as its rows stands
 * for each other one. So a list of a thousand rows costs what a hundred cost.
 */

import { keptState } from "./context.js";
import { h } from "../shared/dom.js";

const STRETCH = 24; // rows: as many cards fill whole lines, whether 1, 2, 3, 4, 6 or 8 stand in one
const NEAR_PX = 600; // above and below the window
const ROW_PX = 36; // as high a row is thought to be before one was drawn

const lists = new Map(); // the lists in the page, and how each is drawn
let sizes = null;

/**
 * Fills a list with rows, as far as they are near the window.
 * @param {Element} list what holds the rows: a `tbody`, a `ul`
 * @param {object[]} rows
 * @param {{draw: (row: object, index: number) => Element, key: string, context: object}} given
 *   `key` is the list's own, under which is kept what was drawn and how high it was
 * @returns {Element} the list
 */
export function fillList(list, rows, { draw, key, context }) {
  if (rows.length <= 2 * STRETCH) {
    list.append(...rows.map(draw));
    return list;
  }
  const kept = keptState(context, `drawn:${key}`, { drawn: new Set([0]), heights: [] }).get();
  context.state.set(`drawn:${key}`, kept);
  const windowed = new WindowedList(list, rows, draw, kept);
  sizes ??= new ResizeObserver((entries) => entries.forEach(({ target }) => resized(target)));
  arriving.set(list, windowed);
  sizes.observe(list);
  return list;
}

/** Dispatches `drawn`, which bubbles, whenever other rows are in the page. */
class WindowedList {
  /** @param {{drawn: Set<number>, heights: number[]}} kept outlives a redraw */
  constructor(list, rows, draw, kept) {
    Object.assign(this, { list, rows, draw, kept });
    const count = Math.ceil(rows.length / STRETCH);
    for (const index of kept.drawn) if (index >= count) kept.drawn.delete(index);
    this.stretches = Array.from({ length: count }, (_, index) =>
      kept.drawn.has(index) ? this.rowsOf(index) : [this.gap(index)],
    );
    list.append(...this.stretches.flat());
  }

  rowsOf(index) {
    const start = index * STRETCH;
    return this.rows
      .slice(start, start + STRETCH)
      .map((row, place) => this.draw(row, start + place));
  }

  gap(index) {
    const size = Math.min(STRETCH, this.rows.length - index * STRETCH);
    const known = this.kept.heights.filter(Boolean);
    const mean = known.reduce((sum, height) => sum + height, 0) / known.length;
    const height = this.kept.heights[index] ?? (mean || ROW_PX * STRETCH) * (size / STRETCH);
    const tag = this.list.tagName === "TBODY" ? "tr" : this.list.tagName === "UL" ? "li" : "div";
    const style = { height: `${height}px` };
    return h(tag, { class: "gap", style, "aria-hidden": "true" }, tag === "tr" ? h("td") : null);
  }

  /** Draws what came near, and takes away what went far, but for where the focus is. */
  settle() {
    if (!this.list.getClientRects().length) return; // within something closed
    const places = this.stretches.map((nodes) => ({
      top: nodes[0].getBoundingClientRect().top,
      bottom: nodes.at(-1).getBoundingClientRect().bottom,
    }));
    places.forEach(({ top, bottom }, index) => {
      const near = bottom > -NEAR_PX && top < innerHeight + NEAR_PX;
      if (near === this.kept.drawn.has(index)) return;
      if (!near && this.stretches[index].some((node) => node.contains(document.activeElement)))
        return;
      if (!near) this.kept.heights[index] = bottom - top;
      this.show(index, near);
    });
  }

  show(index, near) {
    const before = this.stretches[index];
    this.stretches[index] = near ? this.rowsOf(index) : [this.gap(index)];
    if (near) this.kept.drawn.add(index);
    else this.kept.drawn.delete(index);
    before[0].before(...this.stretches[index]);
    for (const node of before) node.remove();
    this.list.dispatchEvent(new Event("drawn", { bubbles: true }));
  }

  showAll() {
    this.stretches.forEach((_, index) => this.kept.drawn.has(index) || this.show(index, true));
  }
}

const arriving = new WeakMap();

/** A list is in the page once it has a size. */
function resized(list) {
  if (list.isConnected) lists.set(list, arriving.get(list));
  settleAll();
}

function settleAll() {
  for (const [list, windowed] of lists) {
    if (list.isConnected) windowed.settle();
    else if (lists.delete(list)) sizes.unobserve(list);
  }
}

/** Follows the window wherever it scrolls, for as long as the page is open. */
export function installWindowing() {
  document.addEventListener("scroll", settleAll, { capture: true, passive: true });
  window.addEventListener("resize", settleAll);
  // On paper there is no scrolling.
  window.addEventListener("beforeprint", () => {
    for (const windowed of lists.values()) windowed.showAll();
  });
}

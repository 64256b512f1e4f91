import { fill, h } from "../../shared/dom.js";

/**
 * A plot with its name and, for who cannot see it, the same as a table. `draw(width)` makes the SVG
 * at the width that there is; `rows` are those of the table, the first its heads. The plot follows
 * the width of its place for as long as it is on the page.
 */
export function plot(title, draw, rows) {
  const stage = h("div", { class: "plot-stage" });
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const now = Math.floor(contentRect.width);
    if (now > 0 && now !== width) fill(stage, draw(now));
    width = now;
  }).observe(stage);
  return h(
    "figure",
    { class: "panel plot" },
    h("figcaption", {}, h("h2", {}, title)),
    stage,
    h("div", { class: "visually-hidden" }, table(title, rows)),
  );
}

/** A table of plain cells; the first row and the first column name the others. */
export function table(title, [heads, ...rows]) {
  return h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, title),
    h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text)))),
    h(
      "tbody",
      {},
      rows.map(([name, ...cells]) =>
        h("tr", {}, h("th", { scope: "row" }, name), cells.map((cell) => h("td", {}, cell))),
      ),
    ),
  );
}

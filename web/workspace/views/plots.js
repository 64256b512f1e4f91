/**
 * Columns, bars, lines and donuts as SVG, drawn at the width they are shown at so that text keeps
 * its size.
 */

import { svg } from "../../shared/dom.js";
import { axisTicks } from "../group.js";

const MARGIN = { top: 20, right: 8, bottom: 28, left: 46 };
const WIDE_CHARACTER = 12;
const NARROW_CHARACTER = 6.6;
const MAX_BAND = 56;
const GAP = 2;

const solid = (colour) => `var(--nf-${colour}-solid)`;

function canvas(width, height, children) {
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    children,
  );
}

function label(text, { class: kind, ...attributes }) {
  return svg("text", { class: ["plot-text", kind], ...attributes }, text);
}

/** About how wide a text is at the size of labels, counting CJK characters as wide. */
function widthOf(text) {
  return [...text].reduce(
    (sum, character) => sum + (character > "\u2e7f" ? WIDE_CHARACTER : NARROW_CHARACTER),
    0,
  );
}

/** The text cut to about `pixels`. */
function fit(text, pixels) {
  if (widthOf(text) <= pixels) return text;
  let cut = text.slice(0, -1);
  while (cut.length > 1 && widthOf(cut) + NARROW_CHARACTER > pixels) cut = cut.slice(0, -1);
  return `${cut}…`;
}

function totals({ categories, series }) {
  return categories.map((_, index) =>
    series.reduce((total, { values }) => total + values[index], 0),
  );
}

function linear([low, high], [from, to]) {
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

function valueAxis(ticks, scale, width, data) {
  return ticks.map((tick) => [
    svg("line", {
      class: "plot-grid",
      x1: MARGIN.left,
      x2: width - MARGIN.right,
      y1: scale(tick),
      y2: scale(tick),
    }),
    label(data.short(tick), { x: MARGIN.left - 8, y: scale(tick) + 4, "text-anchor": "end" }),
  ]);
}

/** Axes and names; names that would collide are left out with `data.thinned`, else they are cut. */
function verticalFrame(data, figures, width, height) {
  const ticks = axisTicks(Math.min(...figures), Math.max(...figures), data.whole);
  const scale = linear([ticks[0], ticks.at(-1)], [height - MARGIN.bottom, MARGIN.top]);
  const band = (width - MARGIN.left - MARGIN.right) / data.categories.length;
  const middle = (index) => MARGIN.left + band * (index + 0.5);
  const needed = data.thinned ? Math.max(...data.categories.map(widthOf)) + 10 : 36;
  const every = Math.ceil(needed / band);
  const names = data.categories.map(
    (name, index) =>
      index % every === 0 &&
      label(fit(name, Math.max(band * every - 6, 24)), {
        x: middle(index),
        y: height - 8,
        "text-anchor": "middle",
      }),
  );
  return { scale, band, middle, parts: [valueAxis(ticks, scale, width, data), names] };
}

export function drawColumns(data, width, height) {
  const sums = totals(data);
  const { scale, band, middle, parts } = verticalFrame(data, sums, width, height);
  const thick = Math.min(band * 0.62, MAX_BAND);
  const columns = data.categories.map((_, index) =>
    stack(data, index, (from, to, colour) => {
      const top = Math.min(scale(from), scale(to));
      const tall = Math.max(Math.abs(scale(from) - scale(to)) - (from ? GAP : 0), 0);
      return svg("rect", {
        x: middle(index) - thick / 2,
        y: top,
        width: thick,
        height: tall,
        rx: 4,
        style: { fill: solid(colour) },
      });
    }),
  );
  const figures =
    data.labelled &&
    band > 26 &&
    sums.map((sum, index) =>
      label(data.short(sum), {
        class: "plot-figure",
        x: middle(index),
        y: scale(Math.max(sum, 0)) - 6,
        "text-anchor": "middle",
      }),
    );
  return canvas(width, height, [parts, columns, figures]);
}

/** One mark per series on top of the other; series of zero leave none. */
function stack({ series }, index, mark) {
  let base = 0;
  return series.map(({ values, colours }) => {
    const from = base;
    base += values[index];
    return values[index] ? mark(from, base, colours[index]) : null;
  });
}

export function drawBars(data, width, height) {
  const sums = totals(data);
  const left = Math.min(width * 0.34, 160);
  const scale = linear([Math.min(0, ...sums), Math.max(...sums, 1e-9)], [left, width - 64]);
  const band = height / data.categories.length;
  const thick = Math.min(band * 0.58, 30);
  const rows = data.categories.map((name, index) => {
    const y = band * (index + 0.5);
    const marks = stack(data, index, (from, to, colour) =>
      svg("rect", {
        x: scale(from) + (from ? GAP : 0),
        y: y - thick / 2,
        width: Math.max(scale(to) - scale(from) - (from ? GAP : 0), 1),
        height: thick,
        rx: 4,
        style: { fill: solid(colour) },
      }),
    );
    const figure = label(data.short(sums[index]), {
      class: "plot-figure",
      x: scale(Math.max(sums[index], 0)) + 8,
      y: y + 4,
    });
    return [
      label(fit(name, left - 16), { x: left - 10, y: y + 4, "text-anchor": "end" }),
      marks,
      figure,
    ];
  });
  return canvas(width, height, rows);
}

export function drawLine(data, width, height) {
  const figures = data.series.flatMap(({ values }) => values);
  const { scale, middle, parts } = verticalFrame({ ...data, thinned: true }, figures, width, height);
  const lines = data.series.map(({ values, colours }) => {
    const points = values.map((value, index) => [middle(index), scale(value)]);
    const path = points
      .map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`)
      .join("");
    const colour = solid(colours[0]);
    const area = `${path}L${points.at(-1)[0]} ${scale(0)}L${points[0][0]} ${scale(0)}Z`;
    const fill =
      data.filled &&
      data.series.length === 1 &&
      svg("path", { d: area, class: "plot-area", style: { fill: colour } });
    const dots = points.map(([cx, cy]) =>
      svg("circle", { cx, cy, r: 3.5, class: "plot-dot", style: { stroke: colour } }),
    );
    return [fill, svg("path", { d: path, class: "plot-line", style: { stroke: colour } }), dots];
  });
  return canvas(width, height, [parts, lines]);
}

export function drawDonut(data, width, height) {
  const [{ values, colours }] = data.series;
  const total = values.reduce((sum, value) => sum + value, 0);
  const radius = Math.min(width, height) / 2 - 22;
  const around = 2 * Math.PI * radius;
  let turned = 0;
  const slices = values.map((value, index) => {
    const length = total ? (value / total) * around : 0;
    const dash = `${Math.max(length - GAP, 0)} ${around}`;
    const slice = svg("circle", {
      r: radius,
      cx: width / 2,
      cy: height / 2,
      class: "plot-slice",
      "stroke-dasharray": dash,
      "stroke-dashoffset": -turned,
      transform: `rotate(-90 ${width / 2} ${height / 2})`,
      style: { stroke: solid(colours[index]) },
    });
    turned += length;
    return length ? slice : null;
  });
  const middle = { x: width / 2, "text-anchor": "middle" };
  return canvas(width, height, [
    slices,
    label(data.short(total), { ...middle, class: "plot-total", y: height / 2 + 4 }),
    label(fit(data.measure, radius * 1.3), { ...middle, y: height / 2 + 24 }),
  ]);
}

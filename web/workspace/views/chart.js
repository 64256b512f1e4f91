/**
 * The chart view: figures per group, drawn as inline SVG with the same figures as a table for those
 * who listen.
 */

import { h } from "../../shared/dom.js";
import { formatCompact, formatNumber } from "../../shared/format.js";
import { aggregate, groupRows } from "../group.js";
import { findProperty } from "../values.js";
import { emptyView, groupText } from "./common.js";
import { drawBars, drawColumns, drawDonut, drawLine } from "./plots.js";

const DRAW = { column: drawColumns, bar: drawBars, line: drawLine, donut: drawDonut };
const HEIGHTS = { small: 200, medium: 280, large: 360, extra_large: 460 };
const PALETTE = ["blue", "orange", "green", "purple", "pink", "yellow", "red", "brown", "gray"];
const RATIO_AGGREGATORS = /^percent_/;

/** @param {import("./common.js").ViewInput} input */
export function renderChart({ view, schema, rows, context }) {
  const config = view.configuration ?? {};
  if (config.chart_type === "number") return numberTile(config, schema, rows, context);
  const data = chartData(config, schema, rows, context);
  if (!data.categories.length) return emptyView(context);
  const summary = `${view.name}: ${context.t(config.chart_type)}, ${data.measure}`;
  const stage = h("div", { class: "chart-stage", role: "img", "aria-label": summary });
  drawWhenSized(
    stage,
    DRAW[config.chart_type] ?? drawColumns,
    data,
    HEIGHTS[config.height] ?? HEIGHTS.medium,
  );
  const caption = config.caption ? h("figcaption", {}, config.caption) : null;
  const legend =
    data.series.length > 1 || config.chart_type === "donut" ? legendOf(config, data) : null;
  return h(
    "figure",
    { class: "chart" },
    stage,
    legend,
    figuresTable(data, summary, context),
    caption,
  );
}

function numberTile(config, schema, rows, context) {
  const axis = config.value ?? config.y_axis;
  const format = numberFormat(axis, schema);
  const text = formatNumber(aggregate(rows, schema, axis), format, context.locale);
  const caption = config.caption ?? measureName(axis, schema, context);
  return h("div", { class: "number-tile" }, h("strong", {}, text), h("span", {}, caption));
}

function numberFormat(axis, schema) {
  if (RATIO_AGGREGATORS.test(axis?.aggregator)) return "percent";
  const format = findProperty(schema, axis?.property_id)?.number?.format;
  const counted = ["count", "count_values", "unique", "empty", "not_empty"].includes(
    axis?.aggregator,
  );
  return format && !counted ? format : "number_with_commas";
}

function measureName(axis, schema, context) {
  return findProperty(schema, axis?.property_id)?.name ?? context.t("count");
}

/**
 * @returns {{categories: string[], series: {label: string, colours: string[], values: number[]}[],
 *   whole: boolean, measure: string, format: (number) => string, short: (number) => string,
 *   labelled: boolean, filled: boolean}} `whole` figures get whole axis steps; a line leaves out
 *   rows without a place on its axis
 */
function chartData(config, schema, rows, context) {
  const axis = config.y_axis ?? config.value ?? { aggregator: "count" };
  const groupBy = config.x_axis ?? { property_id: config.x_axis_property_id };
  const found = groupRows(rows, schema, groupBy).filter(
    (group) => config.chart_type !== "line" || group.kind !== "empty",
  );
  const groups = sortGroups(found, config, (group) => aggregate(group.rows, schema, axis));
  const series = seriesOf(groups, config, schema, axis, context);
  const format = numberFormat(axis, schema);
  return {
    categories: groups.map((group) => groupText(group, context)),
    series,
    whole: format !== "percent" && series.every(({ values }) => values.every(Number.isInteger)),
    measure: measureName(axis, schema, context),
    format: (value) => formatNumber(value, format, context.locale),
    short: (value) =>
      format === "percent"
        ? formatNumber(value, format, context.locale)
        : formatCompact(value, context.locale),
    labelled: config.show_data_labels !== false,
    filled: !config.hide_line_fill_area,
  };
}

function sortGroups(groups, { sort = "manual", hide_empty_groups: hideEmpty }, figure) {
  const shown = hideEmpty ? groups.filter((group) => group.rows.length) : groups;
  if (sort.startsWith("y_")) shown.sort((left, right) => figure(left) - figure(right));
  return sort.endsWith("_descending") ? shown.reverse() : shown;
}

function seriesOf(groups, config, schema, axis, context) {
  if (!config.stack_by) {
    const values = running(
      groups.map((group) => aggregate(group.rows, schema, axis)),
      config.cumulative,
    );
    return [
      { label: measureName(axis, schema, context), colours: coloursOf(groups, config), values },
    ];
  }
  const stacks = groupRows(
    groups.flatMap((group) => group.rows),
    schema,
    config.stack_by,
  );
  const colours = coloursOf(stacks, { ...config, color_theme: "colorful" });
  const series = stacks.map((stack, index) => {
    const values = groups.map((group) =>
      aggregate(
        group.rows.filter((row) => stack.rows.includes(row)),
        schema,
        axis,
      ),
    );
    return {
      label: groupText(stack, context),
      colours: groups.map(() => colours[index]),
      values: running(values, config.cumulative),
    };
  });
  return series.filter(({ values }) => values.some(Boolean));
}

function running(values, cumulative) {
  let total = 0;
  return cumulative ? values.map((value) => (total += value)) : values;
}

/**
 * A colour per group: the option's own, else the theme's, else one after the other for parts of a
 * whole.
 */
function coloursOf(groups, { color_theme: theme = "auto", chart_type: type }) {
  const many = theme === "colorful" || type === "donut";
  return groups.map((group, index) => {
    if (theme !== "auto" && theme !== "colorful") return theme === "teal" ? "green" : theme;
    if (group.kind === "empty") return "default";
    if (group.color) return group.color === "default" ? "gray" : group.color;
    return many ? PALETTE[index % PALETTE.length] : PALETTE[0];
  });
}

const NARROWEST = 160; // a box on its way to its width may be a few pixels wide

function drawWhenSized(stage, draw, data, height) {
  let drawn = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (!contentRect.width) return;
    const width = Math.max(Math.floor(contentRect.width), NARROWEST);
    if (width === drawn) return;
    drawn = width;
    stage.replaceChildren(draw(data, width, height));
  });
  stage.style.height = `${height}px`;
  observer.observe(stage);
}

function legendOf(config, { categories, series, format }) {
  if (config.legend_position === "off") return null;
  const entries =
    series.length > 1
      ? series.map(({ label, colours }) => ({ label, colour: colours[0], figure: "" }))
      : categories.map((label, index) => ({
          label,
          colour: series[0].colours[index],
          figure: format(series[0].values[index]),
        }));
  const items = entries.map(({ label, colour, figure }) =>
    h(
      "li",
      { "data-color": colour },
      h("span", { class: "dot" }),
      h("span", {}, label),
      figure && h("b", {}, figure),
    ),
  );
  return h("ul", { class: "legend", "aria-hidden": "true" }, items);
}

function figuresTable({ categories, series, format }, summary, context) {
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, context.t("category")),
    series.map(({ label }) => h("th", { scope: "col" }, label)),
  );
  const body = categories.map((label, index) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, label),
      series.map(({ values }) => h("td", {}, format(values[index]))),
    ),
  );
  return h(
    "table",
    { class: "visually-hidden" },
    h("caption", {}, summary),
    h("thead", {}, head),
    h("tbody", {}, body),
  );
}

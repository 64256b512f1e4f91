/** The timeline view: bars over a day scale. */

import { dayOf, partsOf, timelineScale } from "../../shared/days.js";
import { fragment, h } from "../../shared/dom.js";
import { formatDate, formatDay } from "../../shared/format.js";
import { dateOf, findProperty, titleText } from "../values.js";
import { fillList } from "../windowing.js";
import { dateProperty, newRowToday } from "./calendar.js";
import { emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderTimeline(input) {
  const { view, rows, context } = input;
  const bars = rows.map((row) => barOf(row, input)).filter(Boolean);
  if (!bars.length) return fragment(emptyView(context), newRowToday(input, dateProperty(input)));
  const scale = timelineScale(bars, context.today, view.configuration?.preference?.zoom_level);
  const width = `${(scale.end - scale.start) * scale.pixels}px`;
  const sheet = h(
    "div",
    { class: "timeline", style: { "--day": `${scale.pixels}px`, "--sheet": width } },
    scaleHeader(scale, context),
    fillList(h("div"), bars, {
      draw: (bar) => lane(bar, scale, input),
      key: view.id,
      context,
    }),
    todayLine(scale, context),
  );
  const box = h(
    "div",
    {
      class: "scroller timeline-box",
      tabindex: "0",
      role: "group",
      "aria-label": view.name,
      "data-keep": view.id,
    },
    sheet,
  );
  scrollTo(box, bars, scale, context.today);
  return box;
}

function barOf(row, input) {
  const date = dateOf(row.properties?.[dateProperty(input)?.name]);
  const start = dayOf(date?.start);
  if (start === null) return null;
  const ending = findProperty(input.schema, input.view.configuration?.end_date_property_id);
  const until = ending ? dateOf(row.properties?.[ending.name]) : null;
  const end = dayOf(until?.end ?? until?.start ?? date.end) ?? start;
  return {
    row,
    start,
    end: Math.max(start, end),
    date: { start: date.start, end: until?.start ?? date.end },
  };
}

function scaleHeader(scale, context) {
  const months = scale.months.map(({ start, days }) => {
    const label = formatDay(start, context.locale, { year: "numeric", month: "short" });
    return h(
      "span",
      { class: "scale-month", style: { width: `calc(var(--day) * ${days})` } },
      h("span", {}, label),
    );
  });
  const ticks = scale.ticks.map((day) => tick(day, scale, context.today));
  return h(
    "div",
    { class: "timeline-header", "aria-hidden": "true" },
    h("div", { class: "scale-months" }, months),
    h("div", { class: "scale-ticks" }, ticks),
  );
}

function tick(day, scale, today) {
  const { day: number, weekday } = partsOf(day);
  const left = `calc(var(--day) * ${day - scale.start})`;
  return h(
    "span",
    { class: ["scale-tick", day === today ? "today" : weekday === 0 && "sunday"], style: { left } },
    String(number),
  );
}

function lane(bar, scale, { schema, context }) {
  const place = {
    left: `calc(var(--day) * ${bar.start - scale.start})`,
    width: `calc(var(--day) * ${bar.end - bar.start + 1})`,
  };
  const dates = formatDate(bar.date, context.locale, { today: context.today });
  const link = rowLink(bar.row, context, "bar-link");
  link.setAttribute("aria-label", `${titleText(bar.row) || context.t("untitled")}, ${dates}`);
  const span = h(
    "div",
    { class: "bar", "data-color": barColour(bar.row, schema), style: place, title: dates },
    link,
  );
  return h("div", { class: "lane", "data-block": bar.row.id }, span);
}

function barColour(row, schema) {
  const values = Object.keys(schema).map((name) => row.properties?.[name]);
  const option =
    values.find((value) => value?.status)?.status ?? values.find((value) => value?.select)?.select;
  return option?.color && option.color !== "default" ? option.color : "gray";
}

function todayLine(scale, context) {
  if (context.today < scale.start || context.today >= scale.end) return null;
  const left = `calc(var(--day) * ${context.today - scale.start + 0.5})`;
  return h("div", { class: "today-line", style: { left }, "aria-hidden": "true" });
}

/** Opens the box at today, or at the first bar where today is outside. */
function scrollTo(box, bars, scale, today) {
  const inside = today >= scale.start && today < scale.end;
  const first = Math.min(...bars.map(({ start }) => start));
  const day = inside ? Math.max(first, today - 14) : first;
  requestAnimationFrame(() => {
    if (!box.dataset.kept) box.scrollLeft = Math.max(0, (day - scale.start - 2) * scale.pixels);
  });
}

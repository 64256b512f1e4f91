/** The calendar view: a month at a time, opened where most rows near today are. */

import { keptState } from "../context.js";
import {
  dayOf,
  dayText,
  firstDayOfMonth,
  monthGrid,
  monthIndex,
  openingMonth,
  partsOf,
} from "../../shared/days.js";
import { fragment, h } from "../../shared/dom.js";
import { formatDay } from "../../shared/format.js";
import { lineIcon } from "../../shared/icons.js";
import { save } from "../editing/cells.js";
import { movedBy } from "../editing/datefield.js";
import { draggable, dropTarget } from "../editing/dragging.js";
import { entered, written } from "../editing/payload.js";
import { newRowButton } from "../editing/rows.js";
import { dateOf, findProperty } from "../values.js";
import { cardProperties, cardValues, rowLink } from "./common.js";

/** 4 January 1970, the first Sunday of the day count. */
const A_SUNDAY = 3;

/** @param {import("./common.js").ViewInput} input */
export function renderCalendar(input) {
  const { view, rows, context } = input;
  const property = dateProperty(input);
  const events = rows.map((row) => eventOf(row, property)).filter(Boolean);
  const given = { ...input, property, events };
  const month = keptState(
    context,
    `month:${view.id}`,
    openingMonth(
      events.map(({ start }) => start),
      context.today,
    ),
  );
  const box = h("div", { class: "calendar" });
  const draw = (index) => {
    month.set(index);
    box.replaceChildren(...monthParts(index, given, draw));
  };
  draw(month.get());
  return fragment(box, newRowToday(input, property));
}

/** The button that adds a row of today, so that it is seen at once. */
export function newRowToday(input, property) {
  return newRowButton(input, ofDay(input.context.today, property));
}

/** A day as the group of the rows that are made on it. */
function ofDay(day, property) {
  return { kind: "day", key: dayText(day), property };
}

/** The date property a calendar or timeline goes by, or the first of the schema. */
export function dateProperty({ view, schema }) {
  const named = findProperty(schema, view.configuration?.date_property_id);
  return (
    named ?? findProperty(schema, Object.values(schema).find(({ type }) => type === "date")?.id)
  );
}

function eventOf(row, property) {
  const date = dateOf(row.properties?.[property?.name]);
  const start = dayOf(date?.start);
  return start === null ? null : { row, start, end: dayOf(date.end) ?? start };
}

function monthParts(index, given, draw) {
  const { context, view } = given;
  const title = formatDay(firstDayOfMonth(index), context.locale, {
    year: "numeric",
    month: "long",
  });
  const grid = h(
    "table",
    { class: "month", "aria-label": `${view.name}, ${title}` },
    weekdayRow(context),
    h(
      "tbody",
      {},
      monthGrid(index).map((week) => weekRow(week, index, given)),
    ),
  );
  return [toolbar(index, title, context, draw), grid, agenda(index, given)];
}

function toolbar(index, title, context, draw) {
  const button = (label, target, ...content) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet-button",
        "aria-label": label,
        on: { click: () => draw(target) },
      },
      content,
    );
  return h(
    "div",
    { class: "calendar-bar" },
    h("strong", { "aria-live": "polite" }, title),
    button(context.t("previousMonth"), index - 1, lineIcon("left")),
    button(context.t("today"), monthIndex(context.today), context.t("today")),
    button(context.t("nextMonth"), index + 1, lineIcon("right")),
  );
}

function weekdayRow(context) {
  const cells = Array.from({ length: 7 }, (_, offset) => {
    const label = formatDay(A_SUNDAY + offset, context.locale, { weekday: "long" });
    return h(
      "th",
      { scope: "col", abbr: label },
      formatDay(A_SUNDAY + offset, context.locale, { weekday: "short" }),
    );
  });
  return h("thead", {}, h("tr", {}, cells));
}

function weekRow(week, index, given) {
  return h(
    "tr",
    {},
    week.map((day) => dayCell(day, index, given)),
  );
}

function dayCell(day, index, given) {
  const { events, rows, property, context } = given;
  const { day: number, weekday } = partsOf(day);
  const here = events.filter(({ start, end }) => start <= day && day <= end);
  const items = here.map((event) => eventItem(event, day, given));
  const classes = [
    monthIndex(day) !== index && "outside",
    day === context.today && "today",
    weekday === 0 && "sunday",
  ];
  const label = h(
    "span",
    { class: "day-number", "aria-current": day === context.today ? "date" : null },
    String(number),
  );
  const list = items.length ? h("ul", {}, items) : null;
  const cell = h("td", { class: classes }, label, newRowOf(day, given), list);
  const dropped = (row, from) => from !== day && move(row, day - from, property, context);
  return isMovable(given) ? dropTarget(cell, rows, dropped) : cell;
}

function move(row, days, property, context) {
  const held = row.properties[property.name];
  save(row, property, written("date", movedBy(days, entered(held))), context);
}

/** A row on one of its days, by which it is taken to others. */
function eventItem(event, day, given) {
  const classes = ["event", event.start < day && "continues"];
  const item = h("li", { class: classes }, rowLink(event.row, given.context));
  return isMovable(given) ? draggable(item, event.row, given.context, day) : item;
}

/** Whether rows may be given another day: when they were made or edited is not for a person to say. */
function isMovable({ property, context }) {
  return Boolean(context.desk) && property?.type === "date";
}

/** A day's own button for a new row; by keys that of today does, whose row can be given a day. */
function newRowOf(day, given) {
  const { context, property, view } = given;
  const button = newRowButton(given, ofDay(day, property));
  if (!button) return null;
  const told = formatDay(day, context.locale, { month: "long", day: "numeric" });
  button.setAttribute("aria-label", `${context.t("newRow")}, ${told}`);
  button.id = `new-${view.id}-on-${dayText(day)}`;
  button.tabIndex = -1;
  return button;
}

/** The month as a list, shown instead of the words in the cells on narrow screens. */
function agenda(index, { events, view, schema, context }) {
  const properties = cardProperties(view, schema, [view.configuration?.date_property_id]);
  const shown = events
    .filter(({ start, end }) => monthIndex(start) <= index && index <= monthIndex(end))
    .sort((left, right) => left.start - right.start);
  const items = shown.map(({ row, start }) => {
    const label = formatDay(start, context.locale, {
      month: "short",
      day: "numeric",
      weekday: "short",
    });
    return h(
      "li",
      {},
      h("span", { class: "agenda-day" }, label),
      rowLink(row, context),
      cardValues(row, properties, context),
    );
  });
  return h("ul", { class: "agenda" }, items);
}

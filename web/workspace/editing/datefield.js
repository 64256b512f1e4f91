/** The editor of a day, or of days from one to another, with a time of day or without. */

import { dayOf, dayText } from "../../shared/days.js";
import { h } from "../../shared/dom.js";
import { entered } from "./payload.js";
import { openSheet } from "./popover.js";

const FIRST_HOUR = "T09:00"; // of a day that is given a time
const END_OF_MINUTE = 16; // letters of "2026-11-29T09:30"
const END_OF_DAY = 10;

export function dateEditor({ anchor, value, property, context, save }) {
  const { t } = context;
  const before = entered(value);
  const timed = h("input", { type: "checkbox", checked: isTimed(before) });
  const start = h("input", { class: "edit-text" });
  const end = h("input", { class: "edit-text" });
  const show = (date) => {
    start.type = end.type = timed.checked ? "datetime-local" : "date";
    start.value = onClock(date?.start, timed.checked);
    end.value = onClock(date?.end, timed.checked);
  };
  const typed = () => ({ start: start.value, end: end.value });
  show(before);
  timed.addEventListener("change", () => show(typed()));
  const clear = h(
    "button",
    {
      type: "button",
      class: "quiet-button menu-item",
      on: { click: () => ((start.value = end.value = ""), close()) },
    },
    t("clear"),
  );
  const note = h("p", { class: "edit-note", role: "alert" });
  let settled = false;
  const commit = () => {
    if (start.value && end.value && end.value < start.value) return false;
    const date = dated(typed(), timed.checked);
    if (momentOf(date) !== momentOf(before)) save(date);
    return true;
  };
  const keep = () => {
    settled = commit();
    if (settled) close();
    else note.textContent = t("endsBefore");
  };
  const body = h(
    "div",
    { class: "edit-date" },
    labelled(t("start"), start),
    labelled(t("end"), end),
    h("label", { class: "edit-timed" }, timed, h("span", {}, t("withTime"))),
    note,
    clear,
  );
  body.addEventListener(
    "keydown",
    (event) => event.key === "Enter" && event.target !== clear && keep(),
  );
  const close = openSheet(anchor, body, {
    label: t("editValue", { name: property.name }),
    closed: ({ givenUp }) => {
      if (!givenUp && !settled && !commit()) context.desk.say(t("endsBefore"));
    },
  });
}

function isTimed(date) {
  return Boolean(date?.start?.includes("T"));
}

/** What a box shows of a day or a moment: "2026-11-29", or by the reader's clock with its time. */
export function onClock(text, timed) {
  if (!text) return "";
  if (!text.includes("T")) return timed ? text + FIRST_HOUR : text;
  const moment = new Date(text);
  const shown = new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString();
  return shown.slice(0, timed ? END_OF_MINUTE : END_OF_DAY);
}

/** What was typed as Notion keeps it; null where no start was. */
export function dated({ start, end }, timed) {
  if (!start) return null;
  const whole = (text) => (text ? (timed ? withOffset(text) : text) : null);
  return { start: whole(start), end: end === start ? null : whole(end) };
}

/** A date some days later, at the same time by the reader's clock, as long as it was. */
export function movedBy(days, { start, end }) {
  const timed = isTimed({ start });
  const later = (text) => {
    const shown = onClock(text, timed);
    return shown && dayText(dayOf(shown.slice(0, END_OF_DAY)) + days) + shown.slice(END_OF_DAY);
  };
  return dated({ start: later(start), end: later(end) }, timed);
}

/** A moment of the reader's clock with the clock's own distance from UTC. */
function withOffset(text) {
  const minutes = -new Date(text).getTimezoneOffset();
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${text}:00${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/** The same for dates that say the same, however they are written. */
export function momentOf(date) {
  const exact = (text) => (text?.includes("T") ? Date.parse(text) : text);
  return date ? [date.start, date.end].map(exact).join() : "";
}

function labelled(words, box) {
  return h("label", {}, h("span", {}, words), box);
}

/** A small sheet beside what was clicked: editors and menus. One at a time; Esc gives it up. */

import { h } from "../../shared/dom.js";

const MARGIN = 8;
let shown = null;

/**
 * @param {Element} anchor
 * @param {Node} content
 * @param {{label: string, over?: boolean, closed?: (given: {given_up: boolean}) => void}} options
 *   `over` lays it upon the anchor, as an editor of its words
 * @returns {() => void} closes it
 */
export function openSheet(anchor, content, { label, over = false, closed = () => {} }) {
  shown?.hidePopover();
  let givenUp = false;
  const sheet = h(
    "div",
    { class: ["sheet", over && "over"], popover: "auto", role: "dialog", "aria-label": label },
    content,
  );
  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) givenUp = true;
  });
  sheet.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    if (shown === sheet) shown = null;
    sheet.remove();
    closed({ givenUp });
  });
  // Outside of an open dialog everything is inert.
  (anchor.closest("dialog") ?? document.body).append(sheet);
  const place = anchor.getBoundingClientRect();
  shown = sheet;
  sheet.showPopover();
  put(sheet, place, over);
  sheet.querySelector("[autofocus], input, textarea, button")?.focus();
  return () => sheet.matches(":popover-open") && sheet.hidePopover();
}

/** Whether something is being edited, so that no refresh takes the ground away. */
export function isSheetOpen() {
  return shown !== null;
}

function put(sheet, place, over) {
  if (over) sheet.style.setProperty("min-width", `${Math.max(place.width, 220)}px`);
  const { width, height } = sheet.getBoundingClientRect();
  const below = place.bottom + 4 + height <= innerHeight - MARGIN;
  const top = over ? place.top : below ? place.bottom + 4 : place.top - 4 - height;
  sheet.style.setProperty("top", `${within(top, innerHeight - height)}px`);
  sheet.style.setProperty("left", `${within(place.left, innerWidth - width)}px`);
}

function within(wanted, most) {
  return Math.max(MARGIN, Math.min(wanted, most - MARGIN));
}

/**
 * A menu of actions.
 * @param {{label: string, icon?: Node, chosen?: boolean, many?: boolean, danger?: boolean, act: () =>
 *   void}[]} items one that is `chosen` or not is a choice, of `many` or the only one
 */
export function openMenu(anchor, items, label) {
  const buttons = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: roleOf(item),
        "aria-checked": item.chosen === undefined ? null : String(item.chosen),
        class: ["quiet-button menu-item", item.danger && "danger"],
        on: {
          click: () => {
            close();
            item.act();
          },
        },
      },
      item.icon ?? null,
      h("span", {}, item.label),
    ),
  );
  const menu = h("div", { role: "menu", class: "menu", "aria-label": label }, buttons);
  menu.addEventListener("keydown", (event) => moveWithin(event, buttons));
  const close = openSheet(anchor, menu, { label });
}

function roleOf({ chosen, many }) {
  if (chosen === undefined) return "menuitem";
  return many ? "menuitemcheckbox" : "menuitemradio";
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Moves the focus up and down through buttons. */
export function moveWithin(event, buttons) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

/** A line of text that is asked for in a sheet. */

import { h } from "../../shared/dom.js";
import { openSheet } from "./popover.js";

/**
 * @param {Element} anchor
 * @param {{label: string, value?: string, done: (text: string) => void}} asked `done` hears a text
 *   that is neither blank nor the one that was there, by Enter or a click beside it
 */
export function askText(anchor, { label, value = "", done }) {
  const box = h("input", { class: "edit-text", "aria-label": label, placeholder: label });
  box.value = value;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    close();
  });
  const close = openSheet(anchor, box, {
    label,
    closed: ({ givenUp }) => {
      const text = box.value.trim();
      if (!givenUp && text && text !== value) done(text);
    },
  });
  box.select();
}

/** A line of text that is asked for in a sheet. */

import { h } from "../../shared/dom.js";
import { openSheet } from "./popover.js";

/**
 * @param {Element} anchor
 * @param {{label: string, value?: string, typed?: string, wrong?: (text: string) => string|null,
 *   done: (text: string) => void}} asked `done` hears a text that is neither blank nor the `value`
 *   that was there, by Enter or a click beside it; where `wrong` says what is the matter with what was
 *   `typed`, it is asked for again
 */
export function askText(anchor, asked) {
  const { label, value = "", typed = value, wrong = () => null, done } = asked;
  const box = h("input", { class: "edit-text", "aria-label": label, placeholder: label });
  const note = h("p", { class: "edit-note", role: "alert" });
  box.value = typed;
  const changed = () => (box.value.trim() === value ? "" : box.value.trim());
  const tell = () => (note.textContent = (changed() && wrong(changed())) || "");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (!tell()) close();
  });
  box.addEventListener("input", () => (note.textContent = ""));
  const close = openSheet(anchor, h("div", {}, box, note), {
    label,
    closed: ({ givenUp }) => {
      if (givenUp || !changed()) return;
      if (wrong(changed())) askText(anchor, { ...asked, typed: box.value });
      else done(changed());
    },
  });
  if (typed !== value) tell();
  box.select();
}

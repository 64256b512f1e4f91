/** A word at the foot of the page, at most one at a time. */

import { h } from "../../shared/dom.js";

const SHOWN_MS = 6_000;

/**
 * @param {string} text
 * @param {Function} t
 * @param {{actions?: {label: string, act: () => void}[], stays?: boolean, closed?: () => void}}
 *   [options] `stays` until it is pressed or another word takes its place; `closed` hears that it
 *   was put away by hand
 * @returns {() => void} takes it away
 */
export function toast(text, t, { actions = [], stays = false, closed } = {}) {
  const note = h("p", {}, h("span", {}, text));
  const away = () => note.remove();
  const pressed = (act) => () => {
    away();
    act?.();
  };
  note.append(
    ...actions.map(({ label, act }) => button(label, pressed(act))),
    button("×", pressed(closed), t("close")),
  );
  box().replaceChildren(note);
  if (!stays) setTimeout(away, SHOWN_MS);
  return away;
}

function button(words, act, label = null) {
  return h(
    "button",
    { type: "button", class: "quiet-button", "aria-label": label, on: { click: act } },
    words,
  );
}

/** Where words are said: outside of an open dialog nothing can be pressed. */
function box() {
  const home = document.querySelector("dialog[open]") ?? document.body;
  const found =
    document.getElementById("toast") ?? h("div", { id: "toast", class: "toast", role: "status" });
  if (found.parentElement !== home) home.append(found);
  return found;
}

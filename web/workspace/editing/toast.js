/** Words at the foot of the page: the last one said, beside one that waits for an answer. */

import { h } from "../../shared/dom.js";

const SHOWN_MS = 6_000;

/**
 * @param {string} text
 * @param {Function} t
 * @param {{actions?: {label: string, act: () => void}[], kept?: string, stays?: boolean, closed?:
 *   () => void}} [options] `kept` is what was written and not taken, to be copied; `stays` until it is
 *   pressed or another that stays takes its place; `closed` hears that it was put away by hand
 * @returns {() => void} takes it away
 */
export function toast(text, t, { actions = [], kept = "", stays = false, closed } = {}) {
  const note = h("p", { "data-stays": stays }, h("span", {}, text), kept ? h("q", {}, kept) : "");
  const away = () => note.remove();
  const pressed = (act) => () => {
    away();
    act?.();
  };
  note.append(
    ...actions.map(({ label, act }) => button(label, pressed(act))),
    button("×", pressed(closed), t("close")),
  );
  const home = box();
  home.replaceChildren(...(stays ? [] : home.querySelectorAll("[data-stays]")), note);
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
  if (found.parentElement === home) return found;
  home.append(found);
  // It must not go with a dialog that closes.
  if (home !== document.body)
    home.addEventListener("close", () => document.body.append(found), { once: true });
  return found;
}

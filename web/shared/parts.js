/** What rooms are made of: heads, search fields, filters, fields with their problem at them. */

import { fill, h } from "./dom.js";
import { lineIcon } from "./icons.js";

const PAUSE_MS = 300; // after the last key, before something typed is asked for

/** The head of a room: its title, a sentence on what it is for, and what can be done at once. */
export function roomHead(title, lead, ...actions) {
  return h(
    "header",
    { class: "room-head" },
    h("div", {}, h("h1", {}, title), h("p", { class: "room-lead" }, lead)),
    actions.length > 0 && h("div", { class: "room-actions" }, actions),
  );
}

/** A section with a heading that names it. */
export function section(title, ...children) {
  return h("section", { class: "room-section", "aria-label": title }, h("h2", {}, title), children);
}

export function button(label, onclick, { kind = "", icon, ...more } = {}) {
  const attributes = { type: "button", class: ["button", kind], onclick, ...more };
  return h("button", attributes, icon && lineIcon(icon), label);
}

/** Calls `act` once nothing has called it again for a moment; `cancel()` drops what waits. */
export function debounced(act, pause = PAUSE_MS) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), pause);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** A search field that asks while one types. */
export function searchField(label, onsearch, more = {}) {
  const asked = debounced(() => onsearch(input.value.trim()));
  const input = h("input", {
    type: "search",
    placeholder: label,
    "aria-label": label,
    maxlength: "200",
    oninput: asked,
    ...more,
  });
  return h("label", { class: "room-search" }, lineIcon("search"), input);
}

/** One choice of several: `choices` are `[value, label]`; `onchoose(value)` hears of another. */
export function chips(label, choices, chosen, onchoose) {
  const group = h("div", { class: "chips", role: "group", "aria-label": label });
  const choose = (value) => {
    for (const chip of group.children)
      chip.setAttribute("aria-pressed", String(chip.value === value));
    onchoose(value);
  };
  return fill(
    group,
    choices.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          class: "chip",
          value,
          "aria-pressed": String(value === chosen),
          onclick: () => choose(value),
        },
        text,
      ),
    ),
  );
}

let fields = 0;

/**
 * A labelled control with help and a place for its problem, which screen readers tell with it:
 * `{node, control, tell(problem)}`.
 */
export function field(label, control, { help } = {}) {
  const id = `field-${(fields += 1)}`;
  const problem = h("span", { class: "problem", id: `${id}-problem`, role: "alert" });
  control.id = id;
  control.setAttribute("aria-describedby", `${help ? `${id}-help ` : ""}${id}-problem`);
  const node = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    control,
    help && h("span", { class: "help", id: `${id}-help` }, help),
    problem,
  );
  const tell = (text) => {
    if (problem.textContent !== (text ?? "")) problem.textContent = text ?? "";
    control.ariaInvalid = String(Boolean(text));
  };
  return { node, control, tell };
}

/** A check box with its label. */
export function checkbox(label, { checked = true, ...more } = {}) {
  const control = h("input", { type: "checkbox", checked, ...more });
  return { node: h("label", { class: "check" }, control, h("span", {}, label)), control };
}

/** A drop-down of `[value, label]`s. */
export function select(choices, chosen, more = {}) {
  const options = choices.map(([value, text]) =>
    h("option", { value, selected: value === chosen }, text),
  );
  return h("select", more, options);
}

/** Marks a button as at work while `act` runs, and lets nobody press it twice. */
export async function busily(pressed, act) {
  if (pressed.getAttribute("aria-busy") === "true") return;
  pressed.setAttribute("aria-busy", "true");
  pressed.prepend(h("span", { class: "spinner", "aria-hidden": "true" }));
  try {
    await act();
  } finally {
    pressed.removeAttribute("aria-busy");
    pressed.querySelector(".spinner")?.remove();
  }
}

/** What went wrong, where it is read and heard. */
export function bad(text) {
  return h("p", { class: "note bad", role: "alert" }, text);
}

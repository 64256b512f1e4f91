import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

const OFF = "notionforge.shortcuts.off";

/** Keys by their place, as other layouts call them otherwise; what each does is `shortcuts.<name>`. */
const KEYS = [
  ["Slash", "/", "compose"],
  ["KeyN", "N", "new"],
  ["KeyS", "S", "search"],
  ["KeyA", "A", "plan"],
  ["KeyP", "P", "preview"],
  ["KeyT", "T", "theme"],
];

/** What the keyboard does elsewhere, told on the sheet only. */
const TOLD = [
  ["Enter", "send"],
  ["Shift Enter", "line"],
  ["Esc", "close"],
  ["F2", "rename"],
  ["Delete", "delete"],
];

/** The name of the shortcut that a key press asks for, "sheet" for `?`; null while typing. Pure. */
export function shortcutOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }, typing) {
  if (typing || isComposing || ctrlKey || metaKey || altKey) return null;
  if (key === "?") return "sheet";
  const found = KEYS.find(([place]) => place === code);
  return found && !shiftKey ? found[2] : null;
}

/** Keys that do something wherever one is, and the sheet that tells them; they can be turned off. */
export class Shortcuts {
  #dialog;
  #acts;
  #t;

  /** `acts` has a function for each name of a shortcut. */
  constructor(dialog, button, acts) {
    this.#dialog = dialog;
    this.#acts = acts;
    button.append(lineIcon("keyboard"));
    button.addEventListener("click", () => this.#show());
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  render({ t }) {
    this.#t = t;
    this.#dialog.setAttribute("aria-label", t("shortcuts.title"));
  }

  #pressed(event) {
    // Not by its dialog: one that was closed has the focus until the page is painted next.
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const name = shortcutOf(event, Boolean(typing));
    if (!name || localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (name === "sheet") this.#show();
    else this.#acts[name]();
  }

  #show() {
    const t = this.#t;
    const close = { type: "button", class: "icon-button", "aria-label": t("dialog.close") };
    const line = (keys, name) => [
      h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))),
      h("dd", {}, t(`shortcuts.${name}`)),
    ];
    fill(
      this.#dialog,
      h(
        "header",
        { class: "dialog-head" },
        h("h2", {}, t("shortcuts.title")),
        h("button", { ...close, onclick: () => this.#dialog.close() }, lineIcon("close")),
      ),
      h(
        "dl",
        { class: "shortcuts" },
        KEYS.map(([, key, name]) => line(key, name)),
        line("?", "sheet"),
        TOLD.map(([keys, name]) => line(keys, name)),
      ),
      this.#switch(),
    );
    this.#dialog.showModal();
  }

  /** Keys without Ctrl come amiss to who speaks to the computer, or presses some by accident. */
  #switch() {
    const onchange = ({ target }) =>
      target.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "true");
    const box = { type: "checkbox", checked: !localStorage.getItem(OFF), onchange };
    return h("label", { class: "shortcuts-switch" }, h("input", box), this.#t("shortcuts.on"));
  }
}

import { fill, h } from "../shared/dom.js";

const SHOWN_MS = 8_000;

/** A short word about what just happened, at the edge of the page, with a way back where there is one. */
export class Toast {
  #node;
  #timer = 0;

  constructor(node) {
    this.#node = node;
  }

  /** Says `text`; `way` is `{label, onclick}`. It goes by itself, a moment after nobody looks. */
  show(text, way) {
    const onclick = () => {
      this.hide();
      way.onclick();
    };
    const button = { type: "button", class: "link", "data-testid": "toast-way", onclick };
    fill(this.#node, h("span", {}, text), way && h("button", button, way.label));
    this.#node.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#node.hidden = true;
    fill(this.#node);
  }
}

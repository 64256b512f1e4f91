import { fill } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { THEMES } from "./preferences.js";

/** The button that goes through the themes: the system's, light, dark. */
export class ThemeButton {
  #button;
  #preferences;

  constructor(button, preferences) {
    this.#button = button;
    this.#preferences = preferences;
    button.addEventListener("click", () => this.next());
  }

  next() {
    const values = this.#preferences.read();
    const theme = THEMES[(THEMES.indexOf(values.theme) + 1) % THEMES.length];
    this.#preferences.write({ ...values, theme });
  }

  /** Shows the theme of the preferences, on the page and on the button (`shared/theme.js`). */
  render({ t }) {
    const { theme } = this.#preferences.read();
    window.dispatchEvent(new CustomEvent("theme", { detail: theme }));
    if (this.#button.dataset.theme !== theme) fill(this.#button, lineIcon(theme));
    this.#button.dataset.theme = theme;
    this.#button.title = t("theme.label", { theme: t(`theme.${theme}`) });
    this.#button.setAttribute("aria-label", this.#button.title);
  }
}

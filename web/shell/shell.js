/**
 * What a room gets of the page around it. A room is a folder `web/rooms/<name>`:
 *
 * - `index.js` exports `mount(root, shell) → unmount`: it fills `root`, a `<main>`, and takes back
 *   with `unmount()` whatever it began (timers, listeners, requests). A change of language mounts
 *   it anew.
 * - `index.css` and `locales/{ko,en,ja}.js` are loaded with it, the one language that is spoken.
 *
 * `shell` is
 *
 * - `t(key, values)`: a text of the room, or of the page; `language`: "ko", "en" or "ja".
 * - `api(path, options)`: a request in that language with the person's server key; its JSON, or
 *   ApiError (`web/shared/api.js`).
 * - `go(path)`: to another place of the page. `announce(text)`: said to screen readers.
 * - `say(content)`: goes to a new conversation that begins with these words.
 * - `preferences`: what the person settled (`read()`), and `settle(values)`, which has the server
 *   take it and stores it then: it resolves to null, or to what was refused, `{told, fields}`.
 */
import { apiFor } from "../shared/api.js";
import { loadTexts, translator } from "../shared/i18n.js";

const CHAT = new URL("../chat/", import.meta.url);

/** The page's own shell; `say`, `settle` and `go` are what the chat and the router make of them. */
export class Shell {
  t;
  language;
  texts = {};
  api = apiFor(() => ({ ...this.preferences.read(), language: this.language, t: this.t }));
  #status;

  constructor({ preferences, status, go, say, settle }) {
    Object.assign(this, { preferences, go, say, settle });
    this.#status = status;
  }

  /** Speaks the language of the preferences from now on. Says whether that is another. */
  async speak() {
    const { language } = this.preferences.read();
    if (language === this.language) return false;
    const found = [import.meta.url, CHAT].map((address) => loadTexts(address, language));
    this.texts = Object.assign({}, ...(await Promise.all(found)));
    this.language = language;
    this.t = translator(this.texts);
    return true;
  }

  announce = (text) => {
    this.#status.textContent = "";
    this.#status.textContent = text;
  };
}

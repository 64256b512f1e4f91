import { fill, h } from "../shared/dom.js";
import { loadTexts, translator } from "../shared/i18n.js";

const folderOf = (name) => new URL(`../rooms/${name}/`, import.meta.url);

/** The place beside the chat's: one room at a time, loaded when it is first opened. */
export class Rooms {
  #root;
  #shell;
  #shown = null;
  #unmount = null;

  constructor(root, shell) {
    this.#root = root;
    this.#shell = shell;
  }

  /**
   * Opens a room, or none where `name` is "chat"; what was there is taken down first. One that is
   * open is opened anew in another language, and for another server key.
   */
  async open(name) {
    const { language } = this.#shell;
    const { accessToken } = this.#shell.preferences.read();
    const shown = { name, language, accessToken };
    if (isSame(shown, this.#shown)) return;
    this.#leave();
    this.#root.hidden = name === "chat";
    if (name === "chat") return;
    this.#shown = shown;
    this.#root.setAttribute("aria-busy", "true");
    try {
      const [{ mount }, texts] = await load(name, language);
      if (this.#shown === shown) this.#enter(mount, texts);
    } catch {
      if (this.#shown === shown) this.#fail(name);
    }
  }

  #enter(mount, texts) {
    const t = translator({ ...this.#shell.texts, ...texts });
    this.#root.removeAttribute("aria-busy");
    this.#unmount = mount(this.#root, Object.create(this.#shell, { t: { value: t } }));
    this.#root.focus({ preventScroll: true });
  }

  #leave() {
    this.#unmount?.();
    this.#unmount = null;
    this.#shown = null;
    fill(this.#root);
  }

  /** The line broke before the room was there. */
  #fail(name) {
    const { t } = this.#shell;
    const again = () => {
      this.#shown = null;
      this.open(name);
    };
    this.#root.removeAttribute("aria-busy");
    const button = h("button", { type: "button", class: "button", onclick: again }, t("error.again"));
    fill(this.#root, h("div", { class: "room-failed", role: "alert" }, t("error.unreachable"), button));
  }
}

function isSame(one, other) {
  return Object.entries(one).every(([name, value]) => other?.[name] === value);
}

async function load(name, language) {
  const folder = folderOf(name);
  return Promise.all([
    import(new URL("index.js", folder).href),
    loadTexts(folder, language),
    dressed(new URL("index.css", folder).href),
  ]);
}

/** The room's style sheet, once it is there. Throws where it does not come. */
function dressed(href) {
  if (document.querySelector(`link[href="${href}"]`)) return undefined;
  return new Promise((resolve, reject) => {
    const onerror = () => {
      link.remove();
      reject(new Error(href));
    };
    const link = h("link", { rel: "stylesheet", href, onload: resolve, onerror });
    document.head.append(link);
  });
}

import { workspacePath } from "../chat/addresses.js";
import { fill, h } from "./dom.js";
import { button } from "./parts.js";

/**
 * A workspace as it would be, rehearsed and nowhere written, in the viewer. `title` names what is
 * shown; whoever opens a stage stops it.
 */
export class Stage {
  node = h("div", { class: "stage", "data-testid": "stage" });
  #shell;
  #title;
  #asking = new AbortController();

  constructor(shell, title) {
    this.#shell = shell;
    this.#title = title;
  }

  /** Shows what `ask(signal)` is answered, by its `preview_url`; what was asked before is off. */
  async show(ask) {
    const { t } = this.#shell;
    this.stop();
    const asking = new AbortController();
    this.#asking = asking;
    const spinner = h("span", { class: "spinner", "aria-hidden": "true" });
    this.#tell({ role: "status" }, spinner, t("stage.rehearsing"));
    try {
      const { preview_url: url } = await ask(asking.signal);
      if (!asking.signal.aborted) this.#frame(url);
    } catch (error) {
      const again = button(t("error.again"), () => this.show(ask));
      if (!asking.signal.aborted) this.#tell({ role: "alert" }, error.message, again);
    }
  }

  stop() {
    this.#asking.abort();
  }

  /** The viewer in the person's language. It is of this very server: nothing else is framed. */
  #frame(url) {
    const { t, language } = this.#shell;
    const here = window.location.href;
    const path = workspacePath(url, here);
    if (!path) return this.#tell({ role: "alert" }, t("error.unreachable"));
    const address = new URL(path, here);
    address.searchParams.set("lang", language);
    return fill(this.node, h("iframe", { src: address.href, title: this.#title }));
  }

  #tell(attributes, ...children) {
    fill(this.node, h("div", { class: "stage-told", ...attributes }, children));
  }
}

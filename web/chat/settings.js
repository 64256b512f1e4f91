import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { SettingsForm } from "../rooms/settings/form.js";

/**
 * What the server made of settings that it was sent: undefined while that is open, null once they
 * are in force, or will be as soon as it is there; else `{told, fields}`, where to look. Pure.
 */
export function outcomeOf({ phase, reason, problem }, { ready, remark }, t) {
  if (ready) return remark ? { told: remark, fields: ["aiKey", "aiModel"] } : null;
  if (phase === "waiting") return null;
  if (phase !== "stopped") return undefined;
  if (problem) return { told: problem, fields: ["notionToken", "parentPageId"] };
  return { told: t(reason), fields: ["accessToken"] };
}

/**
 * The settings over the chat, where something is to be settled before it goes on. It stays until
 * the server has taken what was saved: `settle(values)` resolves to what it made of it.
 */
export class SettingsDialog {
  #dialog;
  #settle;
  #onClose;
  #saving = false;

  constructor(dialog, { settle, onClose }) {
    this.#dialog = dialog;
    this.#settle = settle;
    this.#onClose = onClose;
  }

  /** Opens with what is settled by now; `focus` names the field to start in. */
  open(shell, focus = "language") {
    if (this.#dialog.open) return;
    this.#saving = false;
    const form = new SettingsForm(shell.preferences.read(), shell, (values) =>
      this.#save(values, form),
    );
    fill(this.#dialog, h("div", { class: "dialog-body" }, this.#head(shell.t), form.node));
    this.#dialog.setAttribute("aria-label", shell.t("settings.title"));
    this.#dialog.addEventListener("close", this.#onClose, { once: true });
    this.#dialog.showModal();
    form.focus(focus);
  }

  /** Whether it is open with something saved that the server has not taken. */
  get isAsking() {
    return this.#dialog.open && this.#saving;
  }

  async #save(values, form) {
    this.#saving = true;
    const refused = await this.#settle(values);
    if (refused) form.tell(refused);
    else this.#dialog.close();
  }

  #head(t) {
    const close = {
      type: "button",
      class: "icon-button",
      "aria-label": t("dialog.close"),
      onclick: () => this.#dialog.close(),
    };
    return h(
      "header",
      { class: "dialog-head" },
      h("h2", {}, t("settings.title")),
      h("button", close, lineIcon("close")),
    );
  }
}

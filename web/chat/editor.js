import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

/**
 * The blueprint as JSON, to be changed by hand. It stays open until the server has found no fault
 * in it.
 */
export class BlueprintEditor {
  #dialog;
  #onSave;
  #approvalId = null;
  #waiting = false;

  constructor(dialog, onSave) {
    this.#dialog = dialog;
    this.#onSave = onSave;
  }

  open({ approval_id: approvalId, blueprint }, { t }) {
    this.#approvalId = approvalId;
    this.#waiting = false;
    fill(this.#dialog, this.#form(JSON.stringify(blueprint, null, 2), t));
    this.#dialog.setAttribute("aria-label", t("editor.title"));
    this.#dialog.showModal();
    this.#dialog.querySelector("textarea").setSelectionRange(0, 0);
  }

  /** Follows the conversation: shows the server's objections, closes once the edit runs. */
  render({ decision, alert, items }, { t }) {
    if (!this.#dialog.open || !this.#waiting) return;
    if (decision) return;
    this.#setWaiting(false, t);
    const approval = items.find((item) => item.approval_id === this.#approvalId);
    if (approval?.status !== "pending") this.#dialog.close();
    else if (alert) this.#complain(alert.content, alert.details);
  }

  /** Whether the alert of the moment is already told inside the dialog. */
  get isOpen() {
    return this.#dialog.open;
  }

  #form(json, t) {
    const submit = (event) => {
      event.preventDefault();
      this.#submit(t);
    };
    const close = {
      type: "button",
      class: "icon-button",
      "aria-label": t("dialog.close"),
      onclick: () => this.#dialog.close(),
    };
    const field = el("textarea", {
      class: "code",
      spellcheck: "false",
      "aria-label": t("editor.label"),
      "aria-describedby": "editor-problem",
      "data-testid": "blueprint-json",
    });
    field.value = json;
    return el(
      "form",
      { class: "dialog-body editor", onsubmit: submit },
      el(
        "header",
        { class: "dialog-head" },
        el("h2", {}, t("editor.title")),
        el("button", close, icon("close")),
      ),
      el("p", { class: "help" }, t("editor.help")),
      field,
      el("div", {
        class: "editor-problem",
        id: "editor-problem",
        role: "alert",
        "data-testid": "blueprint-problem",
      }),
      el(
        "footer",
        { class: "dialog-foot" },
        el(
          "button",
          { class: "button primary", "data-testid": "blueprint-save" },
          t("editor.save"),
        ),
      ),
    );
  }

  #submit(t) {
    try {
      const blueprint = JSON.parse(this.#dialog.querySelector("textarea").value);
      this.#complain("");
      this.#setWaiting(true, t);
      this.#onSave(this.#approvalId, blueprint);
    } catch (problem) {
      this.#complain(t("editor.invalid", { reason: problem.message }));
    }
  }

  #setWaiting(waiting, t) {
    this.#waiting = waiting;
    const button = this.#dialog.querySelector("[data-testid=blueprint-save]");
    button.disabled = waiting;
    button.textContent = t(waiting ? "editor.checking" : "editor.save");
  }

  #complain(text, details = []) {
    const places = details.map(({ field, message }) =>
      el("li", {}, [field, message].filter(Boolean).join(": ")),
    );
    const node = this.#dialog.querySelector(".editor-problem");
    fill(node, text && el("p", {}, text), places.length > 0 && el("ul", {}, places));
  }
}

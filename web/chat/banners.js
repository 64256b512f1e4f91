import { fill, h } from "../shared/dom.js";

/** Where the line is down for what a person set: the field to look at. */
const FIELD_IN_QUESTION = {
  "connection.credentials": "accessToken",
  "connection.settings": "parentPageId",
};

/** What is said of a line that is down: where words are still to be sent, no work goes on. Pure. */
export function reasonTold(reason, { pending }) {
  return reason === "connection.lost" && pending.length > 0 ? "connection.unsent" : reason;
}

/** What the whole conversation suffers from, above the composer. */
export class Banners {
  #line;
  #alert;
  #actions;
  #askedForKey = false;

  /** `actions` are `openSettings(field)`, `connect()` and `dismiss()`. */
  constructor({ line, alert }, actions) {
    this.#line = line;
    this.#alert = alert;
    this.#actions = actions;
  }

  /** `told` says which of both is told elsewhere already: `{line, alert}`. */
  render({ phase, reason, problem }, conversation, told, { t }) {
    const { alert } = conversation;
    const field = FIELD_IN_QUESTION[reason];
    const troubled = phase !== "open" && Boolean(reason) && !told.line;
    const retry = () => (field ? this.#actions.openSettings(field) : this.#actions.connect());
    const way = t(field ? "error.settings" : "connection.retry");
    banner(this.#line, troubled && (problem ?? t(reasonTold(reason, conversation))), way, retry);
    const dismiss = () => this.#actions.dismiss();
    banner(this.#alert, !told.alert && alert?.content, t("error.dismiss"), dismiss);
    this.#askForKey(reason === "connection.credentials");
  }

  /** A key that is missing is asked for by itself, once. */
  #askForKey(missing) {
    if (missing && !this.#askedForKey) this.#actions.openSettings("accessToken");
    this.#askedForKey = missing;
  }
}

function banner(node, text, label, onclick) {
  node.hidden = !text;
  if (node.dataset.said === `${text}${label}`) return;
  node.dataset.said = `${text}${label}`;
  fill(
    node,
    text && h("span", {}, text),
    text && h("button", { type: "button", class: "link", onclick }, label),
  );
}

import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { Attachments } from "./attachments.js";
import { undoable } from "./store.js";

const LONGEST_MESSAGE = 2000;
const MOST_NAMED = 3; // files, in the words that go with them
const SHOW_LENGTH_FROM = 1800;

/**
 * What a text field's content may become: `{content}` to send, or `{problem}`, a key of the page's
 * texts. A waiting question or approval takes a single character ("3", "네"), anything else two.
 * Pure.
 */
export function checkMessage(value, turn) {
  const content = value.trim();
  const shortest = turn === "awaiting_approval" || turn === "awaiting_answer" ? 1 : 2;
  const length = [...content].length;
  if (length === 0) return { problem: null };
  if (length < shortest) return { problem: "composer.short" };
  return length > LONGEST_MESSAGE ? { problem: "composer.length" } : { content };
}

/** Enter sends, unless it ends a word of Korean or Japanese that is still being composed. Pure. */
export function sendsMessage({ key, shiftKey, isComposing, keyCode }) {
  return key === "Enter" && !shiftKey && !isComposing && keyCode !== 229;
}

/** The field to write in, with its send and stop buttons. */
export class Composer {
  #form;
  #field;
  #send;
  #stop;
  #note;
  #mode;
  #actions;
  #attachments;
  #shown = { turn: "idle", feedback: false };
  #t;

  constructor(form, actions) {
    this.#form = form;
    this.#actions = actions;
    this.#field = form.querySelector("textarea");
    this.#send = form.querySelector("[data-testid=composer-send]");
    this.#stop = form.querySelector("[data-testid=cancel-run]");
    this.#note = form.querySelector(".composer-note");
    this.#mode = form.querySelector(".composer-mode");
    this.#send.append(lineIcon("send"));
    this.#attachments = new Attachments(form, {
      keep: (file) => actions.keepFile(file),
      onChange: () => this.#t && this.#refresh(),
    });
    this.#listen();
  }

  render({ conversation, feedback }, { t }) {
    this.#t = t;
    this.#shown = { turn: conversation.turn, feedback };
    const purpose = feedback ? "feedback" : purposeOf(conversation);
    this.#field.placeholder = t(
      purpose ? `composer.placeholder.${purpose}` : "composer.placeholder",
    );
    this.#field.setAttribute("aria-label", t("composer.label"));
    this.#send.setAttribute("aria-label", t("composer.send"));
    this.#form.classList.toggle("for-feedback", feedback);
    this.#showMode(feedback);
    this.#showStop(conversation);
    this.#attachments.render({ t });
  }

  focus() {
    this.#field.focus();
  }

  /** Puts a text into the field, to be written anew. */
  write(content) {
    this.#field.value = content;
    this.#refresh();
    this.#field.focus();
  }

  #listen() {
    this.#field.addEventListener("input", () => this.#refresh());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#field.blur(); // to where keys are shortcuts
      if (!sendsMessage(event)) return;
      event.preventDefault();
      this.#submit();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#stop.addEventListener("click", () => this.#actions.cancel());
  }

  #submit() {
    const { names, sending } = this.#attachments.state;
    if (sending) return;
    const words = this.#field.value.trim() || wishOf(names, this.#t);
    const { content, problem } = checkMessage(words, this.#shown.turn);
    if (problem) this.#tell(problem);
    if (content === undefined) return;
    this.#field.value = "";
    if (this.#shown.feedback) this.#actions.giveFeedback(content);
    else this.#actions.say(content, this.#attachments.take());
    this.#refresh();
  }

  #refresh() {
    const length = [...this.#field.value.trim()].length;
    const { names, sending } = this.#attachments.state;
    this.#send.disabled = sending || (length === 0 && names.length === 0);
    this.#tell(length >= SHOW_LENGTH_FROM ? "composer.length" : "composer.hint", length);
    this.#note.classList.toggle("problem", length > LONGEST_MESSAGE);
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  #tell(key, count = [...this.#field.value.trim()].length) {
    this.#note.textContent = this.#t(key, { count: count.toLocaleString() });
    this.#note.classList.toggle("problem", key === "composer.short");
  }

  #showMode(feedback) {
    this.#mode.hidden = !feedback;
    if (!feedback) return fill(this.#mode);
    const leave = () => this.#actions.askForChanges(false);
    const button = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": this.#t("composer.feedback.leave"),
        onclick: leave,
      },
      lineIcon("close"),
    );
    return fill(this.#mode, lineIcon("pencil"), h("span", {}, this.#t("composer.feedback")), button);
  }

  #showStop({ turn, stopping }) {
    this.#stop.hidden = turn !== "running";
    this.#stop.disabled = stopping;
    fill(this.#stop, lineIcon("stop"), this.#t(stopping ? "composer.stopping" : "composer.stop"));
  }
}

/** What is said of files with which nothing is said: it names some of them, and so the conversation. */
export function wishOf(names, t) {
  const some = names.slice(0, MOST_NAMED).join(", ");
  const more = names.length > MOST_NAMED ? "…" : "";
  return some && t("composer.attach.wish", { names: `${some}${more}` });
}

/** What the next words are for, as far as there is something that they can be about. */
function purposeOf(conversation) {
  const { turn } = conversation;
  return turn === "idle" && undoable(conversation) ? "changes" : PURPOSES[turn];
}

const PURPOSES = { running: "running", awaiting_approval: "approval", awaiting_answer: "answer" };

import { h } from "../shared/dom.js";
import { approvalCard } from "./approval.js";
import { blueprintCard } from "./blueprint.js";
import { versionsOf } from "./compare.js";
import { completeCard } from "./complete.js";
import {
  assistantMessage,
  cancelledNotice,
  errorMessage,
  gapNotice,
  lostNotice,
  notice,
  pendingMessage,
  refusedMessage,
  userMessage,
} from "./messages.js";
import { buildProgress, title, updateProgress } from "./progress.js";
import { prose } from "./prose.js";
import { questionCard } from "./question.js";
import { isThinking, redoable, undoable } from "./store.js";

const BUILD = {
  user: userMessage,
  refused: refusedMessage,
  assistant: assistantMessage,
  notice,
  lost: lostNotice,
  gap: gapNotice,
  cancelled: cancelledNotice,
  error: errorMessage,
  progress: buildProgress,
  blueprint: blueprintCard,
  approval: approvalCard,
  question: questionCard,
  complete: completeCard,
};

const NEAR_BOTTOM_PX = 120;

/**
 * The conversation on screen. An item's element is made once and kept until the item, or what it
 * depends on besides, changes; so focus, scrolling and screen readers are left in peace.
 */
export class Transcript {
  #log;
  #tail;
  #status;
  #scroller;
  #jump;
  #shown = new Map();
  #language = null;
  #follow = true;
  #lastTop = 0;

  constructor({ log, tail, status, scroller, jump }) {
    this.#log = log;
    this.#tail = tail;
    this.#status = status;
    this.#scroller = scroller;
    this.#jump = jump;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    jump.addEventListener("click", () => this.toBottom());
    const observer = new ResizeObserver(() => this.#follow && this.#stick());
    observer.observe(log);
    observer.observe(scroller);
  }

  render(conversation, context) {
    if (this.#language !== context.language) this.#shown.clear();
    this.#language = context.language;
    const nodes = conversation.items.map((item) =>
      this.#node(item, dependencies(item, conversation), context),
    );
    const kept = new Set(conversation.items.map(({ key }) => key));
    for (const key of this.#shown.keys()) if (!kept.has(key)) this.#shown.delete(key);
    const held = document.activeElement;
    place(this.#log, nodes);
    keepFocus(held, this.#log);
    this.#tail.replaceChildren(...tailOf(conversation, context));
    this.#announce(conversation, context);
    if (this.#follow) this.#stick();
  }

  /** Scrolls to the newest message and stays there. */
  toBottom() {
    this.#follow = true;
    this.#stick();
  }

  #node(item, extra, context) {
    const old = this.#shown.get(item.key);
    if (old && old.item === item && same(old.extra, extra)) return old.node;
    const node =
      old && item.kind === "progress" ? old.node : BUILD[item.kind](item, extra, context);
    if (node === old?.node) updateProgress(node, item, extra, context);
    this.#shown.set(item.key, { item, extra, node });
    return node;
  }

  /** Screen readers hear each new step once, not every tick of a counter. */
  #announce({ items, turn }, { t }) {
    const running = items.findLast((item) => item.kind === "progress" && item.state === "running");
    const step = running?.steps.at(-1);
    const text = step
      ? step.message || title(running, t)
      : turn === "running"
        ? t("message.thinking")
        : "";
    if (this.#status.dataset.step === (step?.step ?? turn)) return;
    this.#status.dataset.step = step?.step ?? turn;
    this.#status.textContent = text;
  }

  /** Only the person scrolls upwards; what grows below must not be taken for it. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (atEnd) this.#follow = true;
    else if (scrollTop < this.#lastTop) this.#follow = false;
    this.#lastTop = scrollTop;
    this.#jump.hidden = this.#follow;
  }

  #stick() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#jump.hidden = true;
  }
}

/** A card that is drawn anew keeps the button that somebody is on. */
function keepFocus(held, log) {
  const name = held?.dataset?.testid;
  if (!name || held.isConnected || document.activeElement !== document.body) return;
  [...log.querySelectorAll(`[data-testid="${name}"]`)].at(-1)?.focus({ preventScroll: true });
}

/** What an item's looks depend on besides the item itself. */
function dependencies(item, conversation) {
  if (item.kind === "approval")
    return {
      answering: conversation.decision?.approvalId === item.approval_id,
      versions: versionsOf(conversation).length,
    };
  if (item.kind === "complete")
    return { canUndo: undoable(conversation) === item };
  if (item.kind === "cancelled")
    return { canRedo: redoable(conversation) === item };
  if (item.kind === "error")
    return { lastWish: item === conversation.items.at(-1) && lastWish(conversation) };
  return {};
}

function lastWish({ items }) {
  return items.findLast(({ kind }) => kind === "user")?.content;
}

/** Below the settled items: the answer being written, a sign of thought, messages on their way. */
function tailOf(conversation, context) {
  const { draft, pending } = conversation;
  return [
    draft &&
      h("article", { class: "message from-assistant draft", "aria-live": "off" }, prose(draft)),
    ...pending.map((message) => pendingMessage(message, context)),
    isThinking(conversation) &&
      h("p", { class: "thinking", "data-testid": "thinking" }, context.t("message.thinking")),
  ].filter(Boolean);
}

function same(one, other) {
  return Object.keys(one).every((name) => one[name] === other[name]);
}

/** Makes `nodes` the children of `parent`, moving and removing as few as possible. */
function place(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastChild.remove();
}

import { handlers, stands } from "./frames.js";

/**
 * A conversation as the page shows it. Immutable; every change makes a new one.
 *
 * - `threadId`, `lastSeq`: where to go on after a break. `ready`: `system` has come.
 * - `address`: the thread as links name it; null until something was said in a new one.
 * - `items`: what the stream told, oldest first; each has a stable `key` and a `kind`.
 * - `pending`: the person's messages that the server has not echoed yet: `{id, content, frame,
 *   failed}`.
 * - `draft`: an answer while it is being written. `turn`: `idle`, `running`, `awaiting_approval`,
 *   `awaiting_answer`. `stopping`: a cancel was asked for.
 * - `decision`: the answer to an approval that is under way: `{approvalId, decision, frame}`.
 * - `preview`: `{url, live}`, the workspace to show beside the chat.
 * - `planner`: who plans, as the server last said; `remark`: why it is not who was asked for.
 * - `alert`: an error about this tab's own frame: `{code, content}`.
 */
export function newConversation(threadId = null) {
  return {
    threadId,
    address: threadId,
    lastSeq: 0,
    ready: false,
    items: [],
    pending: [],
    draft: "",
    turn: "idle",
    stopping: false,
    decision: null,
    preview: null,
    planner: null,
    remark: null,
    alert: null,
  };
}

/**
 * The conversation after an action: a frame came, or the person or the connection did something.
 */
export function reduce(state, action) {
  switch (action.type) {
    case "frame":
      return applyFrame(state, action.frame);
    case "sent":
      return withPending(state, action.frame);
    case "decided":
      return { ...state, decision: decisionOf(action.frame), alert: null };
    case "stopping":
      return { ...state, stopping: true };
    case "disconnected":
      return { ...state, ready: false, draft: "", stopping: false };
    case "dismissed":
      return { ...state, alert: null };
    case "opened":
      return newConversation(action.threadId);
    default:
      throw new Error(`Unknown action ${action.type}`);
  }
}

/** Whether nothing was said yet, and nothing is about to arrive; notices are not talk. */
export function isEmpty({ items, pending, turn, threadId, ready }) {
  const talk = items.some(({ kind }) => kind !== "notice" && kind !== "lost");
  const arriving = threadId !== null && !ready && items.length === 0;
  return !talk && !arriving && pending.length === 0 && turn === "idle";
}

/** What shows an answer in whole: nothing more is awaited in its turn but the word of its end. */
const CLOSING = new Set(["approval", "question", "complete", "cancelled", "error"]);

/** Whether to show that something is awaited of which nothing is seen yet. */
export function isThinking({ turn, draft, items }) {
  if (turn !== "running" || draft) return false;
  return !CLOSING.has(items.at(-1)?.kind) && !items.some(isWorking);
}

function isWorking({ kind, state }) {
  return kind === "progress" && state === "running";
}

/** The approval that waits for an answer, if one does. */
export function pendingApproval(state) {
  return state.items.findLast((item) => item.kind === "approval" && item.status === "pending");
}

/** The finished creation that an `undo` would take back, if there is one. */
export function undoable(state) {
  if (state.turn === "running") return undefined;
  return state.items.findLast(stands);
}

/** The end of the undo that a `redo` would take back, as long as nothing was made since. */
export function redoable(state) {
  if (state.turn === "running") return undefined;
  const last = state.items.findLast(({ kind }) => kind === "complete" || kind === "cancelled");
  return last?.reason === "undone" && !last.unfinished ? last : undefined;
}

/** Frames to send again after a break; the server knows each by its `id`. */
export function unanswered(state) {
  const messages = state.pending.filter(({ failed }) => !failed).map(({ frame }) => frame);
  return state.decision ? [...messages, state.decision.frame] : messages;
}

/** A frame that was seen already, or belongs to a thread left meanwhile, changes nothing. */
function applyFrame(state, frame) {
  const handle = handlers[frame.type];
  if (!handle) return state;
  if (frame.seq === undefined) return handle(state, frame);
  const foreign = state.threadId && frame.thread_id && frame.thread_id !== state.threadId;
  if (foreign || frame.seq <= state.lastSeq) return state;
  return handle({ ...state, lastSeq: frame.seq }, frame);
}

function withPending(state, frame) {
  const message = { id: frame.id, content: frame.content ?? frame.feedback, frame, failed: false };
  const others = state.pending.filter(({ id }) => id !== frame.id);
  return { ...state, pending: [...others, message], alert: null };
}

function decisionOf(frame) {
  return { approvalId: frame.approval_id, decision: frame.decision, frame };
}

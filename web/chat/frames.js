import { phaseOf, withStep } from "./phases.js";

/**
 * One pure function `(state, frame) → state` for each type of server frame that changes a
 * conversation.
 */
export const handlers = {
  system,
  user_message: userMessage,
  progress,
  ai_token: (state, { content }) => ({ ...state, draft: state.draft + content, turn: "running" }),
  ai_response: (state, frame) => append(settled(state), frame, "assistant"),
  question: (state, frame) => append(settled(state), frame, "question"),
  blueprint_preview: blueprintPreview,
  approval_request: approvalRequest,
  complete,
  cancelled,
  error,
  turn_end: turnEnd,
  history,
};

/** A message that came at a bad moment: marked, to be sent again as it is. */
const POSTPONED = new Set(["BUSY", "RATE_LIMITED"]);
/** A message that will never do as it is: it stands in the conversation with the reason. */
const REFUSED = new Set(["VALIDATION_ERROR", "INVALID_INPUT", "REQUEST_REFUSED"]);

function system(state, frame) {
  if (frame.seq !== undefined) return append(state, frame, "notice");
  return welcomed(withPlanner(state, frame), frame);
}

/** Who plans from now on; that it is not who was asked for is told. */
function withPlanner(state, { planner, remark = null }) {
  const alert = remark ? { content: remark } : state.alert;
  return { ...state, planner: planner ?? state.planner, remark, alert };
}

function welcomed(state, frame) {
  const lost = state.threadId !== null && state.threadId !== frame.thread_id;
  const begun = { items: [], lastSeq: 0, preview: null, address: null };
  const fresh = lost ? { ...state, ...begun } : state;
  const opened = { ...fresh, threadId: frame.thread_id, ready: true };
  if (lost) return put(opened, { key: "lost", kind: "lost" });
  return frame.resume_gap > state.lastSeq + 1 ? withGap(opened, frame.resume_gap) : opened;
}

function withGap(state, oldest) {
  return put(state, { key: `gap-${oldest}`, kind: "gap", messages: [] });
}

/**
 * Older messages take the place of the last gap, up to the first one that the replay shows anyway.
 */
function history(state, { messages }) {
  const gap = state.items.findLastIndex((item) => item.kind === "gap");
  if (gap < 0) return state;
  const shown = new Set(state.items.map((item) => item.content));
  const known = messages.findIndex(({ content }) => shown.has(content));
  const older = known < 0 ? messages : messages.slice(0, known);
  return { ...state, items: state.items.with(gap, { ...state.items[gap], messages: older }) };
}

function userMessage(state, frame) {
  const pending = state.pending.filter(({ id }) => id !== frame.id);
  if (frame.id && state.items.some((item) => item.id === frame.id)) return { ...state, pending };
  const items = state.items.map((item) =>
    item.kind === "question" && item.answer === undefined
      ? { ...item, answer: frame.content }
      : item,
  );
  const heard = { items, pending, turn: "running", alert: null, address: state.threadId };
  return append({ ...state, ...heard }, frame, "user");
}

function progress(state, frame) {
  const phase = phaseOf(frame.step);
  const answered = confirmFeedback(
    settleApproval(state, phase === "design" ? "revised" : "approved"),
  );
  const running = { ...answered, turn: "running", decision: null };
  const index = running.items.findLastIndex(
    (item) => item.kind === "progress" && item.state === "running",
  );
  const list = running.items[index];
  if (list?.phase === phase)
    return { ...running, items: running.items.with(index, withStep(list, frame)) };
  const fresh = { key: `s${frame.seq}`, kind: "progress", phase, state: "running", steps: [] };
  return put(
    finishProgress(running, phase === "undo" ? "stopped" : "done"),
    withStep(fresh, frame),
  );
}

function blueprintPreview(state, frame) {
  return append(withPreview(settled(state), frame.preview_url), frame, "blueprint");
}

function approvalRequest(state, frame) {
  const previous = settleApproval(confirmFeedback(settled(state)), "revised");
  const blueprint = frame.changes ? undefined : (frame.blueprint ?? lastBlueprint(state));
  const shown = withPreview({ ...previous, decision: null }, frame.preview_url);
  return append(shown, { ...frame, blueprint, status: "pending" }, "approval");
}

/** The design that was shown last. */
function lastBlueprint({ items }) {
  return items.findLast((item) => item.kind === "blueprint")?.blueprint;
}

function complete(state, frame) {
  const done = settleApproval(settled(state), "approved");
  return append(withPreview(done, frame.notion_url, true), frame, "complete");
}

/** Whether an item tells of something in a workspace that an undo takes back; a job leaves none. */
export function stands(item) {
  return item.kind === "complete" && !item.job_id && !item.undone;
}

function cancelled(state, frame) {
  const rejected = settleApproval(settled(state, "stopped"), "rejected");
  const last = rejected.items.findLastIndex(stands);
  const undone = frame.reason === "undone" && last >= 0;
  const items = undone
    ? rejected.items.with(last, { ...rejected.items[last], undone: true })
    : rejected.items;
  const preview = standing(items);
  return append({ ...rejected, items, preview, stopping: false }, frame, "cancelled");
}

/** The workspace that is there now: the last one that was made or changed and not undone. */
function standing(items) {
  const { notion_url: url } = items.findLast(stands) ?? {};
  return url ? { url, live: true } : null;
}

/**
 * An error of the turn is part of the conversation; one about this tab's own frame is an alert
 * here.
 */
function error(state, frame) {
  if (frame.seq !== undefined) return append(settled(state, "failed"), frame, "error");
  const meant = frame.id ?? state.pending.findLast(({ failed }) => !failed)?.id;
  const message = state.pending.find(({ id }) => id === meant);
  if (message && REFUSED.has(frame.code)) return refused(state, message, frame.content);
  const expired = frame.code === "EXPIRED" ? settleApproval(state, "expired") : state;
  const details = Array.isArray(frame.details) ? frame.details : undefined;
  const alert = { code: frame.code, content: frame.content, details };
  const pending = POSTPONED.has(frame.code) ? failed(state.pending, message) : state.pending;
  return { ...expired, alert, pending, decision: null, stopping: false };
}

function failed(pending, late) {
  return pending.map((message) => (message === late ? { ...message, failed: true } : message));
}

function refused(state, { id, content }, reason) {
  const pending = state.pending.filter((message) => message.id !== id);
  return put({ ...state, pending }, { key: `u${id}`, kind: "refused", content, reason });
}

function turnEnd(state, { status }) {
  const outcome = { failed: "failed", cancelled: "stopped" }[status] ?? "done";
  const turn = ["awaiting_approval", "awaiting_answer"].includes(status) ? status : "idle";
  const ended = { ...settled(state, outcome), turn, decision: null, stopping: false };
  return turn === "awaiting_approval" ? waitingAgain(ended) : ended;
}

function append(state, { type, seq, thread_id, ...fields }, kind) {
  return put(state, { ...fields, key: `s${seq}`, kind });
}

function put(state, item) {
  return { ...state, items: [...state.items, item] };
}

/** Whatever was being written or worked on has come to its end. */
function settled(state, outcome = "done") {
  return finishProgress({ ...state, draft: "" }, outcome);
}

/** Work that was cut short is `stopped`, but taking it back is then `done`. */
function finishProgress(state, outcome) {
  const running = (item) => item.kind === "progress" && item.state === "running";
  const end = ({ phase }) => ({
    state: phase === "undo" && outcome === "stopped" ? "done" : outcome,
  });
  return mapItems(state, running, end);
}

/** The stream tells an approval's fate by what comes after it; this tab may know it was an edit. */
function settleApproval(state, fate) {
  const edited = fate === "approved" && state.decision?.decision === "edit";
  const status = edited ? "edited" : fate;
  return mapItems(
    state,
    (item) => item.kind === "approval" && item.status === "pending",
    () => ({ status }),
  );
}

function mapItems(state, applies, change) {
  if (!state.items.some(applies)) return state;
  const items = state.items.map((item) => (applies(item) ? { ...item, ...change(item) } : item));
  return { ...state, items };
}

/** The plan that was shown last waits, whatever its answer looked like: nothing came of that. */
function waitingAgain(state) {
  const last = state.items.findLastIndex((item) => item.kind === "approval");
  if (last < 0 || state.items[last].status === "pending") return state;
  return { ...state, items: state.items.with(last, { ...state.items[last], status: "pending" }) };
}

/** Feedback given through `approval` may not be echoed: work that follows it says it arrived. */
function confirmFeedback(state) {
  const given = state.pending.filter(({ frame }) => frame.type === "approval");
  if (given.length === 0) return state;
  const pending = state.pending.filter(({ frame }) => frame.type !== "approval");
  const items = given.map(({ id, content }) => ({ key: `u${id}`, kind: "user", id, content }));
  return { ...state, pending, items: [...state.items, ...items] };
}

function withPreview(state, url, live = false) {
  return url ? { ...state, preview: { url, live } } : state;
}

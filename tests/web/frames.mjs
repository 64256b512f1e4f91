import { newConversation, reduce } from "../../web/chat/store.js";

export const THREAD = "t1";

/** A conversation after `frames`, numbered from `seq` 1 unless they say otherwise. */
export function after(frames, state = opened()) {
  let seq = state.lastSeq;
  return frames.reduce((conversation, frame) => {
    seq += 1;
    return reduce(conversation, { type: "frame", frame: { seq, thread_id: THREAD, ...frame } });
  }, state);
}

export function opened(threadId = null) {
  const system = { type: "system", content: "", thread_id: THREAD, protocol: "1" };
  return reduce(newConversation(threadId), { type: "frame", frame: system });
}

export function withoutSeq(state, frame) {
  return reduce(state, { type: "frame", frame: { thread_id: THREAD, ...frame } });
}

export const kinds = ({ items }) => items.map(({ kind }) => kind);

export const WISH = { type: "user_message", content: "대시보드 만들어줘", id: "m1" };
export const DESIGN = ["analyzing", "generating", "blueprint", "rehearsing"].map((step) => ({
  type: "progress",
  step,
  message: step,
}));
export const PREVIEW = {
  type: "blueprint_preview",
  content: "",
  blueprint: { title: "A" },
  preview_url: "/workspace/p1",
};
export const REQUEST = {
  type: "approval_request",
  content: "?",
  approval_id: "a1",
  metadata: { kind: "create" },
};
export const WAITING = { type: "turn_end", status: "awaiting_approval" };
export const PLANNED = [WISH, ...DESIGN, PREVIEW, REQUEST, WAITING];
export const WORK = {
  type: "progress",
  step: "create_page",
  message: "페이지",
  current: 1,
  total: 4,
};
export const DONE = { type: "complete", notion_url: "/workspace/w1", content: "", summary: {} };
export const END = { type: "turn_end", status: "completed" };
export const approvalStatus = (state) => state.items.find(({ kind }) => kind === "approval").status;

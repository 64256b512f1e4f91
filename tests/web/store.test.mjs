import assert from "node:assert/strict";
import { test } from "node:test";

import { isThinking, newConversation, reduce, unanswered, undoable } from "../../web/chat/store.js";
import {
  after,
  approvalStatus,
  DESIGN,
  DONE,
  END,
  kinds,
  opened,
  PLANNED,
  PREVIEW,
  REQUEST,
  THREAD,
  WISH,
  withoutSeq,
  WORK,
} from "./frames.mjs";

test("a frame seen before changes nothing", () => {
  const state = after([WISH]);

  assert.equal(withoutSeq(state, { ...WISH, seq: 1 }), state);
});

test("replaying a stream from the start gives the same conversation", () => {
  const frames = [...PLANNED, WORK, DONE, END];
  const once = after(frames);
  const twice = frames.reduce(
    (state, frame, index) => withoutSeq(state, { ...frame, seq: index + 1 }),
    once,
  );

  assert.deepEqual(twice, once);
});

test("a frame of a thread left meanwhile is ignored", () => {
  const state = after([WISH]);

  assert.equal(withoutSeq(state, { ...WISH, seq: 9, thread_id: "other" }), state);
});

test("a frame of an unknown type is ignored", () => {
  const state = after([WISH]);

  assert.equal(withoutSeq(state, { type: "confetti", seq: 2 }), state);
});

test("a message is shown at once and confirmed by its echo", () => {
  const sent = reduce(opened(), {
    type: "sent",
    frame: { type: "message", content: "안녕", id: "m1" },
  });
  const echoed = after([{ type: "user_message", content: "안녕", id: "m1" }], sent);

  assert.deepEqual(
    sent.pending.map(({ content }) => content),
    ["안녕"],
  );
  assert.deepEqual(echoed.pending, []);
  assert.deepEqual(kinds(echoed), ["user"]);
  assert.equal(echoed.turn, "running");
});

test("messages on their way are sent again after a break, refused ones are not", () => {
  const frames = ["m1", "m2"].map((id) => ({ type: "message", content: id, id }));
  const sent = frames.reduce((state, frame) => reduce(state, { type: "sent", frame }), opened());
  const refused = withoutSeq(sent, { type: "error", code: "BUSY", content: "busy" });
  const broken = reduce(refused, { type: "disconnected" });

  assert.deepEqual(unanswered(broken), [frames[0]]);
  assert.equal(broken.pending[1].failed, true);
  assert.equal(broken.alert.code, "BUSY");
});

test("a message that will never do stands in its place with the reason, and is not sent again", () => {
  const send = (state, id) =>
    reduce(state, { type: "sent", frame: { type: "message", content: `say ${id}`, id } });
  const refused = withoutSeq(send(opened(), "m1"), {
    type: "error",
    code: "REQUEST_REFUSED",
    content: "no",
    id: "m1",
  });
  const later = after([{ ...WISH, id: "m2" }], send(refused, "m2"));

  assert.deepEqual(kinds(later), ["refused", "user"]);
  assert.equal(later.items[0].content, "say m1");
  assert.equal(later.items[0].reason, "no");
  assert.deepEqual(unanswered(later), []);
  assert.equal(later.alert, null);
});

test("sending a refused message again clears its failure", () => {
  const frame = { type: "message", content: "hello", id: "m1" };
  const refused = withoutSeq(reduce(opened(), { type: "sent", frame }), {
    type: "error",
    code: "RATE_LIMITED",
    content: "",
  });
  const again = reduce(refused, { type: "sent", frame });

  assert.deepEqual(
    again.pending.map(({ id, failed }) => [id, failed]),
    [["m1", false]],
  );
  assert.equal(again.alert, null);
});

test("the steps of designing gather in one list that ends with the plan", () => {
  const running = after([WISH, ...DESIGN]);
  const planned = after(PLANNED);

  assert.deepEqual(kinds(running), ["user", "progress"]);
  assert.deepEqual(
    running.items[1].steps.map(({ step }) => step),
    ["analyzing", "generating", "blueprint", "rehearsing"],
  );
  assert.equal(running.items[1].state, "running");
  assert.equal(planned.items[1].state, "done");
});

test("the bar of a build never goes back, though counts may come out of order", () => {
  const counted = (current, step) => ({ type: "progress", step, message: "", current, total: 4 });
  const state = after([
    WISH,
    counted(1, "create_page"),
    counted(3, "add_rows"),
    counted(2, "create_view"),
  ]);

  assert.equal(state.items.at(-1).current, 3);
  assert.equal(state.items.at(-1).total, 4);
});

test("an answer grows from its pieces and is replaced by the whole", () => {
  const pieces = ["안녕", "하세요"].reduce(
    (state, content) => withoutSeq(state, { type: "ai_token", content }),
    after([WISH]),
  );
  const whole = after([{ type: "ai_response", content: "안녕하세요." }], pieces);

  assert.equal(pieces.draft, "안녕하세요");
  assert.equal(whole.draft, "");
  assert.deepEqual(kinds(whole), ["user", "assistant"]);
});

test("a question keeps the answer that was given to it", () => {
  const question = { type: "question", content: "어느 팀?", options: ["개발", "기획"] };
  const asked = after([WISH, question, { type: "turn_end", status: "awaiting_answer" }]);
  const answered = after([{ type: "user_message", content: "기획", id: "m2" }], asked);

  assert.equal(asked.turn, "awaiting_answer");
  assert.equal(answered.items.find(({ kind }) => kind === "question").answer, "기획");
});

test("a card that ends a turn stands still: the sign of thought goes as it comes", () => {
  const asked = { type: "question", content: "어느 팀?" };
  const failed = { type: "error", code: "NOTION_FAILED", content: "!" };
  const undone = { type: "cancelled", reason: "undone", content: "" };
  const until = (...frames) =>
    frames.map((_, count) => isThinking(after(frames.slice(0, count + 1))));

  const planned = until(WISH, ...DESIGN, PREVIEW, REQUEST);
  assert.deepEqual(planned, [true, false, false, false, false, true, false]);
  assert.deepEqual(until(WISH, WORK, DONE, END), [true, false, false, false]);
  for (const last of [asked, failed, undone]) assert.deepEqual(until(WISH, last), [true, false]);
});

test("an error of the turn stays in the conversation, one about a frame is an alert", () => {
  const failed = after([
    WISH,
    DESIGN[0],
    { type: "error", code: "NOTION_ERROR", content: "x", retryable: true },
  ]);
  const alerted = withoutSeq(failed, { type: "error", code: "CONFLICT", content: "y" });

  assert.deepEqual(kinds(failed), ["user", "progress", "error"]);
  assert.equal(failed.items[1].state, "failed");
  assert.equal(failed.alert, null);
  assert.deepEqual(kinds(alerted), kinds(failed));
  assert.equal(reduce(alerted, { type: "dismissed" }).alert, null);
});

test("a gap in what the server kept is told once and filled with older messages", () => {
  const system = { type: "system", content: "", protocol: "1", resumed: true, resume_gap: 40 };
  const gapped = withoutSeq(newConversation(THREAD), system);
  const replayed = withoutSeq(gapped, { ...WISH, seq: 40 });
  const messages = [
    { role: "user", content: "안녕" },
    { role: "assistant", content: "안녕하세요" },
    { role: "user", content: WISH.content },
  ];
  const filled = withoutSeq(replayed, { type: "history", messages });

  assert.deepEqual(kinds(replayed), ["gap", "user"]);
  assert.deepEqual(filled.items[0].messages, messages.slice(0, 2));
});

test("a resume without a gap adds nothing", () => {
  const state = reduce(after(PLANNED), { type: "disconnected" });
  const resumed = withoutSeq(state, { type: "system", content: "", resumed: true, resume_gap: 3 });

  assert.deepEqual(kinds(resumed), kinds(state));
  assert.equal(resumed.ready, true);
  assert.equal(resumed.lastSeq, state.lastSeq);
});

test("a thread that the server no longer knows starts over and says so", () => {
  const state = opened("forgotten");

  assert.deepEqual(kinds(state), ["lost"]);
  assert.equal(state.threadId, THREAD);
  assert.equal(state.lastSeq, 0);
});

test("what was fetched is nothing to undo; what was built before it still is", () => {
  const fetched = { type: "complete", content: "", warnings: [], job_id: "ingest-job-demo-1" };
  const built = after([...PLANNED, WORK, DONE, END]);
  const state = after([fetched, END], built);

  assert.equal(undoable(state).notion_url, DONE.notion_url);
  assert.deepEqual(state.preview, built.preview);
  assert.equal(undoable(after([fetched, END])), undefined);
});

test("a state is never changed in place", () => {
  const freeze = (value) => {
    if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const frames = [
    ...PLANNED,
    WORK,
    DONE,
    END,
    { type: "cancelled", content: "", reason: "undone" },
  ];

  frames.reduce((state, frame) => freeze(after([frame], state)), freeze(opened()));
});

test("a plan whose answer came to nothing waits again", () => {
  const failed = { type: "error", content: "!", code: "NOTION_ERROR" };
  const told = after([...PLANNED, WORK, failed, { type: "turn_end", status: "awaiting_approval" }]);

  assert.equal(approvalStatus(told), "pending");
  assert.equal(told.turn, "awaiting_approval");
});

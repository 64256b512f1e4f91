import assert from "node:assert/strict";
import { test } from "node:test";

import { pendingApproval, redoable, reduce, undoable, unanswered } from "../../web/chat/store.js";
import {
  after,
  approvalStatus,
  DESIGN,
  DONE,
  END,
  PLANNED,
  WAITING,
  WISH,
  withoutSeq,
  WORK,
} from "./frames.mjs";

test("a plan waits with its blueprint and its preview", () => {
  const state = after(PLANNED);

  assert.equal(state.turn, "awaiting_approval");
  assert.equal(pendingApproval(state).approval_id, "a1");
  assert.deepEqual(pendingApproval(state).blueprint, { title: "A" });
  assert.deepEqual(state.preview, { url: "/workspace/p1", live: false });
});

test("work after a plan says that it was approved, also to a tab that did not answer", () => {
  const state = after([...PLANNED, WORK]);

  assert.equal(approvalStatus(state), "approved");
  assert.equal(pendingApproval(state), undefined);
});

test("designing after a plan says that changes were asked for", () => {
  assert.equal(approvalStatus(after([...PLANNED, DESIGN[0]])), "revised");
});

test("the tab that edited the blueprint remembers that it did", () => {
  const frame = { type: "approval", approval_id: "a1", decision: "edit", blueprint: {}, id: "d1" };
  const decided = reduce(after(PLANNED), { type: "decided", frame });

  assert.deepEqual(unanswered(decided), [frame]);
  assert.equal(approvalStatus(after([WORK], decided)), "edited");
  assert.equal(after([WORK], decided).decision, null);
});

test("an invalid edit leaves the approval pending", () => {
  const frame = { type: "approval", approval_id: "a1", decision: "edit", blueprint: {}, id: "d1" };
  const decided = reduce(after(PLANNED), { type: "decided", frame });
  const details = [{ field: "title", message: "missing" }];
  const refused = withoutSeq(decided, {
    type: "error",
    code: "BLUEPRINT_INVALID",
    content: "no",
    details,
  });

  assert.equal(refused.decision, null);
  assert.equal(approvalStatus(refused), "pending");
  assert.deepEqual(refused.alert.details, details);
});

test("an approval past its time is shown as expired", () => {
  const state = withoutSeq(after(PLANNED), { type: "error", code: "EXPIRED", content: "" });

  assert.equal(approvalStatus(state), "expired");
});

test("feedback given through an approval is kept even if it is not echoed, and never doubled", () => {
  const frame = {
    type: "approval",
    approval_id: "a1",
    decision: "respond",
    feedback: "더 간단하게",
    id: "d1",
  };
  const sent = reduce(after(PLANNED), { type: "sent", frame });
  const worked = after([DESIGN[0]], sent);
  const echoed = after([{ type: "user_message", content: "더 간단하게", id: "d1" }], worked);

  assert.deepEqual(worked.pending, []);
  assert.equal(worked.items.filter(({ id }) => id === "d1").length, 1);
  assert.equal(echoed.items.filter(({ id }) => id === "d1").length, 1);
});

test("a rejected plan is marked and its preview closed", () => {
  const state = after([...PLANNED, { type: "cancelled", content: "", reason: "rejected" }]);

  assert.equal(approvalStatus(state), "rejected");
  assert.equal(state.preview, null);
});

test("a finished creation shows the live workspace and can be undone once the turn is over", () => {
  const finished = after([...PLANNED, WORK, DONE]);
  const ended = after([END], finished);

  assert.deepEqual(ended.preview, { url: "/workspace/w1", live: true });
  assert.equal(undoable(finished), undefined);
  assert.equal(undoable(ended).kind, "complete");
});

test("an undo marks the last creation, and the one before it is next", () => {
  const two = after([WISH, WORK, DONE, END, WISH, WORK, DONE, END]);
  const rolling = { type: "progress", step: "rolling_back", message: "" };
  const undone = after([rolling, { type: "cancelled", content: "", reason: "undone" }, END], two);
  const completes = undone.items.filter(({ kind }) => kind === "complete");

  assert.deepEqual(
    completes.map((item) => Boolean(item.undone)),
    [false, true],
  );
  assert.equal(undoable(undone), completes[0]);
  assert.equal(redoable(two), undefined);
  assert.equal(redoable(undone), undone.items.findLast((item) => item.kind === "cancelled"));
  assert.equal(undone.items.findLast(({ kind }) => kind === "progress").state, "done");
});

test("cancelled work is shown as stopped and its rollback as done", () => {
  const rolling = { type: "progress", step: "rolling_back", message: "" };
  const state = after([
    WISH,
    WORK,
    rolling,
    { type: "cancelled", content: "", reason: "cancelled" },
  ]);
  const states = state.items.filter(({ kind }) => kind === "progress").map((item) => item.state);

  assert.deepEqual(states, ["stopped", "done"]);
});

test("a cancel is under way until the turn ends", () => {
  const stopping = reduce(after([WISH, WORK]), { type: "stopping" });

  assert.equal(stopping.stopping, true);
  assert.equal(after([{ type: "turn_end", status: "cancelled" }], stopping).stopping, false);
});

const CHANGES = {
  type: "approval_request",
  content: "?",
  approval_id: "a2",
  metadata: { kind: "modify" },
  changes: [{ action: "rename", to: "B" }],
  preview_url: "/preview/a2",
};

test("a plan of changes shows its own preview and has no blueprint to edit", () => {
  const state = after([...PLANNED, DONE, END, CHANGES, WAITING]);

  assert.equal(pendingApproval(state).blueprint, undefined);
  assert.deepEqual(state.preview, { url: "/preview/a2", live: false });
});

test("when changes are turned down or undone the workspace is shown as it stands", () => {
  const cancelled = (reason) => ({ type: "cancelled", content: "", reason });
  const turned = after([...PLANNED, DONE, END, CHANGES, WAITING, cancelled("rejected")]);
  const changed = [...PLANNED, DONE, END, CHANGES, { ...DONE, changes: CHANGES.changes }];

  assert.deepEqual(turned.preview, { url: "/workspace/w1", live: true });
  assert.deepEqual(after([...changed, cancelled("undone")]).preview, turned.preview);
  const both = after([...changed, cancelled("undone"), cancelled("undone")]);
  assert.equal(both.preview, null);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { afterClose, backoffDelay } from "../../web/chat/reconnect.js";
import { reasonTold } from "../../web/chat/banners.js";

test("the wait doubles and never passes thirty seconds", () => {
  const longest = Array.from({ length: 40 }, (_, attempt) => backoffDelay(attempt, () => 1));

  assert.deepEqual(longest.slice(0, 4), [500, 1000, 2000, 4000]);
  assert.equal(Math.max(...longest), 30_000);
});

test("chance spreads the wait over its upper half", () => {
  assert.equal(
    backoffDelay(3, () => 0),
    2000,
  );
  assert.equal(
    backoffDelay(3, () => 1),
    4000,
  );
});

test("refused credentials wait for the person, everything else comes back by itself", () => {
  const codes = [1000, 1001, 1006, 1009, 1012, 4001, 4003, 4008, 4029];

  assert.equal(afterClose(4002, 0).retry, false);
  assert.ok(codes.every((code) => afterClose(code, 0).retry));
});

test("a slow reader reconnects at once, but not over and over", () => {
  assert.equal(afterClose(4008, 0).delay, 0);
  assert.ok(afterClose(4008, 1, () => 0).delay > 0);
});

test("a crowded server is left alone for thirty seconds", () => {
  assert.equal(afterClose(4029, 0).delay, 30_000);
});

test("a restart is told apart from a lost line", () => {
  assert.equal(afterClose(1012, 0).reason, "connection.restarting");
  assert.equal(afterClose(1006, 0).reason, "connection.lost");
});

test("where words are still to be sent, a line that is down says so", () => {
  assert.equal(reasonTold("connection.lost", { pending: [{ id: "a" }] }), "connection.unsent");
  assert.equal(reasonTold("connection.lost", { pending: [] }), "connection.lost");
  assert.equal(reasonTold("connection.restarting", { pending: [{ id: "a" }] }), "connection.restarting");
});

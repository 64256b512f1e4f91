import assert from "node:assert/strict";
import { test } from "node:test";

import { nextWish } from "../../web/chat/complete.js";

const DATE = { name: "Due", type: "date" };
const STATUS = { name: "Status", type: "status" };
const tasks = (properties, ...views) => ({
  databases: [{ title: "Tasks", properties, views: views.map((type) => ({ type })) }],
});

test("the wish that is offered next fits what was made and is not in it yet", () => {
  assert.deepEqual(nextWish(tasks([DATE, STATUS])), ["calendar", { database: "Tasks" }]);
  assert.deepEqual(nextWish(tasks([DATE, STATUS], "calendar")), [
    "board",
    { database: "Tasks", property: "Status" },
  ]);
  assert.deepEqual(nextWish(tasks([DATE, STATUS], "calendar", "board")), [
    "property",
    { database: "Tasks" },
  ]);
  assert.deepEqual(nextWish({ databases: [] }), ["page", {}]);
  assert.deepEqual(nextWish(undefined), ["page", {}]);
});

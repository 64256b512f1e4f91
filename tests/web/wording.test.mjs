import assert from "node:assert/strict";
import { test } from "node:test";

import {
  refusal,
  whyNoName,
  whyNoOption,
  whyNoText,
  wordsOf,
} from "../../web/workspace/editing/wording.js";

test("what Notion refuses is told in words of one's own", () => {
  const archived = "Can't edit block that is archived. You must unarchive the block before editing.";
  assert.deepEqual(refusal(archived), ["edit_gone"]);
  assert.deepEqual(refusal("Cannot have multiple properties named 비용"), [
    "nameTaken",
    { name: "비용" },
  ]);
  assert.deepEqual(refusal("Invalid select option, commas not allowed: 법무, 회계"), ["noCommas"]);
  const long =
    "body failed validation: body.properties.주소.url.length should be ≤ `2000`, instead was `2001`.";
  assert.deepEqual(refusal(long), ["tooLong", { most: "2000", length: "2001" }]);
  assert.deepEqual(refusal("Whatever else there may be"), ["edit_refused"]);
});

test("what would be refused is known before", () => {
  assert.deepEqual(whyNoOption("법무, 회계", "select", []), ["noCommas"]);
  assert.equal(whyNoOption("법무, 회계", "status", []), null);
  assert.deepEqual(whyNoName("비용", ["비용", "이름"]), ["nameTaken", { name: "비용" }]);
  assert.equal(whyNoName("값", ["비용"]), null);
  assert.deepEqual(whyNoOption("DONE", "status", ["Done"]), ["nameTaken", { name: "Done" }]);
  assert.equal(whyNoName("DONE", ["Done"]), null);
  assert.equal(whyNoName("😀".repeat(100), []), null);
  assert.deepEqual(whyNoName("😀".repeat(101), []), ["tooLong", { most: 100, length: 101 }]);
  assert.equal(whyNoText("url", `https://example.com/${"a".repeat(2_000)}`)[0], "tooLong");
  assert.deepEqual(whyNoText("url", "not a url"), ["notAnAddress"]);
  assert.deepEqual(whyNoText("email", "abc"), ["notAnEmail"]);
  for (const [type, text] of [
    ["url", "https://example.com/가"],
    ["url", ""],
    ["email", "a@example.com"],
    ["rich_text", "not a url"],
  ])
    assert.equal(whyNoText(type, text), null, text);
});

test("what was written is known from the calls that were refused", () => {
  const body = { properties: { 메모: { rich_text: [{ type: "text", text: { content: "긴 글" } }] } } };
  assert.equal(wordsOf([{ method: "PATCH", path: "pages/1", body }]), "긴 글");
  assert.equal(wordsOf([{ body: { properties: { 확인: { checkbox: true } } } }, {}]), "");
});

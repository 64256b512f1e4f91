import assert from "node:assert/strict";
import { test } from "node:test";

import { socketAddress, workspacePath } from "../../web/chat/addresses.js";
import { toldOf } from "../../web/chat/attachments.js";
import { checkMessage, sendsMessage, wishOf } from "../../web/chat/composer.js";
import { copilotChoices, settledPlanner } from "../../web/chat/planner.js";
import { Preferences } from "../../web/shell/preferences.js";
import { initFrame } from "../../web/chat/session.js";
import { titleOf, withMore, withNewest } from "../../web/shell/threads.js";

const HERE = "http://127.0.0.1:9500/";

/** A browser's storage, in memory. */
class MemoryStorage {
  #values = new Map();
  getItem = (key) => this.#values.get(key) ?? null;
  setItem = (key, value) => this.#values.set(key, String(value));
  removeItem = (key) => this.#values.delete(key);
  text = () => JSON.stringify([...this.#values]);
}

test("a workspace of our own is shown beside the chat, under whatever name loopback goes by", () => {
  assert.equal(workspacePath("/workspace/a?x=1", HERE), "/workspace/a?x=1");
  assert.equal(workspacePath("http://localhost:9500/workspace/a", HERE), "/workspace/a");
});

test("nothing else is framed", () => {
  const others = [
    "https://notion.so/a",
    "http://localhost:1/workspace/a",
    "/docs",
    "javascript:alert(1)",
    null,
  ];

  assert.deepEqual(
    others.map((address) => workspacePath(address, HERE)),
    [null, null, null, null, null],
  );
});

test("the socket is as safe as the page", () => {
  assert.equal(socketAddress(HERE), "ws://127.0.0.1:9500/ws/chat");
  assert.equal(socketAddress("https://a.b/?c"), "wss://a.b/ws/chat");
});

test("a message has two characters or more, one where something waits for an answer", () => {
  assert.deepEqual(checkMessage("  ", "idle"), { problem: null });
  assert.deepEqual(checkMessage("네", "idle"), { problem: "composer.short" });
  assert.deepEqual(checkMessage(" 네 ", "awaiting_approval"), { content: "네" });
  assert.deepEqual(checkMessage("3", "awaiting_answer"), { content: "3" });
  assert.deepEqual(checkMessage("가".repeat(2000), "idle"), { content: "가".repeat(2000) });
  assert.deepEqual(checkMessage("가".repeat(2001), "idle"), { problem: "composer.length" });
});

test("Enter sends, but not with Shift and not while a word is being composed", () => {
  const enter = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

  assert.ok(sendsMessage(enter));
  assert.ok(!sendsMessage({ ...enter, shiftKey: true }));
  assert.ok(!sendsMessage({ ...enter, isComposing: true }));
  assert.ok(!sendsMessage({ ...enter, keyCode: 229 }));
});

test("the first frame carries what is set and nothing that is empty", () => {
  const settings = {
    language: "ko",
    complexity: "simple",
    notionToken: "",
    parentPageId: "",
    accessToken: "k",
  };

  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  assert.deepEqual(initFrame(settings, { threadId: null, lastSeq: 0 }), {
    type: "init",
    settings: { complexity: "simple", language: "ko", time_zone: timeZone },
    access_token: "k",
  });
  assert.equal(initFrame(settings, { threadId: "t", lastSeq: 7 }).since, 7);
  assert.equal(initFrame(settings, { threadId: "t", lastSeq: 0 }).since, 0);
});

test("a key for a model goes along with the model that was chosen behind it", () => {
  const settings = { aiKey: "sk-x", aiModel: "openai/small" };
  const { ai_key: key, ai_model: model } = initFrame(settings, { threadId: null, lastSeq: 0 });

  assert.deepEqual([key, model], ["sk-x", "openai/small"]);
});

test("who takes the key away goes back to whoever plans for all", () => {
  const after = (values, before) => settledPlanner(values, before).aiModel;
  const nothing = { aiKey: "", aiModel: "" };

  assert.equal(after(nothing, nothing), "");
  assert.equal(after(nothing, { aiKey: "sk-x", aiModel: "" }), "default");
  assert.equal(after(nothing, { aiKey: "", aiModel: "embedded" }), "default");
  assert.equal(after(nothing, { aiKey: "", aiModel: "default" }), "default");
  assert.equal(after({ aiKey: "sk-x", aiModel: "" }, nothing), "");
  assert.equal(after({ aiKey: "sk-x", aiModel: "" }, { aiKey: "", aiModel: "default" }), "");
});

test("a helpdesk goes along once its company is named", () => {
  const settings = { companyId: "shop", helpdeskDomain: "shop.freshdesk.com", helpdeskKey: "fd" };
  const init = (given) => initFrame(given, { threadId: null, lastSeq: 0 });

  assert.deepEqual(init(settings).helpdesk, {
    company_id: "shop",
    domain: "shop.freshdesk.com",
    api_key: "fd",
  });
  assert.deepEqual(init({ companyId: "shop" }).helpdesk, { company_id: "shop" });
  assert.ok(!("helpdesk" in init({ helpdeskKey: "fd" })));
});

test("tokens never reach lasting storage", () => {
  const [lasting, passing] = [new MemoryStorage(), new MemoryStorage()];
  const preferences = new Preferences(lasting, passing, ["en-GB"]);
  preferences.write({
    language: "ja",
    complexity: "advanced",
    notionToken: "ntn_x",
    parentPageId: "p",
    helpdeskKey: "fd_z",
    accessToken: "key_y",
  });

  assert.equal(preferences.read().notionToken, "ntn_x");
  assert.doesNotMatch(lasting.text(), /ntn_x|fd_z|key_y/);
  assert.equal(new Preferences(lasting, new MemoryStorage(), ["en"]).read().language, "ja");
});

test("settings that were tampered with fall back to the defaults", () => {
  const lasting = new MemoryStorage();
  lasting.setItem("notionforge.language", "xx");
  lasting.setItem("notionforge.complexity", "wild");
  const { language, complexity } = new Preferences(lasting, new MemoryStorage(), ["en"]).read();

  assert.deepEqual([language, complexity], ["en", "standard"]);
});

test("the newest thread comes first, each once and under the name it has", () => {
  const threads = [
    { id: "a", title: "하나" },
    { id: "b", title: "둘" },
  ];

  assert.deepEqual(withNewest(threads, { id: "b", title: "x" }), [threads[1], threads[0]]);
  assert.equal(withNewest(threads, { id: "c", title: "x" })[0].title, "x");
  assert.deepEqual(withMore(threads, [threads[0], { id: "c", title: "셋" }]).length, 3);
});

test("a title is the first line, cut between characters", () => {
  assert.equal(titleOf(" 여행 계획\n자세히"), "여행 계획");
  assert.equal(titleOf("🐱".repeat(80)), `${"🐱".repeat(59)}…`);
});

test("Copilot is offered where the server has it, by its list or its own model", () => {
  const status = { available: true, models: [], current_model: "auto" };

  assert.deepEqual(copilotChoices({ ...status, models: ["a", "b"] }), ["copilot/a", "copilot/b"]);
  assert.deepEqual(copilotChoices(status), ["copilot/auto"]);
  assert.deepEqual(copilotChoices({ ...status, available: false }), []);
  assert.deepEqual(copilotChoices({ ...status, current_model: null }), []);
});

test("files that nothing is said of are said by their names, and so name the conversation", () => {
  const t = (key, { names }) => `${key}: ${names}`;

  assert.equal(wishOf([], t), "");
  assert.equal(wishOf(["직원.xlsx"], t), "composer.attach.wish: 직원.xlsx");
  assert.equal(wishOf(["a.md", "b.md", "c.md", "d.md"], t), "composer.attach.wish: a.md, b.md, c.md…");
});

test("why a file does not come along is told with its name once", () => {
  assert.equal(toldOf({ name: "a.exe", problem: "a.exe is of no kind" }), "a.exe is of no kind");
  assert.equal(toldOf({ name: "a.csv", problem: "too large" }), "a.csv: too large");
});

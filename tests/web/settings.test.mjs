import assert from "node:assert/strict";
import { test } from "node:test";

import { outcomeOf } from "../../web/chat/settings.js";
import { Preferences, zoneOf } from "../../web/shell/preferences.js";
import { isCompany } from "../../web/shared/company.js";

const t = (key) => key;
const closed = { ready: false, remark: null };

test("settings are in force once the server says so, or will be when it is there", () => {
  assert.equal(outcomeOf({ phase: "connecting" }, closed, t), undefined);
  assert.equal(outcomeOf({ phase: "open" }, { ready: true, remark: null }, t), null);
  assert.equal(outcomeOf({ phase: "waiting", reason: "connection.lost" }, closed, t), null);
});

test("what the server does not take says where to look", () => {
  const refused = { phase: "stopped", reason: "connection.settings", problem: "no page" };

  assert.deepEqual(outcomeOf(refused, closed, t).fields, ["notionToken", "parentPageId"]);
  assert.equal(outcomeOf(refused, closed, t).told, "no page");
  const keyless = outcomeOf({ phase: "stopped", reason: "connection.credentials" }, closed, t);
  assert.deepEqual(keyless, { told: "connection.credentials", fields: ["accessToken"] });
  const remark = outcomeOf({ phase: "open" }, { ready: true, remark: "no such key" }, t);
  assert.deepEqual(remark, { told: "no such key", fields: ["aiKey", "aiModel"] });
});

test("a time zone outlives the tab, and is the browser's where none was chosen", () => {
  const store = () => {
    const kept = new Map();
    return {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => kept.set(name, value),
      removeItem: (name) => kept.delete(name),
    };
  };
  const lasting = store();
  const preferences = new Preferences(lasting, store(), ["ko"]);

  assert.equal(preferences.read().timeZone, "");
  preferences.write({ ...preferences.read(), timeZone: "Asia/Tokyo" });
  const later = new Preferences(lasting, store(), ["ko"]).read();
  assert.equal(zoneOf(later), "Asia/Tokyo");
  assert.equal(zoneOf({ timeZone: "" }), Intl.DateTimeFormat().resolvedOptions().timeZone);
});

test("a company's id is told apart from a name before it is sent", () => {
  assert.deepEqual(["", "acme", "a-1_b"].map(isCompany), [true, true, true]);
  assert.deepEqual(["우리 회사", "a", "Acme", "-a"].map(isCompany), [false, false, false, false]);
});

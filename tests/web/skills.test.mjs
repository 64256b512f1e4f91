import assert from "node:assert/strict";
import { test } from "node:test";

import { dropDraft, keepDraft, readDraft, written } from "../../web/rooms/skills/drafts.js";
import { aboutOf, grouped, keywordsIn, matching } from "../../web/rooms/skills/finding.js";
import { isModelAsked } from "../../web/rooms/skills/guidance.js";
import { problemsOf } from "../../web/rooms/skills/problems.js";

const t = (key) => key;
const VALUES = { skill_id: "ours", name: "a", description: "a", keywords: "a", content: "a" };

const skill = (id, more = {}) => ({
  id,
  name: id,
  description: "",
  keywords: [],
  is_custom: false,
  template_type: "project",
  ...more,
});

test("a skill is found by all of the words, wherever they stand", () => {
  const skills = [skill("crm", { keywords: ["고객", "Sales"] }), skill("habit")];

  assert.deepEqual(matching(skills, "sales 고객").map(({ id }) => id), ["crm"]);
  assert.equal(matching(skills, "  ").length, 2);
  assert.equal(matching(skills, "sales habit").length, 0);
});

test("one's own skills come first, and no skill is left out", () => {
  const skills = [
    skill("a"),
    skill("b", { template_type: "of tomorrow" }),
    skill("c", { is_custom: true, template_type: "custom" }),
    skill("d", { template_type: "crm" }),
  ];
  const groups = grouped(skills);

  assert.deepEqual(groups.map(([domain]) => domain), ["own", "project", "crm", "custom"]);
  assert.equal(groups.flatMap(([, members]) => members).length, skills.length);
});

test("keywords and what a skill is for are told in the reader's language", () => {
  const words = ["습관", "habit", "習慣", "ルーティン"];

  assert.deepEqual(keywordsIn(words, "ko"), ["습관"]);
  assert.deepEqual(keywordsIn(words, "ja"), ["習慣", "ルーティン"]);
  assert.deepEqual(keywordsIn(words, "en"), ["habit"]);
  assert.deepEqual(keywordsIn(["crm"], "ko"), ["crm"]);
  const told = { is_custom: false, description: "For whom", example: "만들어줘" };
  assert.deepEqual([aboutOf(told, "en"), aboutOf(told, "ko")], ["For whom", "“만들어줘”"]);
});

test("what was written is kept until it is thrown away", () => {
  const kept = new Map();
  const store = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  const values = { ...written({}), name: "Bee diary" };

  keepDraft(store, undefined, values);
  keepDraft(store, "habit", { ...values, name: "Other" });
  assert.equal(readDraft(store, undefined).name, "Bee diary");
  dropDraft(store, undefined);
  assert.equal(readDraft(store, undefined), null);
  kept.set("notionforge.skill.habit", "{cut sh");
  assert.equal(readDraft(store, "habit"), null);
  assert.equal(written({ id: "a", keywords: ["x", "y"] }).keywords, "x, y");
});

test("what the server refuses has its place", () => {
  const details = [{ field: "name", message: "too short" }, { field: "elsewhere", message: "x" }];

  assert.deepEqual(problemsOf({ code: "VALIDATION_ERROR", details }, VALUES, t), [details[0]]);
  assert.deepEqual(problemsOf({ code: "CONFLICT", message: "taken" }, VALUES, t), [
    { field: "skill_id", message: "taken" },
  ]);
  assert.deepEqual(problemsOf({ code: "UNREACHABLE", message: "away" }, VALUES, t), []);
});

test("what is wrong with an id or an empty place is said without a pattern", () => {
  const told = (field, value) => {
    const details = [{ field, message: "^[a-z]+$" }];
    return problemsOf({ code: "VALIDATION_ERROR", details }, { ...VALUES, [field]: value }, t);
  };

  assert.deepEqual(told("skill_id", "우리 팀"), [{ field: "skill_id", message: "skills.problem.skill_id" }]);
  assert.deepEqual(told("content", "  "), [{ field: "content", message: "skills.problem.empty" }]);
  assert.deepEqual(told("name", "x"), [{ field: "name", message: "^[a-z]+$" }]);
});

test("guidance is gone by where a model designs, of the person's or of the operator's", async () => {
  const asked = ({ aiKey = "", aiModel = "" }, provider) =>
    isModelAsked({
      preferences: { read: () => ({ aiKey, aiModel }) },
      api: async () => ({ ai_provider: provider }),
    });

  assert.equal(await asked({}, "embedded"), false);
  assert.equal(await asked({ aiModel: "default" }, "openai"), true);
  assert.equal(await asked({ aiKey: "k" }, "embedded"), true);
  assert.equal(await asked({ aiKey: "k", aiModel: "embedded" }, "openai"), false);
});

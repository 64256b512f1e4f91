import assert from "node:assert/strict";
import { test } from "node:test";

import {
  draftOf,
  moveTo,
  neighbour,
  newDatabase,
  newPart,
  newProperty,
  newView,
  viewTypes,
} from "../../web/chat/draft.js";
import { changesOf, partAt } from "../../web/chat/edits.js";

const PLAN = {
  title: "살림",
  databases: [
    {
      title: "지출",
      properties: [
        { name: "이름", type: "title" },
        { name: "금액", type: "number", format: "won" },
        { name: "분류", type: "select", options: [{ name: "식비" }, { name: "교통" }] },
      ],
      views: [{ type: "table", name: "모두" }, { type: "board" }],
      rows: ["장보기", "버스", "버스", "커피"].map((name) => ({ values: { 이름: name } })),
    },
  ],
  sub_pages: [{ title: "안내" }],
};

/** The changes after somebody worked on the form. */
function edited(work) {
  const draft = draftOf(PLAN);
  work(draft, draft.databases[0]);
  return changesOf(draft);
}

test("a plan that nobody touched has no changes", () => {
  assert.deepEqual(
    edited(() => {}),
    [],
  );
});

test("names are changed in place, a database's own last, so that the others still find it", () => {
  const changes = edited((draft, database) => {
    draft.name = "우리 살림";
    database.name = "쓴 돈";
    database.properties[1].name = "원화";
    database.properties[2].options[0].name = "먹은 것";
    draft.pages[0].name = "읽어 보기";
  });

  assert.deepEqual(changes, [
    { action: "rename_option", database: "지출", property: "분류", option: "식비", to: "먹은 것" },
    { action: "rename_property", database: "지출", property: "금액", to: "원화" },
    { action: "rename", target: "지출", to: "쓴 돈" },
    { action: "rename", target: "안내", to: "읽어 보기" },
    { action: "rename", to: "우리 살림" },
  ]);
});

test("a view that is named anew keeps what it shows", () => {
  const changes = edited((_, database) => {
    database.views[0].name = "전체";
  });

  assert.deepEqual(changes, [
    { action: "update_view", database: "지출", view: "모두", to: { type: "table", name: "전체" } },
  ]);
});

test("what is taken out goes before what is named anew", () => {
  const changes = edited((draft, database) => {
    database.views[0].gone = true;
    database.properties[1].gone = true;
    database.properties[2].options[1].gone = true;
    database.properties[0].name = "무엇";
    draft.pages[0].gone = true;
  });

  assert.deepEqual(
    changes.map(({ action }) => action),
    ["archive", "delete_view", "delete_property", "delete_option", "rename_property"],
  );
});

test("another type keeps the options that are left, and a plain one has none", () => {
  const retyped = (type) =>
    edited((_, database) => {
      database.properties[2].options[1].gone = true;
      database.properties[2].type = type;
    });

  const where = { action: "retype_property", database: "지출", property: "분류" };
  assert.deepEqual(retyped("status"), [{ ...where, to: "status", options: [{ name: "식비" }] }]);
  assert.deepEqual(retyped("rich_text"), [{ ...where, to: "rich_text" }]);
});

test("what is new is described as in a blueprint, and what has no name is nothing", () => {
  const changes = edited((draft, database) => {
    const [named, nameless] = [newProperty(), newProperty()];
    Object.assign(named, { name: " 결제 ", type: "select", options: [newPart("카드"), newPart()] });
    database.properties.push(named, nameless);
    draft.databases.push({ ...newDatabase("이름"), name: "수입" });
    draft.pages.push(newPart("메모"), newPart());
  });

  assert.deepEqual(changes, [
    {
      action: "add_property",
      database: "지출",
      property: { name: "결제", type: "select", options: [{ name: "카드" }] },
    },
    {
      action: "add_database",
      database: { title: "수입", properties: [{ name: "이름", type: "title" }] },
    },
    { action: "add_sub_page", page: { title: "메모" } },
  ]);
});

test("a database that is taken out takes what was changed in it along", () => {
  const changes = edited((_, database) => {
    database.properties[0].name = "무엇";
    database.gone = true;
  });

  assert.deepEqual(changes, [{ action: "delete_database", database: "지출" }]);
});

test("what came and went again is no change", () => {
  const changes = edited((draft) => draft.databases.push({ ...newDatabase("이름"), gone: true }));

  assert.deepEqual(changes, []);
});

test("names that change places go by way of a third", () => {
  const changes = edited((_, database) => {
    const [first, second] = database.properties.slice(1);
    [first.name, second.name] = [second.name, first.name];
  });

  const step = (property, to) => ({ action: "rename_property", database: "지출", property, to });
  assert.deepEqual(changes, [
    step("금액", "금액 ↔"),
    step("분류", "분류 ↔"),
    step("금액 ↔", "분류"),
    step("분류 ↔", "금액"),
  ]);
});

test("an option takes the name of one that goes", () => {
  const changes = edited((_, database) => {
    const [food, travel] = database.properties[2].options;
    food.gone = true;
    travel.name = "식비";
  });

  assert.deepEqual(
    changes.map(({ action }) => action),
    ["delete_option", "rename_option"],
  );
});

test("what is wrong with a change is wrong with the part that it was made for", () => {
  const draft = draftOf(PLAN);
  const [database] = draft.databases;
  const [named, income] = [newProperty(), { ...newDatabase("이름"), name: "수입" }];
  Object.assign(named, { name: "결제", type: "select", options: [newPart(), newPart("카드")] });
  database.properties[1].name = "원화";
  database.properties.push(named);
  draft.databases.push(income);

  assert.deepEqual(
    changesOf(draft).map(({ action }) => action),
    ["rename_property", "add_property", "add_database"],
  );
  assert.equal(partAt(draft, "changes[0].to"), database.properties[1]);
  assert.equal(partAt(draft, "changes[1].property.name"), named);
  assert.equal(partAt(draft, "changes[1].property.options[0].name"), named.options[1]);
  assert.equal(partAt(draft, "changes[2].database.properties[0]"), income.properties[0]);
  assert.equal(partAt(draft, "changes[9]"), null);
  assert.equal(partAt(draft, "databases[0].title"), null);
});

test("rows go by their titles; those that share one are left alone", () => {
  const changes = edited((_, database) => {
    const [first, last] = database.rows;
    first.name = "큰 장보기";
    last.gone = true;
    database.rows.push(newPart("택시"), newPart());
    database.properties[0].name = "무엇";
  });

  const where = { database: "지출" };
  assert.deepEqual(changes.slice(0, 3), [
    { action: "delete_rows", ...where, rows: ["커피"] },
    {
      action: "edit_rows",
      ...where,
      rows: [{ row: "장보기", values: { 이름: "큰 장보기" } }],
    },
    { action: "add_rows", ...where, rows: [{ values: { 이름: "택시" } }] },
  ]);
});

test("a view is added and shown otherwise by a property that it can go by", () => {
  const changes = edited((_, database) => {
    database.views[0].type = "board";
    database.views.push({ ...newView(), name: "사진", type: "gallery" });
    assert.ok(!viewTypes(database, database.views[0]).includes("calendar"));
  });

  assert.deepEqual(changes, [
    {
      action: "update_view",
      database: "지출",
      view: "모두",
      to: { type: "board", name: "모두", group_by: "분류" },
    },
    { action: "add_view", database: "지출", view: { type: "gallery", name: "사진" } },
  ]);
});

test("what was moved is put in order under the names that it has by then", () => {
  const changes = edited((_, database) => {
    const [title, money, kind] = database.properties;
    money.name = "원화";
    moveTo(database.properties, kind, title);
    moveTo(kind.options, kind.options[1], neighbour(kind.options, kind.options[1], -1));
  });

  assert.deepEqual(changes, [
    {
      action: "reorder",
      parts: "options",
      database: "지출",
      property: "분류",
      names: ["교통", "식비"],
    },
    { action: "rename_property", database: "지출", property: "금액", to: "원화" },
    {
      action: "reorder",
      parts: "properties",
      database: "지출",
      names: ["분류", "이름", "원화"],
    },
  ]);
});

test("what was moved there and back is no change", () => {
  const changes = edited((_, { properties }) => {
    moveTo(properties, properties[2], properties[0]);
    moveTo(properties, properties[0], properties[2]);
  });

  assert.deepEqual(changes, []);
});

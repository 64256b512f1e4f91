/** Small builders of Notion rows for the tests. */

export const SCHEMA = {
  이름: { id: "title", type: "title", title: {} },
  상태: {
    id: "st%3Aa",
    type: "status",
    status: {
      options: [
        { id: "1", name: "시작 전", color: "default" },
        { id: "2", name: "진행 중", color: "blue" },
        { id: "3", name: "완료", color: "green" },
      ],
      groups: [
        { name: "To-do", option_ids: ["1"] },
        { name: "In progress", option_ids: ["2"] },
        { name: "Complete", option_ids: ["3"] },
      ],
    },
  },
  태그: {
    id: "tags",
    type: "multi_select",
    multi_select: { options: [{ name: "디자인" }, { name: "개발" }] },
  },
  마감: { id: "due", type: "date", date: {} },
  비용: { id: "cost", type: "number", number: { format: "won" } },
  확인: { id: "done", type: "checkbox", checkbox: {} },
  합계: { id: "sum", type: "rollup", rollup: { function: "sum" } },
  지연: { id: "late", type: "formula", formula: {} },
  프로젝트: { id: "proj", type: "relation", relation: {} },
};

const READERS = {
  이름: (text) => ({ type: "title", title: [{ plain_text: text }] }),
  상태: (name) => ({ type: "status", status: name && { name } }),
  태그: (options) => ({ type: "multi_select", multi_select: options.map((name) => ({ name })) }),
  마감: (start) => ({ type: "date", date: start && { start, end: null } }),
  비용: (number) => ({ type: "number", number }),
  확인: (checkbox) => ({ type: "checkbox", checkbox }),
  합계: (number) => ({ type: "rollup", rollup: { type: "number", number } }),
  지연: (boolean) => ({ type: "formula", formula: { type: "boolean", boolean } }),
  프로젝트: (ids) => ({ type: "relation", relation: ids.map((id) => ({ id })) }),
};

/** A row with the given values; its id is its title. */
export function row(values) {
  const properties = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, READERS[name](value)]),
  );
  return {
    id: values.이름,
    created_time: values.created ?? "2026-11-20T02:10:00.000Z",
    properties,
  };
}

export function names(rows) {
  return rows.map((one) => one.id);
}

/** The form view, to be read: every question with the kind of answer that it takes. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { chip, statusChip } from "../properties.js";
import { tableProperties } from "./common.js";

const COMPUTED = new Set([
  "formula",
  "rollup",
  "unique_id",
  "created_time",
  "created_by",
  "last_edited_time",
  "last_edited_by",
  "button",
  "verification",
]);

/** @param {import("./common.js").ViewInput} input */
export function renderForm({ view, entry, schema, context }) {
  const closed = view.configuration?.is_form_closed;
  const questions = tableProperties(view, schema).filter(({ type }) => !COMPUTED.has(type));
  const title = h("p", { class: "form-title" }, view.name || entry.data_source?.name);
  const note = h("p", { class: "form-note" }, context.t(closed ? "formClosed" : "formNote"));
  const submit = h(
    "button",
    { type: "button", class: "solid-button", disabled: true },
    context.t("submit"),
  );
  const fields = questions.map((property) => question(property, context));
  return h(
    "div",
    { class: "form-view", role: "group", "aria-label": view.name },
    title,
    fields,
    submit,
    note,
  );
}

function question(property, context) {
  const required =
    property.type === "title" ? h("span", { class: "required" }, context.t("required")) : null;
  const label = h(
    "p",
    { class: "question" },
    lineIcon(property.type),
    h("span", {}, property.name),
    required,
  );
  const hint = property.description
    ? h("p", { class: "question-hint" }, property.description)
    : null;
  return h("div", { class: "form-field" }, label, hint, answer(property, context));
}

function answer(property, context) {
  const options = property[property.type]?.options;
  if (options?.length)
    return h(
      "div",
      { class: "chips" },
      options.map(property.type === "status" ? statusChip : chip),
    );
  if (property.type === "checkbox")
    return h("span", { class: "tick", role: "img", "aria-label": property.name });
  const choice = [
    "people",
    "relation",
    "date",
    "files",
    "select",
    "multi_select",
    "status",
  ].includes(property.type);
  const long = property.type === "rich_text" ? "long" : "";
  return h("div", { class: ["answer-box", long] }, context.t(choice ? "choose" : "answer"));
}

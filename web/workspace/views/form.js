/** The form view: a question for every property; an answer becomes a row. */

import { h } from "../../shared/dom.js";
import { keptState } from "../context.js";
import { answerField, answerOf, isAnswerable } from "../editing/forms.js";
import { trash } from "../editing/rows.js";
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
export function renderForm(given) {
  const { view, schema, context } = given;
  const closed = view.configuration?.is_form_closed;
  // The same form as before a refresh, with what was typed into it, unless it asks something else.
  const asks = JSON.stringify([schema, view.name, closed]);
  const kept = keptState(context, `form:${view.id}`, null);
  if (kept.get()?.asks === asks) return kept.get().form;
  const form = makeForm(given, closed);
  kept.set({ asks, form });
  return form;
}

function makeForm(given, closed) {
  const { view, entry, schema, context } = given;
  const open = Boolean(context.desk && entry.data_source && !closed);
  const questions = tableProperties(view, schema).filter(({ type }) => !COMPUTED.has(type));
  const fields = questions.map((property) => question(property, given, open));
  const submit = h("button", { class: "solid-button", disabled: !open }, context.t("submit"));
  const note = h(
    "p",
    { class: "form-note", role: "status" },
    open ? "" : closedNote(closed, context),
  );
  const form = h(
    "form",
    { class: "form-view", "aria-label": view.name, novalidate: true },
    h("p", { class: "form-title" }, view.name || entry.data_source?.name),
    fields.map(({ box }) => box),
    submit,
    note,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, fields, submit, note, given);
  });
  return form;
}

function closedNote(closed, { t }) {
  return t(closed ? "formClosed" : "formNote");
}

/** Sends the answers as a row; what is wrong is said at its field, and everything stays typed. */
async function send(form, fields, submit, note, { entry, context }) {
  const asked = fields.filter(({ field }) => field);
  const answers = asked.map((one) => ({ ...one, ...answerOf(one.field, one.property) }));
  for (const { field, says, wrong } of answers) {
    says.textContent = wrong ? context.t(wrong) : "";
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  const first = answers.find(({ wrong }) => wrong);
  if (first) return first.field.focus();
  const given = answers.filter(({ value }) => value);
  const properties = Object.fromEntries(given.map(({ property, value }) => [property.name, value]));
  submit.disabled = true;
  const parent = { type: "data_source_id", data_source_id: entry.data_source.id };
  const made = await context.desk.edit(
    [{ method: "POST", path: "pages", body: { parent, properties } }],
    ([page]) => [trash(page.id, true)],
    { told: context.t("answerSent"), again: ([page]) => [trash(page.id, false)] },
  );
  submit.disabled = false;
  if (made) form.reset();
}

function question(property, given, open) {
  const { view, context } = given;
  const id = `ask-${view.id}-${property.id}`;
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
  const field = open && isAnswerable(property) ? answerField(property, context, id) : null;
  const says = h("p", { class: "edit-note", role: "alert", id: `${id}-wrong` });
  const box = h(
    "div",
    { class: "form-field" },
    label,
    hint,
    field ?? answer(property, context),
    says,
  );
  return { box, field, says, property };
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

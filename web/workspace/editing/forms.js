/** The fields of a form that can be sent, and what they come to. */

import { h } from "../../shared/dom.js";
import { readNumber, whyNoNumber } from "./numbers.js";
import { EDITABLE, written } from "./payload.js";

const INPUTS = { url: "url", email: "email", phone_number: "tel", date: "date" };

/** Whether people may answer a question of this kind here. */
export function isAnswerable({ type }) {
  return EDITABLE.has(type) && type !== "relation";
}

/** The control that takes an answer, empty. */
export function answerField(property, context, id) {
  const { type, name } = property;
  const named = { id, class: "edit-text", "aria-label": name, "aria-describedby": `${id}-wrong` };
  const options = property[type]?.options;
  if (type === "checkbox") return h("input", { ...named, type: "checkbox", class: null });
  if (type === "multi_select") return choices(options, name, id);
  if (options)
    return h(
      "select",
      named,
      h("option", { value: "" }, context.t("choose")),
      options.map((option) => h("option", { value: option.name }, option.name)),
    );
  if (type === "rich_text") return h("textarea", { ...named, rows: 3 });
  return h("input", { ...named, type: INPUTS[type] ?? "text", required: type === "title" });
}

function choices(options, name, id) {
  const boxes = options.map((option) =>
    h(
      "label",
      { class: "chip" },
      h("input", { type: "checkbox", value: option.name }),
      option.name,
    ),
  );
  return h("div", { role: "group", "aria-label": name, class: "chips", id }, boxes);
}

/**
 * What a field says, in Notion's words.
 * @returns {{value?: object, wrong?: string}} neither where nothing was answered; `wrong` names the
 *   text that says what is the matter
 */
export function answerOf(field, property) {
  const { type } = property;
  if (type === "checkbox") return { value: written(type, field.checked) };
  if (type === "multi_select") {
    const picked = [...field.querySelectorAll("input:checked")].map(({ value }) => value);
    return picked.length ? { value: written(type, picked) } : {};
  }
  return textAnswer(field.value.trim(), property, field.validity);
}

/** The same of a text, pure but for what the browser says of it. */
export function textAnswer(text, { type, number }, validity = {}) {
  if (!text) return type === "title" ? { wrong: "needsAnswer" } : {};
  if (validity.typeMismatch) return { wrong: type === "email" ? "notAnEmail" : "notAnAddress" };
  if (type !== "number")
    return { value: written(type, type === "date" ? { start: text, end: null } : text) };
  const read = readNumber(text, number?.format);
  return read === undefined ? { wrong: whyNoNumber(text) } : { value: written(type, read) };
}

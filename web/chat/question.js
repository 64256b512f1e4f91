import { h } from "../shared/dom.js";
import { prose } from "./prose.js";

/** A clarifying question with its suggested answers; once answered, the chosen one stays marked. */
export function questionCard({ content, options = [], answer }, _, { t, actions }) {
  return h(
    "article",
    { class: "message from-assistant", "data-testid": "question" },
    h("h3", { class: "visually-hidden" }, t("message.assistant")),
    prose(content),
    options.length > 0 &&
      h(
        "div",
        { class: "options" },
        options.map((option) => choice(option, answer, actions)),
      ),
  );
}

function choice(option, answer, actions) {
  const label = option.label ?? option;
  const attributes = {
    class: answer === label ? "option chosen" : "option",
    type: "button",
    disabled: answer !== undefined,
    "data-testid": "question-option",
    onclick: () => actions.say(label),
  };
  return h("button", attributes, label);
}

import { h } from "../shared/dom.js";

const WISHES = [
  ["project", "📊"],
  ["habit", "🌱"],
  ["reading", "📚"],
  ["crm", "🤝"],
  ["trip", "🧳"],
  ["meeting", "📝"],
];

/** Example wishes in the language of the page; a click sends one as it stands. */
export function fillWishes(list, { t, language, actions }) {
  if (list.dataset.language === language) return;
  list.dataset.language = language;
  list.replaceChildren(...WISHES.map(([name, sign]) => wish(t(`wish.${name}`), sign, actions)));
}

function wish(text, sign, actions) {
  const attributes = {
    type: "button",
    class: "wish",
    "data-testid": "wish",
    onclick: () => actions.say(text),
  };
  return h(
    "li",
    {},
    h(
      "button",
      attributes,
      h("span", { class: "emoji", "aria-hidden": "true" }, sign),
      h("span", {}, text),
    ),
  );
}

import { h } from "../../shared/dom.js";

const MOST_NAMED = 4; // databases by name, before the rest is a number

/** A recipe in the gallery: what it is for, and what is inside. */
export function recipeCard(recipe, open, { t }) {
  const { id, name, icon, description, tags, is_custom: own, complexity } = recipe;
  return h(
    "li",
    { class: "tile recipe", "data-testid": "recipe", "data-recipe": id },
    h(
      "div",
      { class: "recipe-head" },
      h("span", { class: "recipe-icon emoji", "aria-hidden": "true" }, icon),
      h(
        "h2",
        {},
        h("button", { type: "button", class: "tile-open", onclick: () => open(recipe) }, name),
      ),
      own && h("span", { class: "tag own" }, t("recipes.own")),
    ),
    h("p", { class: "recipe-about" }, description),
    inside(recipe, t),
    h(
      "p",
      { class: "recipe-foot" },
      h("span", {}, t(`complexity.${complexity}`)),
      tags.slice(0, 3).map((tag) => h("span", {}, tag)),
    ),
  );
}

function inside({ contents }, t) {
  const { databases, pages } = contents;
  const named = databases.slice(0, MOST_NAMED);
  const more = databases.length + pages.length - named.length;
  return h(
    "ul",
    { class: "tags", "aria-label": t("recipes.inside") },
    named.map((title) => h("li", { class: "tag" }, title)),
    more > 0 && h("li", { class: "tag" }, t("recipes.more", { count: more })),
  );
}

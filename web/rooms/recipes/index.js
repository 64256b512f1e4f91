/** The gallery of recipes: found by words and category, looked at as they would be built. */

import { h } from "../../shared/dom.js";
import { chips, roomHead, searchField } from "../../shared/parts.js";
import { Listing } from "../../shared/listing.js";
import { recipeCard } from "./card.js";
import { importButton } from "./importing.js";
import { RecipePreview } from "./preview.js";

export function mount(root, shell) {
  const { t } = shell;
  const asked = { words: "", category: "" };
  const filters = h("div", { class: "recipe-filters" });
  const list = h("div", { class: "recipe-list", "data-testid": "recipes" });
  const listing = new Listing(list, shell, {
    load: (signal) => shell.api(`/api/recipes?search=${encodeURIComponent(asked.words)}`, { signal }),
    draw,
    empty: () => h("p", {}, t("recipes.none")),
  });
  const reload = () => listing.show({ soft: true });

  /** The categories are those of what was found; one that holds nothing any more is let go. */
  function draw(found) {
    const names = [...new Set(found.map(({ category }) => category))].sort();
    if (!names.includes(asked.category)) asked.category = "";
    filters.replaceChildren(names.length > 1 ? categories(names) : "");
    const shown = found.filter(({ category }) => ["", category].includes(asked.category));
    if (asked.words) shell.announce(t("recipes.found", { count: shown.length }));
    if (shown.length === 0) return null;
    const open = (recipe) => new RecipePreview(root, shell, recipe, { onGone: reload });
    return h("ul", { class: "tiles" }, shown.map((recipe) => recipeCard(recipe, open, shell)));
  }

  function categories(names) {
    const choices = [["", t("recipes.all")], ...names.map((name) => [name, t(`category.${name}`)])];
    return chips(t("recipes.categories"), choices, asked.category, (category) => {
      asked.category = category;
      reload();
    });
  }

  const search = searchField(
    t("recipes.search"),
    (words) => {
      asked.words = words;
      reload();
    },
    { "data-testid": "recipes-search" },
  );
  root.append(
    h(
      "div",
      { class: "room-body" },
      roomHead(t("room.recipes"), t("recipes.lead"), importButton(root, shell, reload)),
      h("div", { class: "room-tools" }, search, filters),
      list,
    ),
  );
  listing.show();
  return () => listing.stop();
}

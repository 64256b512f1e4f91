/** The gallery of recipes: found by words and category, looked at as they would be built. */

import { fill, h } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { chips, roomHead, searchField } from "../../shared/parts.js";
import { recipeCard } from "./card.js";
import { importButton } from "./importing.js";
import { RecipePreview } from "./preview.js";

export function mount(root, shell) {
  const gallery = new Gallery(root, shell);
  return () => gallery.stop();
}

class Gallery {
  #root;
  #shell;
  #words = "";
  #category = "";
  #filters = h("div", { class: "recipe-filters" });
  #listing;

  constructor(root, shell) {
    const { t } = shell;
    this.#root = root;
    this.#shell = shell;
    const list = h("div", { "data-testid": "recipes" });
    this.#listing = new Listing(list, shell, {
      load: (signal) =>
        shell.api(`/api/recipes?search=${encodeURIComponent(this.#words)}`, { signal }),
      draw: (found) => this.#draw(found),
      empty: () => h("p", {}, t("recipes.none")),
    });
    const bring = importButton(root, shell, () => this.#again());
    const tools = h("div", { class: "room-tools" }, this.#search(t), this.#filters);
    const head = roomHead(t("room.recipes"), t("recipes.lead"), bring);
    root.append(h("div", { class: "room-body" }, head, tools, list));
    this.#listing.show();
  }

  stop() {
    this.#listing.stop();
  }

  #again() {
    this.#listing.show({ soft: true });
  }

  /** In whatever language: the server knows a recipe's words in all three. */
  #search(t) {
    const ask = (words) => {
      this.#words = words;
      this.#again();
    };
    return searchField(t("recipes.search"), ask, { "data-testid": "recipes-search" });
  }

  /** The categories are those of what was found; one that holds nothing any more is let go. */
  #draw(found) {
    const { t, announce } = this.#shell;
    const names = [...new Set(found.map(({ category }) => category))].sort();
    if (!names.includes(this.#category)) this.#category = "";
    fill(this.#filters, names.length > 1 && this.#categories(names, found));
    const shown = found.filter(({ category }) => ["", category].includes(this.#category));
    if (this.#words) announce(t("recipes.found", { count: shown.length }));
    if (shown.length === 0) return null;
    const open = (recipe) =>
      new RecipePreview(this.#root, this.#shell, recipe, { onGone: () => this.#again() });
    const cards = shown.map((recipe) => recipeCard(recipe, open, this.#shell));
    return h("ul", { class: "tiles" }, cards);
  }

  #categories(names, found) {
    const { t } = this.#shell;
    const choices = [["", t("recipes.all")], ...names.map((name) => [name, t(`category.${name}`)])];
    return chips(t("recipes.categories"), choices, this.#category, (category) => {
      this.#category = category;
      this.#listing.put(found);
    });
  }
}

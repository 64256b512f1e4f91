import { workspacePath } from "../../chat/addresses.js";
import { fill, h } from "../../shared/dom.js";
import { threadPath } from "../../shell/places.js";
import { zoneOf } from "../../shell/preferences.js";
import { confirmed, openDialog } from "../../shared/dialog.js";
import { bad, busily, button, checkbox } from "../../shared/parts.js";
import { Stage } from "../../shared/stage.js";

const BUILD_MS = 190_000; // the server itself gives a build 180 seconds

/**
 * A recipe opened large: the workspace as it would be, rehearsed and nowhere written, and beside it
 * what it holds and the ways to have it. `onGone()` is called after it was deleted.
 */
export class RecipePreview {
  #root;
  #shell;
  #recipe;
  #onGone;
  #dialog;
  #samples;
  #stage;
  #told = h("div", { class: "split-told", role: "status" });

  constructor(root, shell, recipe, { onGone }) {
    this.#root = root;
    this.#shell = shell;
    this.#recipe = recipe;
    this.#onGone = onGone;
    this.#samples = checkbox(shell.t("recipes.samples"), {
      "data-testid": "recipe-samples",
      onchange: () => this.#look(),
    });
    this.#stage = new Stage(shell, shell.t("recipes.previewOf", recipe));
    const about = {
      title: `${recipe.icon} ${recipe.name}`,
      kind: "wide",
      onClose: () => this.#stage.stop(),
    };
    const split = h("div", { class: "split" }, this.#stage.node, this.#side());
    this.#dialog = openDialog(root, about, shell, split);
    this.#look();
  }

  #side() {
    return h(
      "aside",
      { class: "split-side" },
      h("p", { class: "split-text" }, this.#recipe.description),
      contents(this.#recipe, this.#shell.t),
      this.#samples.node,
      h("div", { class: "split-ways" }, this.#ways()),
      this.#told,
    );
  }

  #ways() {
    const { t } = this.#shell;
    return [
      button(t("recipes.talk"), (event) => this.#try(event, () => this.#talk()), {
        kind: "primary",
        "data-testid": "recipe-plan",
      }),
      button(t("recipes.build"), (event) => this.#try(event, () => this.#build()), {
        "data-testid": "recipe-build",
      }),
      this.#recipe.is_custom &&
        button(t("recipes.delete"), (event) => this.#try(event, () => this.#drop()), {
          kind: "quiet danger",
          icon: "trash",
          "data-testid": "recipe-delete",
        }),
    ];
  }

  /** Does what a button is for, and tells what came in its way. */
  #try(event, act) {
    return busily(event.currentTarget, () =>
      act().catch((error) => fill(this.#told, bad(error.message))),
    );
  }

  #look() {
    this.#stage.show((signal) => this.#ask("preview", { signal }));
  }

  /** To a conversation in which the recipe waits for its yes. */
  async #talk() {
    const { thread_id: threadId } = await this.#ask("plan");
    this.#dialog.close();
    this.#shell.go(threadPath(threadId));
  }

  async #build() {
    const { t } = this.#shell;
    fill(this.#told, h("p", { class: "note" }, t("recipes.building")));
    const made = await this.#ask("generate", { timeout: BUILD_MS });
    if (made.notion_url) fill(this.#told, this.#built(made));
    else fill(this.#told, h("p", { class: "note" }, t("recipes.goesOn"))); // as a task
  }

  #built({ notion_url: url, undo_id: undoId, message }) {
    const { t } = this.#shell;
    const link = {
      class: "button",
      href: workspacePath(url, window.location.href) ?? url,
      target: "_blank",
      rel: "noopener",
      "data-testid": "recipe-open",
    };
    const undo = button(t("complete.undo"), (event) => this.#try(event, () => this.#undo(undoId)));
    const ways = h("div", { class: "room-actions" }, h("a", link, t("complete.open")), undo);
    return [h("p", { class: "note good" }, message), ways];
  }

  async #undo(undoId) {
    await this.#shell.api(`/api/templates/undo/${undoId}`, { method: "POST", timeout: BUILD_MS });
    fill(this.#told, h("p", { class: "note" }, this.#shell.t("cancelled.undone")));
  }

  async #drop() {
    const { t, api, announce } = this.#shell;
    const { id, name } = this.#recipe;
    const way = t("recipes.delete");
    const question = { title: way, text: t("recipes.delete.text", { name }), yes: way };
    if (!(await confirmed(this.#root, this.#shell, question))) return;
    await api(`/api/recipes/${id}`, { method: "DELETE" });
    this.#dialog.close();
    announce(t("recipes.deleted", { name }));
    this.#onGone();
  }

  #ask(way, options) {
    const { api, language, preferences } = this.#shell;
    const settled = preferences.read();
    const { notionToken, parentPageId } = settled;
    const body = {
      ...(notionToken && { notion_token: notionToken }),
      ...(parentPageId && { parent_page_id: parentPageId }),
      options: {
        include_sample_data: this.#samples.control.checked,
        language,
        time_zone: zoneOf(settled),
      },
    };
    return api(`/api/recipes/${this.#recipe.id}/${way}`, { body, ...options });
  }
}

function contents({ contents: { databases, pages, views, rows }, tags }, t) {
  const facts = [
    [t("count.databases"), databases.join(", ")],
    [t("count.pages"), pages.join(", ")],
    [t("count.views"), views],
    [t("count.rows"), rows],
  ].filter(([, value]) => value);
  return [
    h(
      "dl",
      { class: "facts" },
      facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]),
    ),
    h(
      "ul",
      { class: "tags", "aria-label": t("recipes.tags") },
      tags.map((tag) => h("li", { class: "tag" }, tag)),
    ),
  ];
}

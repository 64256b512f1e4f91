import { fill, h } from "../../shared/dom.js";
import { confirmed, openDialog } from "../../shared/dialog.js";
import { bad, busily, button } from "../../shared/parts.js";
import { Stage } from "../../shared/stage.js";
import { aboutOf } from "./finding.js";

/**
 * A skill opened: what it makes of a wish, what it brings, which words lead to it. `edit(skill)`
 * opens the editor, `onChange()` is called after it was deleted.
 */
export class SkillView {
  #root;
  #shell;
  #skill;
  #actions;
  #dialog;
  #told = h("div", { class: "split-told", role: "status" });
  #brings = h("div", {});

  constructor(root, shell, skill, actions) {
    this.#root = root;
    this.#shell = shell;
    this.#skill = skill;
    this.#actions = actions;
    const stage = new Stage(shell, shell.t("skills.previewOf", skill));
    const about = { title: skill.name, kind: "wide", onClose: () => stage.stop() };
    const split = h("div", { class: "split" }, stage.node, this.#side());
    this.#dialog = openDialog(root, about, shell, split);
    stage.show((signal) => previewOf(shell, skill, signal));
    this.#tellMore();
  }

  #side() {
    const { t, language } = this.#shell;
    const { keywords } = this.#skill;
    return h(
      "aside",
      { class: "split-side" },
      h("p", { class: "split-text" }, aboutOf(this.#skill, language)),
      this.#brings,
      h("h3", {}, t("skills.keywords")),
      h("ul", { class: "tags" }, keywords.map((word) => h("li", { class: "tag" }, word))),
      h("div", { class: "split-ways" }, this.#ways()),
      this.#told,
    );
  }

  #ways() {
    const { t, say } = this.#shell;
    const { is_custom: own } = this.#skill;
    const drop = (event) =>
      busily(event.currentTarget, () =>
        this.#drop().catch((error) => fill(this.#told, bad(error.message))),
      );
    return [
      button(t("skills.try"), () => say(wishFor(this.#skill, t)), {
        kind: "primary",
        "data-testid": "skill-try",
      }),
      button(t(own ? "skills.edit" : "skills.adopt"), (event) =>
        busily(event.currentTarget, () => this.#edit()), { "data-testid": "skill-edit" }),
      own &&
        button(t("skills.delete"), drop, {
          kind: "quiet danger",
          icon: "trash",
          "data-testid": "skill-delete",
        }),
    ];
  }

  /** What the list does not tell: the databases and pages of its pattern. */
  async #tellMore() {
    const { t, api } = this.#shell;
    const { brings } = await api(`/api/skills/${this.#skill.id}`).catch(() => ({}));
    const parts = Object.entries(brings ?? {}).filter(([, titles]) => titles.length > 0);
    if (parts.length === 0) return;
    fill(
      this.#brings,
      h(
        "dl",
        { class: "facts" },
        parts.map(([kind, titles]) => [
          h("dt", {}, t(`count.${kind}`)),
          h("dd", {}, titles.join(", ")),
        ]),
      ),
    );
  }

  async #edit() {
    const whole = await this.#shell.api(`/api/skills/${this.#skill.id}`).catch(({ message }) => {
      fill(this.#told, bad(message));
    });
    if (!whole) return;
    this.#dialog.close();
    this.#actions.edit(whole);
  }

  async #drop() {
    const { t, api, announce } = this.#shell;
    const { id, name } = this.#skill;
    const way = t("skills.delete");
    const question = { title: way, text: t("skills.delete.text", { name }), yes: way };
    if (!(await confirmed(this.#root, this.#shell, question))) return;
    await api(`/api/skills/${id}`, { method: "DELETE" });
    this.#dialog.close();
    announce(t("skills.deleted", { name }));
    this.#actions.onChange();
  }
}

/** Words that lead to a skill: its example, or for one of one's own a wish with its name. */
function wishFor({ is_custom: own, name, example }, t) {
  return own ? t("skills.wish", { name }) : example;
}

/** What a skill makes of a wish for it. Throws ApiError. */
export function previewOf({ api, language, t }, skill, signal) {
  const body = { prompt: wishFor(skill, t), options: { language } };
  return api("/api/templates/preview", { body, signal });
}

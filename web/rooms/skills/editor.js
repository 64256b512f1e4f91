import { fill, h } from "../../shared/dom.js";
import { openDialog } from "../../shared/dialog.js";
import { bad, busily, button, debounced, field } from "../../shared/parts.js";
import { Stage } from "../../shared/stage.js";
import { dropDraft, FIELDS, keepDraft, readDraft, written } from "./drafts.js";
import { isModelAsked } from "./guidance.js";
import { problemsOf } from "./problems.js";
import { previewOf } from "./view.js";

const PAUSE_MS = 600; // after the last key, before the server is asked what it thinks

/**
 * The editor of a skill. `skill` is one that is there (a custom one is changed, one of the
 * product's gets one's own before it) or `{}`. The server says at each place what it thinks of what
 * is written; nothing of that is lost when the dialog closes. `onChange()` is called after a save,
 * `nameOf(id)` is what another skill is called.
 */
export class SkillEditor {
  #shell;
  #skill;
  #onChange;
  #nameOf;
  #fields;
  #stage;
  #told = h("div", { class: "split-told", role: "status", "data-testid": "skill-told" });
  #touched = new Set();
  #checking = new AbortController();
  #check = debounced(() => this.#ask(), PAUSE_MS);

  constructor(root, shell, skill, { onChange, nameOf }) {
    const { t } = shell;
    this.#shell = shell;
    this.#skill = skill;
    this.#onChange = onChange;
    this.#nameOf = nameOf;
    const before = written(skill);
    const draft = readDraft(localStorage, skill.id);
    this.#fields = this.#fieldsOf(draft ?? before, t);
    this.#stage = new Stage(shell, t("skills.previewOf", { name: before.name }));
    const title = t(skill.is_custom ? "skills.edit" : "skills.new");
    const about = { title, kind: "wide", onClose: () => this.#close() };
    openDialog(root, about, shell, h("div", { class: "split even" }, this.#form(t), this.#side(t)));
    if (draft) this.#tellDraft(before);
  }

  #fieldsOf(values, t) {
    const control = (name) => {
      const attributes = {
        name,
        value: name === "content" ? null : values[name],
        spellcheck: String(name !== "skill_id"),
        readonly: name === "skill_id" && Boolean(this.#skill.id),
        autocomplete: "off",
        "data-testid": `skill-${name}`,
      };
      if (name !== "content") return h("input", attributes);
      return h("textarea", { ...attributes, rows: "14" }, values.content);
    };
    return Object.fromEntries(
      FIELDS.map((name) => [
        name,
        field(t(`skills.field.${name}`), control(name), { help: t(`skills.help.${name}`) }),
      ]),
    );
  }

  #form(t) {
    const typed = ({ target }) => {
      this.#touched.add(target.name);
      keepDraft(localStorage, this.#skill.id, this.#values);
      this.#check();
    };
    const save = (event) => {
      event.preventDefault();
      return busily(event.target.querySelector(".primary"), () => this.#save());
    };
    return h(
      "form",
      { class: "skill-form", oninput: typed, onsubmit: save },
      Object.values(this.#fields).map(({ node }) => node),
      h(
        "div",
        { class: "room-actions" },
        h("button", { class: "button primary", "data-testid": "skill-save" }, t("settings.save")),
      ),
    );
  }

  #side(t) {
    fill(this.#stage.node, h("p", { class: "stage-told" }, t("skills.afterSave")));
    return h("div", { class: "skill-result" }, this.#told, this.#stage.node);
  }

  get #values() {
    const entries = FIELDS.map((name) => [name, this.#fields[name].control.value]);
    return Object.fromEntries(entries);
  }

  #send(more, options) {
    const { id, is_custom: own } = this.#skill;
    const body = { ...this.#values, ...more };
    const [path, method] = own ? [`/api/skills/${id}`, "PUT"] : ["/api/skills", "POST"];
    return this.#shell.api(path, { method, body, ...options });
  }

  /** What the server thinks of what is written by now; places not yet touched are left alone. */
  async #ask() {
    this.#checking.abort();
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const skill = await this.#send({ dry_run: true }, { signal: checking.signal });
      if (!checking.signal.aborted) this.#agree("skills.fine", skill);
    } catch (error) {
      if (!checking.signal.aborted) this.#tell(this.#problemsOf(error), this.#touched);
    }
  }

  #problemsOf(error) {
    return problemsOf(error, this.#values, this.#shell.t);
  }

  #tell(problems, places) {
    for (const name of places) {
      const problem = problems.find(({ field: where }) => where === name);
      this.#fields[name].tell(problem?.message);
    }
    fill(this.#told);
  }

  /** Says that all is well, and which keywords lead to another skill too. */
  #agree(text, { shared_keywords: shared }) {
    const { t } = this.#shell;
    this.#tell([], FIELDS);
    const words = Object.entries(shared).map(([word, id]) => `${word} → ${this.#nameOf(id)}`);
    fill(
      this.#told,
      h("p", { class: "note good" }, t(text)),
      words.length > 0 &&
        h("p", { class: "note" }, t("skills.shared", { words: words.join(", ") })),
    );
  }

  async #save() {
    this.#check.cancel();
    this.#checking.abort();
    try {
      await this.#saved(await this.#send({}));
    } catch (error) {
      const problems = this.#problemsOf(error);
      this.#tell(problems, FIELDS);
      if (problems.length === 0) fill(this.#told, bad(error.message));
      else this.#fields[problems[0].field].control.focus();
    }
  }

  /** Guidance is for a model: who has none hears that it is not gone by. */
  async #saved(skill) {
    const { t, announce } = this.#shell;
    dropDraft(localStorage, this.#skill.id);
    this.#skill = skill;
    this.#fields.skill_id.control.readOnly = true;
    this.#onChange();
    const told = (await isModelAsked(this.#shell)) ? "skills.saved" : "skills.savedUnguided";
    if (!this.#told.isConnected) return; // closed meanwhile
    this.#agree(told, skill);
    announce(t(told));
    this.#stage.show((signal) => previewOf(this.#shell, skill, signal));
  }

  #tellDraft(before) {
    const { t } = this.#shell;
    const discard = () => {
      dropDraft(localStorage, this.#skill.id);
      for (const name of FIELDS) this.#fields[name].control.value = before[name];
      this.#tell([], FIELDS);
    };
    const way = button(t("skills.discard"), discard, {
      kind: "small",
      "data-testid": "skill-discard",
    });
    fill(this.#told, h("p", { class: "note" }, t("skills.restored")), way);
    for (const name of FIELDS) this.#touched.add(name);
    this.#check();
  }

  #close() {
    this.#check.cancel();
    this.#checking.abort();
    this.#stage.stop();
  }
}

/** The skills: what the planner composes from, by domain, and those that people write. */

import { h } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { button, roomHead, searchField, section } from "../../shared/parts.js";
import { SkillEditor } from "./editor.js";
import { aboutOf, grouped, keywordsIn, matching } from "./finding.js";
import { SkillView } from "./view.js";

const MOST_WORDS = 5; // of a skill that its tile shows

export function mount(root, shell) {
  const shelf = new Shelf(root, shell);
  return () => shelf.stop();
}

class Shelf {
  #root;
  #shell;
  #words = "";
  #skills = [];
  #listing;

  constructor(root, shell) {
    const { t } = shell;
    this.#root = root;
    this.#shell = shell;
    const list = h("div", { class: "skill-groups", "data-testid": "skills" });
    this.#listing = new Listing(list, shell, {
      load: (signal) => this.#load(signal),
      draw: (skills) => this.#draw(matching(skills, this.#words)),
      empty: () => h("p", {}, t("skills.none")),
    });
    const write = button(t("skills.new"), () => this.#edit({}), {
      icon: "plus",
      kind: "primary",
      "data-testid": "skill-new",
    });
    const head = roomHead(t("room.skills"), t("skills.lead"), write);
    const tools = h("div", { class: "room-tools" }, this.#search(t));
    root.append(h("div", { class: "room-body" }, head, tools, list));
    this.#listing.show();
  }

  stop() {
    this.#listing.stop();
  }

  async #load(signal) {
    const { skills } = await this.#shell.api("/api/skills", { signal });
    this.#skills = Object.entries(skills).map(([id, skill]) => ({ id, ...skill }));
    return this.#skills;
  }

  #search(t) {
    const narrow = (words) => {
      this.#words = words;
      this.#listing.put(this.#skills);
    };
    return searchField(t("skills.search"), narrow, { "data-testid": "skills-search" });
  }

  #draw(found) {
    const { t, announce } = this.#shell;
    if (this.#words) announce(t("skills.found", { count: found.length }));
    return grouped(found).map(([domain, members]) => {
      const tiles = members.map((skill) => this.#tile(skill));
      return section(t(`domain.${domain}`), h("ul", { class: "tiles" }, tiles));
    });
  }

  #tile(skill) {
    const { t, language } = this.#shell;
    const open = { type: "button", class: "tile-open", onclick: () => this.#open(skill) };
    const words = keywordsIn(skill.keywords, language).slice(0, MOST_WORDS);
    return h(
      "li",
      { class: "tile skill", "data-testid": "skill", "data-skill": skill.id },
      h("h3", {}, h("button", open, skill.name)),
      h("p", { class: "skill-about" }, aboutOf(skill, language)),
      h(
        "ul",
        { class: "tags", "aria-label": t("skills.keywords") },
        words.map((word) => h("li", { class: "tag" }, word)),
      ),
    );
  }

  #open(skill) {
    const edit = (whole) => this.#edit(whole);
    const onChange = () => this.#listing.show({ soft: true });
    return new SkillView(this.#root, this.#shell, skill, { edit, onChange });
  }

  #edit(skill) {
    const onChange = () => this.#listing.show({ soft: true });
    const nameOf = (id) => this.#skills.find((other) => other.id === id)?.name ?? id;
    return new SkillEditor(this.#root, this.#shell, skill, { onChange, nameOf });
  }
}

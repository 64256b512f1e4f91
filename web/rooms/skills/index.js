/** The skills: what the planner composes from, by domain, and those that people write themselves. */

import { h } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { button, roomHead, searchField, section } from "../../shared/parts.js";
import { SkillEditor } from "./editor.js";
import { aboutOf, grouped, keywordsIn, matching } from "./finding.js";
import { SkillView } from "./view.js";

const MOST_WORDS = 5; // of a skill that its tile shows

export function mount(root, shell) {
  const { t } = shell;
  const list = h("div", { class: "skill-groups", "data-testid": "skills" });
  let words = "";
  let skills = [];
  const listing = new Listing(list, shell, {
    load: async (signal) => {
      const found = await shell.api("/api/skills", { signal });
      skills = Object.entries(found.skills).map(([id, skill]) => ({ id, ...skill }));
      return skills;
    },
    draw: (found) => draw(matching(found, words)),
    empty: () => h("p", {}, t("skills.none")),
  });
  const reload = () => listing.show({ soft: true });
  const edit = (draft) => new SkillEditor(root, shell, draft, { onChange: reload });

  function draw(found) {
    if (words) shell.announce(t("skills.found", { count: found.length }));
    return grouped(found).map(([domain, members]) =>
      section(
        t(`domain.${domain}`),
        h("ul", { class: "tiles" }, members.map((skill) => tile(skill))),
      ),
    );
  }

  function tile(skill) {
    const open = () => new SkillView(root, shell, skill, { edit, onChange: reload });
    return h(
      "li",
      { class: "tile skill", "data-testid": "skill", "data-skill": skill.id },
      h("h3", {}, h("button", { type: "button", class: "tile-open", onclick: open }, skill.name)),
      h("p", { class: "skill-about" }, aboutOf(skill, shell.language)),
      h(
        "ul",
        { class: "tags", "aria-label": t("skills.keywords") },
        keywordsIn(skill.keywords, shell.language)
          .slice(0, MOST_WORDS)
          .map((word) => h("li", { class: "tag" }, word)),
      ),
    );
  }

  const search = searchField(
    t("skills.search"),
    (typed) => {
      words = typed;
      listing.put(skills);
    },
    { "data-testid": "skills-search" },
  );
  const write = button(t("skills.new"), () => edit({}), {
    icon: "plus",
    kind: "primary",
    "data-testid": "skill-new",
  });
  root.append(
    h(
      "div",
      { class: "room-body" },
      roomHead(t("room.skills"), t("skills.lead"), write),
      h("div", { class: "room-tools" }, search),
      list,
    ),
  );
  listing.show();
  return () => listing.stop();
}

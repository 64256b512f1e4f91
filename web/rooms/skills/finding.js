/** Which skills are shown, and in which order. Pure. */

/** Domains in the order of the page; one's own skills come first, what else there is last. */
const DOMAINS = ["own", "project", "tracker", "crm", "dashboard", "note", "bookmark", "onboarding"];

/** The skills in whose name, description or keywords all of the words are found. */
export function matching(skills, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return skills.filter(({ id, name, description, keywords }) => {
    const told = [id, name, description, ...keywords].join(" ").toLowerCase();
    return words.every((word) => told.includes(word));
  });
}

/** `[domain, skills]` of those that there are. */
export function grouped(skills) {
  const groups = new Map([...DOMAINS, "custom"].map((domain) => [domain, []]));
  for (const skill of skills) {
    const domain = skill.is_custom ? "own" : skill.template_type;
    groups.get(groups.has(domain) ? domain : "custom").push(skill);
  }
  return [...groups].filter(([, members]) => members.length > 0);
}

const SCRIPTS = {
  ko: /\p{Script=Hangul}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
};

/** The keywords of a language, by their letters; all where there are none of it. */
export function keywordsIn(keywords, language) {
  const others = Object.values(SCRIPTS);
  const fits = (word) =>
    SCRIPTS[language] ? SCRIPTS[language].test(word) : !others.some((script) => script.test(word));
  const found = keywords.filter(fits);
  return found.length > 0 ? found : keywords;
}

/**
 * What a skill is for, in the person's language: descriptions of the product's skills are for
 * models and in English, so elsewhere a wish that leads there says it.
 */
export function aboutOf({ is_custom: own, description, example }, language) {
  return own || language === "en" ? description : `“${example}”`;
}

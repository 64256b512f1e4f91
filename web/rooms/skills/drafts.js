/** What is being written of a skill, kept in the browser until it is saved or thrown away. */

export const FIELDS = ["skill_id", "name", "description", "keywords", "content"];

const keyOf = (id) => `notionforge.skill.${id ?? ""}`;

/** The fields of a skill as they are written: of one that is there, or all empty. Pure. */
export function written({ id = "", name = "", description = "", keywords = [], content = "" }) {
  return { skill_id: id, name, description, keywords: keywords.join(", "), content };
}

/** What was written and not saved of the skill `id` (undefined: of a new one), or null. */
export function readDraft(store, id) {
  try {
    const kept = JSON.parse(store.getItem(keyOf(id)));
    return kept && Object.fromEntries(FIELDS.map((name) => [name, String(kept[name] ?? "")]));
  } catch {
    return null; // somebody else's, or cut short
  }
}

export function keepDraft(store, id, values) {
  store.setItem(keyOf(id), JSON.stringify(values));
}

export function dropDraft(store, id) {
  store.removeItem(keyOf(id));
}

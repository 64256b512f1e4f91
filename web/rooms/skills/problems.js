import { FIELDS } from "./drafts.js";

const ID = /^[a-z][a-z0-9_]{0,49}$/;

/**
 * What of a refusal has its place in the form: `[{field, message}]`, in words for who writes there.
 * `values` are what was written. Pure.
 */
export function problemsOf({ code, message, details }, values, t) {
  if (code === "CONFLICT") return [{ field: "skill_id", message }];
  const listed = Array.isArray(details) ? details : [];
  return listed
    .filter(({ field: name }) => FIELDS.includes(name))
    .map(({ field, message: said }) => ({ field, message: ownWords(field, values[field], t) ?? said }));
}

function ownWords(field, value, t) {
  if (value.trim() === "") return t("skills.problem.empty");
  return field === "skill_id" && !ID.test(value) ? t("skills.problem.skill_id") : null;
}

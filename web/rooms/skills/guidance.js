const OPERATORS = ["", "default"]; // whoever the server asks for all

/**
 * Whether a language model designs this person's wishes, and so goes by the guidance of skills;
 * where that is not known, nothing is said against it.
 */
export async function isModelAsked({ preferences, api }) {
  const { aiKey, aiModel } = preferences.read();
  if (aiModel === "embedded") return false;
  if (aiKey || !OPERATORS.includes(aiModel)) return true;
  const { ai_provider: provider } = await api("/health").catch(() => ({}));
  return provider !== "embedded";
}

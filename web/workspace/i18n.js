/** The viewer in the reader's language. */

import { loadTexts, LOCALES, spoken, translator } from "../shared/i18n.js";

/** The first supported language among the candidates (tags such as "ko-KR"), else English. */
export function pickLanguage(...candidates) {
  return spoken(candidates) ?? "en";
}

/**
 * @returns {Promise<{language: string, locale: string, t: (key: string, values?: object) =>
 *   string}>}
 */
export async function speak(language) {
  const t = translator(await loadTexts(import.meta.url, language));
  return { language, locale: LOCALES[language], t };
}

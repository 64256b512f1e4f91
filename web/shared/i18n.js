/** Languages of the pages. Texts lie in locale files, `locales/{ko,en,ja}.js`, beside their code. */

/** Each language with the locale that numbers and dates are written in. */
export const LOCALES = { ko: "ko-KR", en: "en-US", ja: "ja-JP" };
export const LANGUAGES = Object.keys(LOCALES);

/** The first of the tags (such as "ko-KR"; some may be missing) that the pages speak, or undefined. */
export function spoken(tags) {
  const codes = tags.filter(Boolean).map((tag) => tag.toLowerCase().split("-", 1)[0]);
  return codes.find((code) => LANGUAGES.includes(code));
}

/** The language that the person chose in the settings, if they did. */
export function chosenLanguage() {
  return localStorage.getItem("notionforge.language");
}

/**
 * The texts of one language from the folder whose locale files lie at `address`; only these are
 * loaded.
 */
export async function loadTexts(address, language) {
  return (await import(new URL(`locales/${language}.js`, address).href)).default;
}

/**
 * `t(key, values)`: the text of `key` with its `{name}` places filled. For a key nobody wrote a
 * text for (a server newer than the page may say `kind: "sort"`) its last word stands in.
 */
export function translator(texts) {
  return (key, values = {}) => {
    const text = texts[key] ?? key.slice(key.lastIndexOf(".") + 1);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

/**
 * A moment relative to `now` in the given language: "in 3 hours", "3시간 후". Both in milliseconds.
 */
export function relativeTime(language, moment, now) {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const minutes = Math.round((moment - now) / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48
    ? format.format(hours, "hour")
    : format.format(Math.round(hours / 24), "day");
}

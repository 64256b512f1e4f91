import en from "./locales/en.js";
import ja from "./locales/ja.js";
import ko from "./locales/ko.js";

export const TEXTS = { ko, en, ja };
export const LANGUAGES = Object.keys(TEXTS);

/** The first of the browser's languages that the page speaks, else Korean. */
export function preferredLanguage(browserLanguages) {
  const codes = browserLanguages.map((tag) => tag.split("-", 1)[0]);
  return codes.find((code) => LANGUAGES.includes(code)) ?? "ko";
}

/**
 * `t(key, values)`: the text of `key` with its `{name}` places filled. For a key nobody wrote a
 * text for (a server newer than the page may say `kind: "sort"`) its last word stands in.
 */
export function translator(language) {
  const texts = TEXTS[language];
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

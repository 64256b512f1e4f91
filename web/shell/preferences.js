import { LANGUAGES, spoken } from "../shared/i18n.js";

export const COMPLEXITIES = ["simple", "standard", "advanced"];

export const THEMES = ["system", "light", "dark"];

const LASTING = ["language", "complexity", "timeZone", "theme"];

/** What travels in `init` only. */
export const PASSING = [
  "notionToken",
  "parentPageId",
  "companyId",
  "helpdeskDomain",
  "helpdeskKey",
  "aiKey",
  "aiModel",
  "accessToken",
];

/**
 * The person's settings. The first of them outlive the browser; tokens live in `passing`
 * (sessionStorage) and end with the tab. `onChange()` is called after every change.
 */
export class Preferences {
  onChange = () => {};

  constructor(lasting, passing, browserLanguages) {
    this.lasting = lasting;
    this.passing = passing;
    this.browserLanguages = browserLanguages;
  }

  read() {
    const stored = Object.fromEntries([
      ...LASTING.map((name) => [name, this.lasting.getItem(key(name))]),
      ...PASSING.map((name) => [name, this.passing.getItem(key(name)) ?? ""]),
    ]);
    return {
      ...stored,
      language: LANGUAGES.includes(stored.language)
        ? stored.language
        : (spoken(this.browserLanguages) ?? "ko"),
      timeZone: stored.timeZone ?? "",
      complexity: COMPLEXITIES.includes(stored.complexity) ? stored.complexity : "standard",
      theme: THEMES.includes(stored.theme) ? stored.theme : "system",
    };
  }

  write(values) {
    for (const name of LASTING)
      if (name in values) this.lasting.setItem(key(name), values[name]);
    for (const name of PASSING) {
      if (values[name]) this.passing.setItem(key(name), values[name]);
      else this.passing.removeItem(key(name));
    }
    this.onChange();
  }
}

/** The time zone in which days are counted: the one that was chosen, else the browser's. */
export function zoneOf({ timeZone }) {
  return timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function key(name) {
  return `notionforge.${name}`;
}

import { h } from "../shared/dom.js";

const COUNTED = ["pages", "databases", "views", "rows", "blocks", "api_calls"];

/**
 * What would be, or was, made: a number and its name each; zeros and unknowns are left out. Folded
 * away, as the sentence above it says what matters.
 */
export function counts(figures, durationKey, seconds, { t, language }, testId) {
  const numbers = new Intl.NumberFormat(language);
  const entries = COUNTED.filter((name) => figures[name] > 0).map((name) => [
    t(`count.${name}`),
    numbers.format(figures[name]),
  ]);
  if (seconds > 0) entries.push([t(durationKey), duration(seconds, t, numbers)]);
  if (entries.length === 0) return null;
  const list = h("dl", { class: "counts", "data-testid": testId }, entries.map(entry));
  return h("details", { class: "figures" }, h("summary", {}, t("count.more")), list);
}

function entry([name, value]) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function duration(seconds, t, numbers) {
  if (seconds >= 90) return t("count.minutes", { count: numbers.format(Math.round(seconds / 60)) });
  const count = seconds < 10 ? Math.max(0.1, Math.round(seconds * 10) / 10) : Math.round(seconds);
  return t("count.seconds", { count: numbers.format(count) });
}

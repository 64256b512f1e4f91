import { RULES } from "./fetching.js";

const NUMBER = /^\d{1,2}$/;
const WEEKDAYS = { "*": "daily", "1-5": "workdays" };
const SUNDAY = Date.UTC(2024, 0, 7);
const DAY_MS = 86_400_000;

/** A rule of cron as people say it; as it is written where it is none of the plain ones. Pure. */
export function ruleTold(cron, t, language) {
  const known = Object.entries(RULES).find(([, rule]) => rule && rule === cron);
  if (known) return t(`desk.again.${known[0]}`);
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/);
  if (![minute, hour].every((part) => NUMBER.test(part)) || day !== "*" || month !== "*") return cron;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (WEEKDAYS[weekday]) return t(`desk.rule.${WEEKDAYS[weekday]}`, { time });
  if (!/^[0-6]$/.test(weekday)) return cron;
  const names = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return t("desk.rule.weekly", { time, day: names.format(SUNDAY + weekday * DAY_MS) });
}

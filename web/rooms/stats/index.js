/** What was built: how much, how well, by which skill, and each build by itself. */

import { workspacePath } from "../../chat/addresses.js";
import { h, safeLink } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { chips, roomHead } from "../../shared/parts.js";
import { zoneOf } from "../../shell/preferences.js";
import { drawBars, drawColumns } from "../../workspace/views/plots.js";
import { barsOf, OUTCOMES, plotOf, secondsOf, skillsOf } from "./figures.js";
import { plot, table } from "./plot.js";

const PERIODS = [7, 30, 90];
const PAGE = 100;
const MOST_PAGES = 5; // of builds that are looked at for the plots
const MOST_LISTED = 20;
const HEIGHT = 220;
const BAR_HEIGHT = 38;

export function mount(root, shell) {
  const { t, api } = shell;
  const list = h("div", { class: "stats", "data-testid": "stats" });
  let days = PERIODS[0];
  const listing = new Listing(list, shell, {
    load,
    draw: (found) => drawn(found, days, shell),
    empty: () => h("p", {}, t("stats.none")),
  });
  const periods = PERIODS.map((count) => [String(count), t("stats.days", { count })]);
  const choose = chips(t("stats.period"), periods, String(days), (chosen) => {
    days = Number(chosen);
    listing.show({ soft: true });
  });
  const head = roomHead(t("room.stats"), t("stats.lead"), choose);
  root.append(h("div", { class: "room-body" }, head, list));
  listing.show();
  return () => listing.stop();

  async function load(signal) {
    const ask = (path) => api(path, { signal });
    const [summary, skills, builds] = await Promise.all([
      ask(`/api/metrics/summary?days=${days}`),
      ask("/api/skills"),
      allBuilds(ask, days),
    ]);
    return { summary, builds, names: skills.skills };
  }
}

/** The builds of the last days, newest first, as many as are looked at. */
async function allBuilds(ask, days) {
  const found = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(`/api/generations?days=${days}&limit=${PAGE}${after}`);
    found.push(...answer.generations);
    cursor = answer.next_cursor;
  }
  return found;
}

function drawn({ summary, builds, names }, days, shell) {
  if (summary.total_generations === 0) return null;
  const nameOf = (id) => names[id]?.name ?? id;
  return [
    figures(summary, shell),
    h("div", { class: "plots" }, overTime(builds, days, shell), bySkill(summary, nameOf, shell)),
    latest(builds, nameOf, shell),
  ];
}

function figures(summary, { t, language }) {
  const number = new Intl.NumberFormat(language);
  const money = (usd) =>
    new Intl.NumberFormat(language, { style: "currency", currency: "USD" }).format(usd);
  const told = [
    ["stats.total", number.format(summary.total_generations)],
    ["stats.success", `${number.format(summary.success_rate)}%`],
    ["stats.median", secondsOf(summary.p50_duration_ms, language)],
    ["stats.slow", secondsOf(summary.p95_duration_ms, language)],
    ["stats.tokens", number.format(summary.total_tokens)],
    ["stats.cost", summary.ai_cost_usd === null ? null : money(summary.ai_cost_usd)],
  ].filter(([, value]) => value !== null);
  return h(
    "dl",
    { class: "figures" },
    told.map(([key, value]) =>
      h("div", { class: "figure" }, h("dt", {}, t(key)), h("dd", {}, value)),
    ),
  );
}

function overTime(builds, days, { t, preferences }) {
  const timeZone = zoneOf(preferences.read());
  const bars = barsOf(builds, { days, now: Date.now(), timeZone });
  const nameOf = (day) => day.slice(5).split("-").map(Number).join("/"); // short in any language
  const outcomes = Object.keys(OUTCOMES);
  const rows = bars.map((bar) => [nameOf(bar.from), ...outcomes.map((name) => String(bar[name]))]);
  const heads = [t("stats.day"), ...outcomes.map((name) => t(`outcome.${name}`))];
  const data = plotOf(bars, nameOf);
  return plot(t("stats.overTime"), (width) => drawColumns(data, width, HEIGHT), [heads, ...rows]);
}

function bySkill({ top_skills: counts }, nameOf, { t }) {
  const data = skillsOf(counts, nameOf);
  if (data.categories.length === 0) return null;
  const rows = Object.entries(counts).map(([id, count]) => [nameOf(id), String(count)]);
  const tall = BAR_HEIGHT * rows.length;
  const heads = [t("stats.skill"), t("stats.total")];
  return plot(t("stats.skills"), (width) => drawBars(data, width, tall), [heads, ...rows]);
}

function latest(builds, nameOf, shell) {
  const { t, language } = shell;
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const heads = ["what", "outcome", "skill", "when", "took"].map((name) => t(`stats.${name}`));
  const rows = builds.slice(0, MOST_LISTED).map((build) => [
    titleOf(build, t),
    t(build.undone ? "outcome.undone" : `outcome.${build.status}`),
    build.skill ? nameOf(build.skill) : "–",
    time.format(new Date(1000 * build.finished_at)),
    build.duration_ms === null ? "–" : secondsOf(build.duration_ms, language),
  ]);
  const title = t("stats.latest");
  const wide = { class: "stats-table", tabindex: "0", role: "region", "aria-label": title };
  const shown = h("div", wide, table(title, [heads, ...rows]));
  return h("section", { class: "room-section" }, h("h2", {}, title), shown);
}

/** What was built, as a link to where it is; to nowhere, once it is undone. */
function titleOf({ title, kind, notion_url: url, undone }, t) {
  const name = title ?? t(`stats.kind.${kind}`);
  const href = undone || !url ? null : (workspacePath(url, window.location.href) ?? safeLink(url));
  return href ? h("a", { href, target: "_blank", rel: "noopener" }, name) : name;
}

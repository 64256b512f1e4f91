import { fill, h } from "../../shared/dom.js";
import { bad, busily, checkbox, field, select } from "../../shared/parts.js";
import { zoneOf } from "../../shell/preferences.js";
import { accountOf, headersOf } from "./account.js";

const RULES = {
  once: "",
  hourly: "0 * * * *",
  daily: "0 2 * * *",
  weekly: "0 2 * * 1",
};

/** The body of `POST /ingest/jobs` of what was filled in. Pure. */
export function bodyOf({ most, from, again, cron, priority }, ticks, zone) {
  const schedule = again === "other" ? cron.trim() : RULES[again];
  return {
    ...(most && { max_tickets: Number(most) }),
    ...(from && { start_date: `${from}T00:00:00Z` }),
    include_kb: ticks.articles,
    process_attachments: ticks.attachments,
    include_private_notes: ticks.notes,
    force_rebuild: ticks.anew,
    priority,
    ...(schedule && { schedule, timezone: zone }),
  };
}

/** The form that fetches tickets, once or again and again; `onBegun()` is called once it works. */
export function fetchPanel({ t, api, preferences, announce }, onBegun) {
  const ticks = {
    articles: checkbox(t("desk.articles")),
    attachments: checkbox(t("desk.attachments")),
    notes: checkbox(t("desk.notes")),
    anew: checkbox(t("desk.anew"), { checked: false }),
  };
  const most = field(t("desk.most"), select(amounts(t), "100", { name: "most" }));
  const again = field(t("desk.again"), select(rules(t), "once", { name: "again", onchange: rule }));
  const cron = field(t("desk.cron"), h("input", { name: "cron", value: "0 2 * * 1-5" }), {
    help: t("desk.cron.help", { zone: zoneOf(preferences.read()) }),
  });
  const from = field(t("desk.from"), h("input", { type: "date", name: "from" }));
  const priority = field(t("desk.priority"), select(priorities(t), "normal", { name: "priority" }));
  const told = h("div", { class: "told" });
  again.control.dataset.testid = "desk-again";
  cron.node.hidden = true;
  return h(
    "form",
    { class: "panel desk-form", "aria-label": t("desk.fetch"), onsubmit: send },
    h("h2", {}, t("desk.fetch")),
    h("div", { class: "desk-pair" }, most.node, again.node),
    cron.node,
    h(
      "details",
      {},
      h("summary", {}, t("desk.more")),
      h("div", { class: "desk-pair" }, from.node, priority.node),
      Object.values(ticks).map(({ node }) => node),
    ),
    told,
    h(
      "div",
      { class: "room-actions" },
      h("button", { class: "button primary", "data-testid": "desk-fetch" }, t("desk.begin")),
    ),
  );

  function rule() {
    cron.node.hidden = again.control.value !== "other";
  }

  function send(event) {
    event.preventDefault();
    const form = event.target;
    const ticked = Object.fromEntries(
      Object.entries(ticks).map(([name, { control }]) => [name, control.checked]),
    );
    const body = bodyOf(Object.fromEntries(new FormData(form)), ticked, zoneOf(preferences.read()));
    return busily(form.querySelector(".primary"), () => begin(body));
  }

  async function begin(body) {
    fill(told);
    cron.tell("");
    try {
      const headers = headersOf(accountOf(preferences.read()));
      const { warnings = [], next_runs: next } = await api("/ingest/jobs", { body, headers });
      fill(told, warnings.map((text) => h("p", { class: "note" }, text)));
      announce(next ? t("desk.scheduled") : t("desk.begun"));
      onBegun();
    } catch (error) {
      const wrong = Array.isArray(error.details) && error.details.find(({ field: f }) => f === "schedule");
      if (wrong) cron.tell(wrong.message);
      else fill(told, bad(error.message));
    }
  }
}

const amounts = (t) => [
  ...["100", "500", "2000"].map((count) => [count, t("desk.newest", { count })]),
  ["", t("desk.everything")],
];

const rules = (t) => [...Object.keys(RULES), "other"].map((name) => [name, t(`desk.again.${name}`)]);

const priorities = (t) => ["low", "normal", "high"].map((name) => [name, t(`priority.${name}`)]);

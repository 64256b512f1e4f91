import { fill, h } from "../../shared/dom.js";
import { bad, busily, checkbox, field, select } from "../../shared/parts.js";
import { zoneOf } from "../../shell/preferences.js";
import { accountOf, headersOf } from "./account.js";

/** The rules that have a name, in cron's words. */
export const RULES = {
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
export class FetchPanel {
  node;
  #shell;
  #onBegun;
  #ticks;
  #cron;
  #told = h("div", { class: "told" });

  constructor(shell, onBegun) {
    const { t } = shell;
    this.#shell = shell;
    this.#onBegun = onBegun;
    this.#ticks = {
      articles: checkbox(t("desk.articles")),
      attachments: checkbox(t("desk.attachments")),
      notes: checkbox(t("desk.notes")),
      anew: checkbox(t("desk.anew"), { checked: false }),
    };
    const zone = zoneOf(shell.preferences.read());
    const rule = h("input", { name: "cron", value: "0 2 * * 1-5" });
    this.#cron = field(t("desk.cron"), rule, { help: t("desk.cron.help", { zone }) });
    this.#cron.node.hidden = true;
    this.node = this.#form(t);
  }

  #form(t) {
    return h(
      "form",
      { class: "panel desk-form", "aria-label": t("desk.fetch"), onsubmit: (e) => this.#send(e) },
      h("h2", {}, t("desk.fetch")),
      this.#most(t),
      this.#cron.node,
      this.#more(t),
      this.#told,
      h(
        "div",
        { class: "room-actions" },
        h("button", { class: "button primary", "data-testid": "desk-fetch" }, t("desk.begin")),
      ),
    );
  }

  #most(t) {
    const most = select(amounts(t), "100", { name: "most" });
    const again = select(rules(t), "once", {
      name: "again",
      "data-testid": "desk-again",
      onchange: () => (this.#cron.node.hidden = again.value !== "other"),
    });
    const fields = [field(t("desk.most"), most), field(t("desk.again"), again)];
    return h("div", { class: "desk-pair" }, fields.map(({ node }) => node));
  }

  #more(t) {
    const from = h("input", { type: "date", name: "from" });
    const priority = select(priorities(t), "normal", { name: "priority" });
    const fields = [field(t("desk.from"), from), field(t("desk.priority"), priority)];
    return h(
      "details",
      {},
      h("summary", {}, t("desk.more")),
      h("div", { class: "desk-pair" }, fields.map(({ node }) => node)),
      Object.values(this.#ticks).map(({ node }) => node),
    );
  }

  #send(event) {
    event.preventDefault();
    const form = event.target;
    const ticked = Object.fromEntries(
      Object.entries(this.#ticks).map(([name, { control }]) => [name, control.checked]),
    );
    const zone = zoneOf(this.#shell.preferences.read());
    const body = bodyOf(Object.fromEntries(new FormData(form)), ticked, zone);
    return busily(form.querySelector(".primary"), () => this.#begin(body));
  }

  async #begin(body) {
    const { t, api, preferences, announce } = this.#shell;
    fill(this.#told);
    this.#cron.tell("");
    try {
      const headers = headersOf(accountOf(preferences.read()));
      const { warnings = [], next_runs: next } = await api("/ingest/jobs", { body, headers });
      fill(this.#told, warnings.map((text) => h("p", { class: "note" }, text)));
      announce(next ? t("desk.scheduled") : t("desk.begun"));
      this.#onBegun();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** What is wrong with the rule is told at its field. */
  #refuse({ message, details }) {
    const problems = Array.isArray(details) ? details : [];
    const rule = problems.find(({ field: name }) => name === "schedule");
    if (rule) this.#cron.tell(rule.message);
    else fill(this.#told, bad(message));
  }
}

const amounts = (t) => [
  ...["100", "500", "2000"].map((count) => [count, t("desk.newest", { count })]),
  ["", t("desk.everything")],
];

const rules = (t) =>
  [...Object.keys(RULES), "other"].map((name) => [name, t(`desk.again.${name}`)]);

const priorities = (t) => ["low", "normal", "high"].map((name) => [name, t(`priority.${name}`)]);

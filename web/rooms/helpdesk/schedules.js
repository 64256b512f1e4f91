import { h } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { busily, button } from "../../shared/parts.js";
import { ruleTold } from "./rules.js";

/** What is fetched again and again, with the way to end it. */
export function scheduleList(node, shell) {
  const { t, api, language, announce } = shell;
  const listing = new Listing(node, shell, {
    load: (signal) => api("/ingest/schedules?limit=50", { signal }),
    draw: ({ schedules }) =>
      schedules.length > 0 && h("ul", { class: "jobs" }, schedules.map((rule) => row(rule))),
    empty: () => h("p", {}, t("desk.noSchedules")),
  });
  return listing;

  function row({ id, company_id: company, cron, timezone, next_run: next, error }) {
    const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    const drop = (event) => busily(event.currentTarget, () => end(id));
    return h(
      "li",
      { class: "job schedule", "data-testid": "schedule" },
      h(
        "div",
        { class: "job-head" },
        h("span", { title: cron }, ruleTold(cron, t, language)),
        h("span", { class: "job-company" }, company),
        h("span", { class: "faint" }, timezone),
      ),
      h("p", { class: "job-told" }, t("desk.next", { when: time.format(new Date(next)) })),
      error && h("p", { class: "problem" }, error.message),
      button(t("desk.unschedule"), drop, { kind: "small", "data-testid": "schedule-drop" }),
    );
  }

  async function end(id) {
    try {
      await api(`/ingest/schedules/${encodeURIComponent(id)}`, { method: "DELETE" });
      announce(t("desk.unscheduled"));
    } catch (error) {
      announce(error.message);
    }
    await listing.show({ soft: true });
  }
}

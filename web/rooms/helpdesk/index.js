/** The helpdesk: connected, fetched, watched, searched, and made a dashboard. */

import { h } from "../../shared/dom.js";
import { button, roomHead, section } from "../../shared/parts.js";
import { AccountPanel } from "./account.js";
import { FetchPanel } from "./fetching.js";
import { Jobs } from "./jobs.js";
import { scheduleList } from "./schedules.js";
import { TicketSearch } from "./search.js";

const AGAIN_MS = 30_000; // what a schedule began is seen after so long

export function mount(root, shell) {
  const { t } = shell;
  const search = new TicketSearch(shell);
  const running = h("div", { "data-testid": "jobs" });
  const ruled = h("div", {});
  const jobs = new Jobs(running, shell, { onOver: () => search.show() });
  const schedules = scheduleList(ruled, shell);
  const again = () => {
    jobs.show({ soft: true });
    schedules.show({ soft: true });
  };
  const forms = [new AccountPanel(shell, again), new FetchPanel(shell, again)];
  const dashboard = button(t("desk.dashboard"), () => shell.say(t("desk.wish")), {
    kind: "primary",
    icon: "dashboard",
    "data-testid": "desk-dashboard",
  });
  root.append(
    h(
      "div",
      { class: "room-body" },
      roomHead(t("room.helpdesk"), t("desk.lead"), dashboard),
      h(
        "div",
        { class: "desk-columns" },
        h("div", { class: "desk-side" }, forms.map(({ node }) => node)),
        h(
          "div",
          { class: "desk-side" },
          section(t("desk.jobs"), running),
          section(t("desk.schedules"), ruled),
        ),
      ),
      search.node,
      section(t("desk.ask"), questions(shell)),
    ),
  );
  jobs.show();
  schedules.show();
  const looking = setInterval(() => document.hidden || jobs.show({ soft: true }), AGAIN_MS);
  return () => {
    clearInterval(looking);
    for (const part of [jobs, schedules, search]) part.stop();
  };
}

/** Questions that the chat answers from the tickets. */
function questions({ t, say }) {
  const asks = ["open", "top", "slow"].map((name) => t(`desk.ask.${name}`));
  const chip = (text) =>
    h("button", { type: "button", class: "chip", onclick: () => say(text) }, text);
  return h("div", { class: "chips wrap" }, asks.map(chip));
}

import { fill, h } from "../../shared/dom.js";
import { relativeTime } from "../../shared/i18n.js";
import { busily, button, select } from "../../shared/parts.js";

const PRIORITIES = ["low", "normal", "high"];
const COLOURS = {
  queued: "gray",
  running: "blue",
  paused: "yellow",
  completed: "green",
  failed: "red",
  cancelled: "gray",
};
const ACTIONS = {
  queued: ["pause", "cancel"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  failed: ["resume"],
};
export const isOver = (status) => ["completed", "failed", "cancelled"].includes(status);

/** What a frame of a job's stream makes of the job as it was known. Pure. */
export function heard(job, frame) {
  if (frame.type === "status") return { ...job, status: frame.status, remark: "" };
  if (frame.type === "log" && frame.level !== "INFO") return { ...job, remark: frame.message };
  if (frame.type !== "progress") return job;
  const { step, current, total, items_per_second: rate, statistics } = frame;
  return { ...job, statistics, progress: progress(step, current, total, rate) };
}

function progress(step, done, total, rate) {
  return {
    current_step: step,
    completed_items: done,
    total_items: total ?? 0,
    percentage: total ? Math.min(100, (100 * done) / total) : 0,
    items_per_second: rate,
  };
}

/** The figures of a job that are worth a word, by what they count. Pure. */
export function figuresOf({ statistics = {} }) {
  const count = (...names) => names.map((name) => statistics[name]).find((n) => n > 0) ?? 0;
  return [
    ["tickets", count("tickets", "tickets_collected")],
    ["conversations", count("conversations", "conversations_collected")],
    ["articles", count("kb_articles", "kb_articles_collected")],
    ["attachments", count("attachments", "attachments_processed")],
  ].filter(([, number]) => number > 0);
}

/** A job in the list: how far it is, and what can be done with it. `onControl(body)` does it. */
export class JobRow {
  node = h("li", { class: "job", tabindex: "-1", "data-testid": "job" });
  #shell;
  #onControl;
  #parts;
  #drawn = "";
  #job;
  /** Why the server did not do what a button said; "" once another was pressed. */
  #refused = "";

  constructor(shell, onControl) {
    this.#shell = shell;
    this.#onControl = onControl;
    this.#parts = {
      head: h("div", { class: "job-head" }),
      bar: h("progress", { max: "100", "aria-label": shell.t("desk.progress") }),
      told: h("p", { class: "job-told" }),
      ways: h("div", { class: "room-actions" }),
      problem: h("p", { class: "problem", role: "alert" }),
    };
    const { head, bar, told, ways, problem } = this.#parts;
    this.node.append(head, bar, told, problem, ways);
  }

  /** Draws what is known by now; buttons are left alone while their job is what it was. */
  render(job) {
    const { t } = this.#shell;
    const { bar, told, problem } = this.#parts;
    this.node.dataset.status = job.status;
    bar.hidden = isOver(job.status);
    bar.value = job.progress.percentage;
    told.textContent = this.#told(job);
    this.#job = job;
    const trouble = this.#refused || (job.error?.message ?? job.remark ?? "");
    if (problem.textContent !== trouble) problem.textContent = trouble;
    const drawn = `${job.status} ${job.priority}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    fill(this.#parts.head, this.#head(job, t));
    this.#offer(this.#ways(job, t));
  }

  /** Other buttons take the places of those that were there: the focus goes on to the first. */
  #offer(buttons) {
    const { ways } = this.#parts;
    const held = ways.contains(document.activeElement);
    fill(ways, buttons);
    if (held) (ways.firstElementChild ?? this.node).focus();
  }

  #head({ job_id: id, status, company_id: company, created_at: at }, t) {
    const [moment, now] = [Date.parse(at), Date.now()];
    const isFresh = now - moment < 60_000; // "this minute" is no answer to when
    const when = isFresh ? t("desk.now") : relativeTime(this.#shell.language, moment, now);
    return [
      h("span", { class: "state", "data-color": COLOURS[status] }, t(`job.${status}`)),
      h("span", { class: "job-company" }, company),
      h("time", { class: "faint", datetime: at, title: id }, when),
    ];
  }

  #told(job) {
    const { t, language } = this.#shell;
    const number = new Intl.NumberFormat(language);
    const figures = figuresOf(job).map(([what, count]) =>
      t(`desk.count.${what}`, { count: number.format(count) }),
    );
    const { current_step: step, completed_items: done, total_items: total } = job.progress;
    if (job.status === "queued") return "";
    if (isOver(job.status) && figures.length === 0) return t("desk.items", { count: done });
    if (isOver(job.status)) return figures.join(" · ");
    return [t(`step.${step}`), total > 0 && `${done} / ${total}`, ...figures]
      .filter(Boolean)
      .join(" · ");
  }

  #ways({ status, priority }, t) {
    const acts = (ACTIONS[status] ?? []).map((action) =>
      button(t(`job.${action}`), (event) => this.#control(event.currentTarget, { action }), {
        kind: "small",
        "data-testid": `job-${action}`,
      }),
    );
    if (isOver(status)) return acts;
    const choices = PRIORITIES.map((name) => [name, t(`priority.${name}`)]);
    const chosen = select(choices, priority, {
      class: "job-priority",
      "aria-label": t("desk.priority"),
      "data-testid": "job-priority",
      onchange: () =>
        this.#control(chosen, {
          action: "priority_change",
          options: { priority: chosen.value },
        }),
    });
    return [...acts, chosen];
  }

  #control(pressed, body) {
    const act = async () => {
      this.#refused = "";
      await this.#onControl(body).catch(({ message }) => (this.#refused = message));
      this.render(this.#job);
    };
    return pressed.tagName === "SELECT" ? act() : busily(pressed, act);
  }
}

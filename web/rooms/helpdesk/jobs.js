import { h } from "../../shared/dom.js";
import { Listing, refill } from "../../shared/listing.js";
import { heard, isOver, JobRow } from "./job.js";
import { watchJob } from "./watch.js";

const MOST_SHOWN = 8;
const MOST_WATCHED = 4; // sockets at once: an address may open a few only

/** The newest jobs; those that are not over are followed as they go on. */
export class Jobs {
  #shell;
  #onOver;
  #listing;
  #list = h("ul", { class: "jobs" });
  #rows = new Map(); // by the job's id: {row, job, since?, stop?}

  /** `onOver(job)` is called when one that was followed has come to its end. */
  constructor(node, shell, { onOver }) {
    this.#shell = shell;
    this.#onOver = onOver;
    this.#listing = new Listing(node, shell, {
      load: (signal) => shell.api(`/ingest/jobs?limit=${MOST_SHOWN}`, { signal }),
      draw: ({ jobs }) => this.#draw(jobs),
      empty: () => h("p", {}, shell.t("desk.noJobs")),
    });
  }

  show(options) {
    return this.#listing.show(options);
  }

  stop() {
    this.#listing.stop();
    for (const { stop } of this.#rows.values()) stop?.();
    this.#rows.clear();
  }

  #draw(jobs) {
    for (const [id, { stop }] of this.#rows)
      if (!jobs.some((job) => job.job_id === id)) {
        stop?.();
        this.#rows.delete(id);
      }
    for (const job of jobs) this.#put(job);
    this.#watch(jobs);
    const rows = jobs.map(({ job_id: id }) => this.#rows.get(id).row.node);
    refill(this.#list, rows);
    return jobs.length > 0 && this.#list;
  }

  #put(job) {
    const id = job.job_id;
    if (!this.#rows.has(id)) {
      const row = new JobRow(this.#shell, (body) => this.#control(id, body));
      this.#rows.set(id, { row, job });
    }
    const entry = this.#rows.get(id);
    entry.job = { ...entry.job, ...job };
    entry.row.render(entry.job);
  }

  /** Follows the newest of those that go on. */
  #watch(jobs) {
    const live = jobs.filter(({ status }) => !isOver(status)).slice(0, MOST_WATCHED);
    for (const { job_id: id } of live) {
      const entry = this.#rows.get(id);
      const { accessToken } = this.#shell.preferences.read();
      entry.stop ??= watchJob(
        id,
        { accessToken, since: entry.since },
        { onFrame: (frame) => this.#hear(id, frame), onOver: () => this.#end(id) },
      );
    }
  }

  #hear(id, frame) {
    const entry = this.#rows.get(id);
    if (!entry) return;
    entry.since = frame.seq ?? entry.since;
    entry.job = heard(entry.job, frame);
    entry.row.render(entry.job);
  }

  async #end(id) {
    const entry = this.#rows.get(id);
    if (!entry) return;
    entry.stop = undefined;
    await this.#look(id);
    if (!isOver(entry.job.status)) return;
    const { t, announce } = this.#shell;
    const { company_id: company, status } = entry.job;
    announce(t("desk.ended", { company, status: t(`job.${status}`) }));
    this.#onOver(entry.job);
  }

  /** Asks for all that is known of a job, such as why it failed. */
  async #look(id) {
    try {
      this.#put(await this.#shell.api(`/ingest/jobs/${encodeURIComponent(id)}`));
    } catch {
      // What the stream told is still shown, and the list tells the rest when it is asked again.
    }
  }

  /** Does what a button says. Throws ApiError. */
  async #control(id, body) {
    const path = `/ingest/jobs/${encodeURIComponent(id)}/control`;
    const { message } = await this.#shell.api(path, { body });
    this.#shell.announce(message);
    await this.#listing.show({ soft: true });
  }
}

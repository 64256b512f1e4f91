/** The conversations that the server keeps for this person's key, newest first. */

const AT_ONCE = 30;
const LONGEST_TITLE = 60; // characters
const WAY_BACK_MS = 8_000;
const STALE_MS = 15_000;

/** A conversation's title until it has one: its first line, shortened at 60 characters. Pure. */
export function titleOf(content) {
  const line = content.trim().split("\n", 1)[0];
  const characters = [...line];
  return characters.length <= LONGEST_TITLE
    ? line
    : `${characters.slice(0, LONGEST_TITLE - 1).join("")}…`;
}

/** The list with `thread` in first place, under the title it has already. Pure. */
export function withNewest(threads, thread) {
  const known = threads.find(({ id }) => id === thread.id);
  return [known ?? thread, ...threads.filter(({ id }) => id !== thread.id)];
}

/** The list with another page of it; what moved up meanwhile stands in it once. Pure. */
export function withMore(threads, more) {
  const known = new Set(threads.map(({ id }) => id));
  return [...threads, ...more.filter(({ id }) => !known.has(id))];
}

/**
 * `threads` are `{id, title}`; `words` what is searched for; `state` is `loading`, `ready` or
 * `failed`; `hasMore`: there are older ones. `onChange()` is called after every change;
 * `onProblem(message)` where something that was asked for did not come about.
 */
export class Threads {
  threads = [];
  words = "";
  state = "loading";
  #cursor = null;
  #api;
  #onChange;
  #onProblem;
  #asked = 0;
  #readAt = 0;
  /** Threads that are deleted once their way back is over, by id. */
  #leaving = new Map();

  constructor(api, { onChange, onProblem }) {
    this.#api = api;
    this.#onChange = onChange;
    this.#onProblem = onProblem;
    window.addEventListener("pagehide", () => this.#deleteNow());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#freshen());
  }

  get shown() {
    return this.threads.filter(({ id }) => !this.#leaving.has(id));
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  find(threadId) {
    return this.threads.find(({ id }) => id === threadId);
  }

  /** Reads the list anew: those that hold `words`, or all. */
  async read(words = this.words) {
    this.words = words;
    const found = await this.#page({ search: words });
    if (found) this.#show(found.threads, found.cursor);
  }

  async more() {
    const found = await this.#page({ search: this.words, cursor: this.#cursor });
    if (found) this.#show(withMore(this.threads, found.threads), found.cursor);
  }

  /** Something was said in a thread: it is the newest now. */
  touch(id, content) {
    if (this.words) return;
    this.threads = withNewest(this.threads, { id, title: titleOf(content) });
    this.#onChange();
  }

  /** Shown at once; sent so that a page that is left or loaded anew meanwhile loses nothing. */
  async rename(id, title) {
    const before = this.threads;
    this.threads = before.map((thread) => (thread.id === id ? { id, title } : thread));
    this.#onChange();
    try {
      await this.#api(pathOf(id), { method: "PATCH", body: { title }, keepalive: true });
    } catch ({ message }) {
      this.threads = before;
      this.#failed(message);
    }
  }

  /** Takes a thread off the list; it is deleted in some seconds, if it is not brought back. */
  remove(id) {
    this.#leaving.set(id, setTimeout(() => this.#delete(id), WAY_BACK_MS));
    this.#onChange();
  }

  bringBack(id) {
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    this.#onChange();
  }

  async #delete(id, options = {}) {
    try {
      await this.#api(pathOf(id), { method: "DELETE", ...options });
      this.threads = this.threads.filter((thread) => thread.id !== id);
    } catch ({ status, message }) {
      if (status !== 404) this.#failed(message);
    }
    this.#leaving.delete(id);
    this.#onChange();
  }

  /** The page goes away: what was to be deleted is deleted, without anybody to hear of it. */
  #deleteNow() {
    for (const [id, timer] of this.#leaving) {
      clearTimeout(timer);
      this.#delete(id, { keepalive: true });
    }
  }

  #freshen() {
    if (Date.now() - this.#readAt > STALE_MS) this.read();
  }

  /** A page of the list, or nothing where it failed or something else was asked for since. */
  async #page(query) {
    const asked = ++this.#asked;
    const given = Object.entries({ ...query, limit: AT_ONCE }).filter(([, value]) => value);
    try {
      const told = await this.#api(`/api/threads?${new URLSearchParams(given)}`);
      const threads = told.threads.map(({ thread_id: id, title }) => ({ id, title }));
      return asked === this.#asked ? { threads, cursor: told.next_cursor } : null;
    } catch {
      if (asked === this.#asked) this.state = "failed";
      this.#onChange();
      return null;
    }
  }

  #show(threads, cursor) {
    Object.assign(this, { threads, state: "ready" });
    this.#cursor = cursor;
    this.#readAt = Date.now();
    this.#onChange();
  }

  #failed(message) {
    this.#onChange();
    this.#onProblem(message);
  }
}

const pathOf = (id) => `/api/threads/${encodeURIComponent(id)}`;

/**
 * The conversations this browser knows. A thread's id is the key to it, so the list stays in the
 * browser.
 */

const LIST_KEY = "notionforge.threads";
const MOST_THREADS = 50;
const LONGEST_TITLE = 60;

/** The list with `thread` in first place, without its older self; 50 entries at most. Pure. */
export function withThread(threads, thread) {
  const others = threads.filter(({ id }) => id !== thread.id);
  return [thread, ...others].slice(0, MOST_THREADS);
}

/** A conversation's title: the first line of its first wish, shortened at 60 characters. Pure. */
export function titleOf(content) {
  const line = content.trim().split("\n", 1)[0];
  const characters = [...line];
  return characters.length <= LONGEST_TITLE
    ? line
    : `${characters.slice(0, LONGEST_TITLE - 1).join("")}…`;
}

/** Threads kept in `lasting` (localStorage). */
export class ThreadShelf {
  constructor(lasting) {
    this.lasting = lasting;
  }

  list() {
    try {
      return JSON.parse(this.lasting.getItem(LIST_KEY)) ?? [];
    } catch {
      return [];
    }
  }

  remember(id, title) {
    this.lasting.setItem(LIST_KEY, JSON.stringify(withThread(this.list(), { id, title })));
  }

  forget(id) {
    const rest = this.list().filter((thread) => thread.id !== id);
    this.lasting.setItem(LIST_KEY, JSON.stringify(rest));
  }
}

import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { threadPath } from "./places.js";

const SEARCH_AFTER_MS = 250;

/**
 * The list of conversations: one stop of the Tab key, in which the arrows move; F2 renames, Delete
 * deletes. It is drawn anew only when what it shows has changed, so that focus stays.
 */
export class ThreadList {
  #list;
  #search;
  #more;
  #threads;
  #toast;
  #shell;
  #current = null;
  #drawn = "";
  /** The thread that is being renamed, or that it is asked about whether to delete it. */
  #mode = { name: null, id: null };

  constructor({ list, search, more }, { threads, toast, shell }) {
    this.#list = list;
    this.#search = search;
    this.#more = more;
    this.#threads = threads;
    this.#toast = toast;
    this.#shell = shell;
    let timer = 0;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => threads.read(search.value.trim()), SEARCH_AFTER_MS);
    });
    more.addEventListener("click", () => threads.more());
    list.addEventListener("keydown", (event) => this.#pressed(event));
  }

  render(current) {
    this.#current = current;
    const { t, language } = this.#shell;
    const { shown, state, words, hasMore } = this.#threads;
    const drawn = JSON.stringify([shown, state, words, current, language, this.#mode]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#search.placeholder = t("threads.search");
    this.#more.textContent = t("threads.more");
    this.#more.hidden = !hasMore;
    const focused = document.activeElement?.closest?.("[data-thread]")?.dataset.thread;
    fill(this.#list, shown.length > 0 ? shown.map((thread) => this.#row(thread)) : this.#empty());
    this.#settleFocus(focused);
  }

  #empty() {
    const { t } = this.#shell;
    const { state, words } = this.#threads;
    if (state === "loading") return h("li", { class: "faint sidebar-empty" }, t("threads.loading"));
    if (state === "failed") {
      const onclick = () => this.#threads.read();
      const again = h("button", { type: "button", class: "link", onclick }, t("error.again"));
      return h("li", { class: "faint sidebar-empty" }, t("threads.failed"), " ", again);
    }
    return h("li", { class: "faint sidebar-empty" }, t(words ? "threads.none" : "sidebar.empty"));
  }

  #row(thread) {
    const { name, id } = this.#mode;
    const current = thread.id === this.#current;
    const attributes = { class: current ? "current" : "", "data-thread": thread.id };
    if (id === thread.id && name === "rename") return h("li", attributes, this.#field(thread));
    if (id === thread.id && name === "delete") return h("li", attributes, this.#question(thread));
    return h("li", attributes, this.#link(thread, current), ...this.#buttons(thread));
  }

  #link({ id, title }, current) {
    const way = { href: threadPath(id), "aria-current": current && "page", tabindex: "-1" };
    return h("a", { ...way, class: "thread", title, "data-testid": "thread" }, title);
  }

  #buttons(thread) {
    const { t } = this.#shell;
    const button = (name, icon, key) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          tabindex: "-1",
          "aria-label": t(key, thread),
          title: t(key, thread),
          "data-testid": `thread-${name}`,
          onclick: () => this.#enter(name, thread.id),
        },
        lineIcon(icon),
      );
    const tools = [button("rename", "pencil", "threads.rename"), button("delete", "trash", "threads.delete")];
    return [h("span", { class: "thread-tools" }, tools)];
  }

  #field(thread) {
    const { t } = this.#shell;
    const save = (event) => {
      event?.preventDefault();
      const title = field.value.trim();
      if (this.#mode.name !== "rename") return;
      this.#enter(null, thread.id);
      if (title && title !== thread.title) this.#threads.rename(thread.id, title);
    };
    const field = h("input", {
      value: thread.title,
      maxlength: "200",
      "aria-label": t("threads.title"),
      "data-testid": "thread-title",
      onblur: () => save(),
      onkeydown: (event) => this.#escape(event, thread),
    });
    return h("form", { class: "thread-form", onsubmit: save }, field);
  }

  #question(thread) {
    const { t } = this.#shell;
    const button = (key, hook, className, onclick) =>
      h("button", { type: "button", class: className, "data-testid": hook, onclick }, t(key));
    return h(
      "div",
      {
        class: "thread-question",
        role: "group",
        "aria-label": t("threads.delete", thread),
        onkeydown: (event) => this.#escape(event, thread),
      },
      h("p", {}, t("threads.deleteAsk", thread)),
      button("threads.deleteYes", "thread-delete-yes", "button small danger", () =>
        this.#remove(thread),
      ),
      button("threads.deleteNo", "thread-delete-no", "button small", () =>
        this.#enter(null, thread.id),
      ),
    );
  }

  /** Only out of the row: the drawer around it stays open. */
  #escape(event, thread) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#enter(null, thread.id);
  }

  #remove(thread) {
    this.#mode = { name: null, id: null };
    this.#threads.remove(thread.id);
    const onclick = () => {
      this.#threads.bringBack(thread.id);
      this.#shell.go(threadPath(thread.id));
    };
    const { t } = this.#shell;
    this.#toast.show(t("threads.deleted", thread), { label: t("threads.bringBack"), onclick });
    if (thread.id === this.#current) this.#shell.go("/");
  }

  #enter(name, id) {
    this.#mode = { name, id: name && id };
    this.render(this.#current);
    const row = this.#rows().find((each) => each.dataset.thread === id);
    const target = row?.querySelector("input, .thread-question button, a");
    target?.focus();
    if (name === "rename") target.select();
  }

  #rows() {
    return [...this.#list.querySelectorAll("[data-thread]")];
  }

  /** Of all rows one is a stop of the Tab key: where the focus was, else the one that is shown. */
  #settleFocus(focused) {
    const rows = this.#rows();
    const at = (id) => id && rows.find((row) => row.dataset.thread === id);
    const stop = at(focused) ?? at(this.#current) ?? rows[0];
    this.#stopAt(stop);
    if (focused && at(focused)) stop.querySelector("a, input, button")?.focus();
  }

  #stopAt(stop) {
    for (const row of this.#rows())
      for (const part of row.querySelectorAll("a, .thread-tools button"))
        part.tabIndex = row === stop ? 0 : -1;
  }

  #pressed(event) {
    const row = event.target.closest("[data-thread]");
    if (!row || event.target.closest("input, .thread-question")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#step(row, step);
    else if (event.key === "F2") this.#enter("rename", row.dataset.thread);
    else if (event.key === "Delete") this.#enter("delete", row.dataset.thread);
    else return;
    event.preventDefault();
  }

  #step(row, step) {
    const rows = this.#rows();
    const next = rows[rows.indexOf(row) + step];
    if (!next) return;
    this.#stopAt(next);
    next.querySelector("a, input, button").focus();
  }
}

/** The page: its frame, and what the address names in it. */

import { Chat } from "../chat/main.js";
import { threadPath } from "./places.js";
import { Preferences } from "./preferences.js";
import { Rooms } from "./rooms.js";
import { Router } from "./router.js";
import { Shell } from "./shell.js";
import { Shortcuts } from "./shortcuts.js";
import { Sidebar } from "./sidebar.js";
import { ThemeButton } from "./theme.js";
import { ThreadList } from "./threadlist.js";
import { Threads } from "./threads.js";
import { Toast } from "./toast.js";

const find = (selector) => document.querySelector(selector);

const preferences = new Preferences(localStorage, sessionStorage, navigator.languages);
const router = new Router(show);
const shell = new Shell({
  preferences,
  status: find(".page-status"),
  go: (path) => router.go(path),
  settle: (values) => chat.settle(values),
  say(content) {
    router.go("/");
    chat.say(content);
  },
});
const rooms = new Rooms(find(".room"), shell);
const sidebar = new Sidebar({
  node: find(".sidebar"),
  scrim: find(".scrim"),
  toggle: find(".sidebar-toggle"),
});
const toast = new Toast(find(".toast"));
const threads = new Threads(shell.api, {
  onChange: () => chat.refresh(),
  onProblem: (text) => toast.show(text),
});
const list = new ThreadList(
  {
    list: find(".threads"),
    search: find(".threads-search"),
    more: find(".threads-more"),
  },
  { threads, toast, shell },
);
await shell.speak();
const chat = new Chat(shell, {
  threadId: router.place.threadId ?? null,
  titleOf: (threadId) => threads.find(threadId)?.title,
  onSaid: (threadId, content) => threads.touch(threadId, content),
  onChange() {
    follow();
    appear();
  },
});
const theme = new ThemeButton(find(".theme"), preferences);
const shortcuts = new Shortcuts(find(".shortcuts-dialog"), find(".shortcuts-open"), {
  compose: () => chat.compose(),
  new: () => router.go("/"),
  search() {
    sidebar.show(true);
    find(".threads-search").focus();
  },
  plan: () => chat.goToPlan(),
  preview: () => chat.togglePreview(),
  theme: () => theme.next(),
});
preferences.onChange = settle;
dress();
show(router.place);
threads.read();
await chat.begin();

/** Shows what the address names. */
function show(place) {
  find(".app").dataset.room = place.room;
  sidebar.show(false);
  rooms.open(place.room);
  if (place.room === "chat") chat.show(place.threadId);
  else document.title = `${shell.t(`room.${place.room}`)} · notionforge`;
  sidebar.render(place, shell);
  follow();
}

/** A conversation gets its address with its first words, and a thread that is gone loses its own. */
function follow() {
  const { place } = router;
  if (place.room === "chat") router.rename(threadPath(chat.address));
  list.render(place.room === "chat" ? chat.address : null);
}

/**
 * The frame stands there from the first paint on (`layout.css`); what is pressed or read does not,
 * before there are words on it and somebody who listens.
 */
function appear() {
  const app = find(".app");
  if (!app.ariaBusy) return;
  app.ariaBusy = null;
  chat.arrive();
}

/** Another language is spoken at once; another server key has conversations of its own. */
async function settle() {
  theme.render(shell);
  threads.read();
  if (await shell.speak()) {
    dress();
    chat.refresh();
    show(router.place);
  } else rooms.open(router.place.room);
}

/** Puts the texts of the page's own markup in place. */
function dress() {
  document.documentElement.lang = shell.language;
  for (const node of document.querySelectorAll("[data-text]"))
    node.textContent = shell.t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", shell.t(node.dataset.label));
  theme.render(shell);
  shortcuts.render(shell);
}

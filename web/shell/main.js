/** The page: its frame, and what the address names in it. */

import { Chat } from "../chat/main.js";
import { threadPath } from "./places.js";
import { Preferences } from "./preferences.js";
import { Rooms } from "./rooms.js";
import { Router } from "./router.js";
import { Shell } from "./shell.js";
import { Sidebar } from "./sidebar.js";

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
const sidebar = new Sidebar(
  { node: find(".sidebar"), scrim: find(".scrim"), toggle: find(".sidebar-toggle") },
  { onForget: (threadId) => chat.forget(threadId) },
);
preferences.onChange = respeak;
await shell.speak();
const chat = new Chat(shell, { threadId: router.place.threadId ?? null, onChange: follow });
dress();
find(".app").hidden = false; // not before there are words on it, and somebody who listens
show(router.place);
await chat.begin();

/** Shows what the address names. */
function show(place) {
  find(".app").dataset.room = place.room;
  sidebar.show(false);
  rooms.open(place.room);
  if (place.room === "chat") chat.show(place.threadId);
  else document.title = `${shell.t(`room.${place.room}`)} · notionforge`;
  follow();
}

/** A conversation gets its address with its first words, and a thread that is gone loses its own. */
function follow() {
  const { place } = router;
  if (place.room === "chat") router.rename(threadPath(chat.address));
  sidebar.render({ place: router.place, threads: chat.threads, current: chat.address }, shell);
}

async function respeak() {
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
}

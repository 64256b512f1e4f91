/** The viewer: fetches what the address names, draws it, and redraws it softly when told to. */

import { renderBreadcrumb } from "./breadcrumb.js";
import { createContext } from "./context.js";
import { h } from "../shared/dom.js";
import { chosenLanguage } from "../shared/i18n.js";
import { createClient } from "./editing/client.js";
import { createDesk } from "./editing/desk.js";
import { pageBar } from "./editing/pagemenu.js";
import { isSheetOpen } from "./editing/popover.js";
import { installRoving } from "./editing/roving.js";
import { fetchText } from "./fetching.js";
import { pickLanguage, speak } from "./i18n.js";
import { renderIndex } from "./index.js";
import { keepingPlace, markArrivals, shownBlocks } from "./keep.js";
import { renderFailure, renderMissing } from "./notice.js";
import { documentTitle, renderPage } from "./page.js";
import { replaceRows } from "./paging.js";
import { followHistory, installPeek } from "./peek.js";
import { parseRoute } from "./route.js";
import { installWindowing } from "./windowing.js";

const LIVE_MS = 3_000;
const RESTING_MS = 15_000; // where nobody watches a build: another browser's edits

const route = parseRoute(location);
const asked = new URLSearchParams(location.search).get("lang");
const speech = await speak(pickLanguage(asked, chosenLanguage(), ...navigator.languages));
const state = new Map();
const main = document.getElementById("main");
const topbar = document.getElementById("breadcrumb");
const tools = document.getElementById("tools");
// Other tabs of this browser hear of an edit at once.
const tabs = new BroadcastChannel("notionforge.workspace");
const desk =
  route.mode === "preview"
    ? null
    : createDesk({ client: createClient(top), refresh: edited, ...speech });
const shell = { route, speech, state, desk, redrawn: new EventTarget() };
let shown = null;
let onTop = route.id;
let turns = 0;

/** The page on top of the workspace that is edited; in the gallery each page is its own one's. */
function top(path) {
  return route.mode === "index" ? path.split("/")[1] : onTop;
}

function draw(text) {
  const context = createContext({ snapshot: JSON.parse(text), ...shell });
  onTop = context.snapshot.breadcrumb?.[0]?.id ?? route.id;
  const index = route.mode === "index";
  const before = shownBlocks(main);
  topbar.replaceChildren(index ? "" : renderBreadcrumb(context));
  tools.replaceChildren(desk && !index ? pageBar(context) : "");
  main.replaceChildren(index ? renderIndex(context.snapshot, context) : renderPage(context));
  document.title = index ? speech.t("indexTitle") : documentTitle(context);
  if (shown !== null) markArrivals(main, before);
  shown = text;
}

/**
 * Fetches and draws; a soft refresh leaves what is shown as it is when nothing changed or the
 * server is away, and while something is being typed into it.
 */
async function load({ soft = false, edited = false } = {}) {
  const turn = (turns += 1);
  try {
    const text = await fetchText(route.dataUrl);
    if (soft && !edited && isSheetOpen()) return;
    if (turn === turns && text !== shown) keepingPlace(main, () => draw(text));
    if (!soft) showAnchor();
  } catch (problem) {
    if (turn !== turns || (soft && shown !== null)) return;
    main.replaceChildren(
      problem.missing ? renderMissing({ ...speech, route }) : renderFailure(speech, () => load()),
    );
  } finally {
    main.removeAttribute("aria-busy");
  }
}

/** After an edit of one's own. */
async function edited(answers = []) {
  replaceRows(
    state,
    answers.filter(({ object }) => object === "page"),
  );
  await load({ soft: true, edited: true });
  shell.redrawn.dispatchEvent(new Event("redrawn"));
  tabs.postMessage(onTop);
}

/**
 * Brings the heading or block that the address names into view, opening the toggles around it; of a
 * database also the view behind a colon.
 */
function showAnchor() {
  const [name, view] = decodeURIComponent(location.hash.slice(1)).split(":");
  if (!name) return showData();
  const target =
    document.getElementById(name) ?? main.querySelector(`[data-block="${CSS.escape(name)}"]`);
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details"))
    box.open = true;
  if (view) document.getElementById(`tab-views:${name}-${view}`)?.click();
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

/** A preview beside the chat opens where its data is, where words alone would fill the pane. */
function showData() {
  if (route.mode !== "preview" || window === window.parent) return;
  const first = main.querySelector(".database");
  if (first?.getBoundingClientRect().top > window.innerHeight * 0.6)
    first.scrollIntoView({ block: "start" });
}

/** Refreshes for as long as the page is open, one fetch at a time, resting while it is hidden. */
async function follow() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, route.live ? LIVE_MS : RESTING_MS));
    if (!document.hidden) await load({ soft: true });
  }
}

function dress() {
  document.documentElement.lang = speech.language;
  document.documentElement.classList.toggle("embedded", window !== window.parent);
  document.getElementById("skip").textContent = speech.t("skip");
  const home = document.getElementById("home");
  home.href = route.mode === "preview" ? "/workspace" : route.home;
  home.setAttribute("aria-label", speech.t("home"));
  if (route.mode === "preview") {
    document.body.prepend(h("p", { class: "ribbon", role: "status" }, speech.t("previewRibbon")));
  }
}

/** Ctrl+Z takes back, Ctrl+Shift+Z and Ctrl+Y make again; in a text they are the text's own. */
function undoOrRedo(event) {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.target.closest("input:not([type=checkbox]), textarea")) return;
  // By its place: with another layout, or with Caps Lock, the key is called otherwise.
  const back = event.code === "KeyZ" && !event.shiftKey;
  if (!back && event.code !== "KeyZ" && event.code !== "KeyY") return;
  event.preventDefault();
  if (back) desk.takeBack();
  else desk.redo();
}

function listen() {
  window.addEventListener("hashchange", showAnchor);
  window.addEventListener("beforeprint", () => {
    for (const details of main.querySelectorAll("details")) details.open = true;
  });
  window.addEventListener("message", ({ origin, data }) => {
    if (origin === location.origin && data?.type === "refresh") load({ soft: true });
  });
  tabs.addEventListener("message", ({ data }) => data === onTop && load({ soft: true }));
  if (desk) window.addEventListener("keydown", undoOrRedo);
}

dress();
listen();
installPeek(main, shell);
installRoving(document);
installWindowing();
await load();
followHistory(main, shell);
if (route.live || route.mode === "workspace") await follow();

import { socketAddress, workspacePath } from "./addresses.js";
import { keepFile } from "./attachments.js";
import { Composer } from "./composer.js";
import { el, fill } from "./dom.js";
import { PlanEditor } from "./editor.js";
import { translator } from "./i18n.js";
import { icon } from "./icons.js";
import { Preferences } from "./preferences.js";
import { renderBadge } from "./planner.js";
import { PreviewPane } from "./preview.js";
import { Session } from "./session.js";
import { SettingsDialog } from "./settings.js";
import { Sidebar } from "./sidebar.js";
import { comeBack, offersSignIn, withoutSignIn } from "./signin.js";
import { pendingApproval } from "./store.js";
import { ThreadShelf } from "./threads.js";
import { Transcript } from "./transcript.js";
import { fillWishes } from "./welcome.js";

const here = window.location.href;
const find = (selector) => document.querySelector(selector);

const preferences = new Preferences(localStorage, sessionStorage, navigator.languages);
const shelf = new ThreadShelf(localStorage, sessionStorage);
const session = new Session({
  address: socketAddress(here),
  shelf,
  preferences,
  onChange: scheduleRender,
});

/** What the page shows beyond the conversation: the composer's mode and the preview pane. */
const view = { feedback: false, preview: null, visible: false, tab: "chat", askedForKey: false };
let scheduled = false;

/** Back to the field, but without calling up a phone's keyboard over what is to be read. */
const returnToComposer = () => window.matchMedia("(pointer: fine)").matches && composer.focus();

const actions = {
  keepFile(file) {
    const { accessToken, language } = preferences.read();
    return keepFile(file, accessToken, language);
  },
  say(content, attachments) {
    session.say(content, attachments);
    transcript.toBottom();
  },
  giveFeedback(content) {
    const approval = pendingApproval(session.conversation);
    if (approval) session.giveFeedback(approval.approval_id, content);
    else session.say(content);
    change({ feedback: false });
    transcript.toBottom();
  },
  askForChanges(feedback) {
    change({ feedback, tab: "chat" });
    composer.focus();
  },
  decide(approvalId, decision) {
    session.decide(approvalId, decision);
    returnToComposer();
  },
  sendAgain: (frame) => session.sendAgain(frame),
  rewrite: (content) => composer.write(content),
  editPlan: (approval) => editor.open(approval, context()),
  cancel: () => session.cancel(),
  undo: () => session.undo(),
  redo: () => session.redo(),
  openSettings: (field) => settings.open(preferences.read(), context(), field),
  openThread(threadId) {
    change({ feedback: false, preview: null, visible: false, tab: "chat" });
    session.open(threadId);
    transcript.toBottom();
    returnToComposer();
  },
  forgetThread(threadId) {
    const shown = threadId === session.conversation.threadId;
    shelf.forget(threadId);
    if (shown) actions.openThread(null);
    else scheduleRender();
  },
  showPreview: (url, live) => change({ preview: { url, live }, visible: true, tab: "preview" }),
  closePreview() {
    change({ visible: false, tab: "chat" });
    returnToComposer();
  },
};

const transcript = new Transcript({
  log: find(".log"),
  tail: find(".tail"),
  status: find("[data-testid=live-status]"),
  scroller: find(".scroller"),
  jump: find(".jump"),
});
const composer = new Composer(find(".composer"), actions);
const pane = new PreviewPane(find(".pane"), actions);
const editor = new PlanEditor(find(".editor-dialog"), (approvalId, changes) =>
  session.decide(approvalId, "edit", { changes }),
);
const settings = new SettingsDialog(find(".settings-dialog"), {
  onSave: (values) => session.applySettings(values),
  onClose: () => {
    session.dropRefusedSettings();
    scheduleRender();
  },
});
const sidebar = new Sidebar(
  { node: find(".sidebar"), scrim: find(".scrim"), toggle: find(".sidebar-toggle") },
  actions,
);

function context() {
  const { language } = preferences.read();
  return { t: translator(language), language, actions, here };
}

function change(values) {
  Object.assign(view, values);
  scheduleRender();
}

/** However many frames come at once, the page is drawn once. */
function scheduleRender() {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => setTimeout(render, 0));
}

function render() {
  scheduled = false;
  const { conversation } = session;
  const shown = context();
  followPreview(conversation);
  renderFrame(conversation, shown);
  transcript.render(conversation, shown);
  composer.render(
    { conversation, feedback: view.feedback && Boolean(pendingApproval(conversation)) },
    shown,
  );
  editor.render(conversation, shown);
  settings.render(session.connection, conversation, shown);
  renderBadge(find("[data-testid=planner]"), conversation.planner, shown);
  renderBanners(conversation, shown);
  sidebar.render({ threads: shelf.list(), current: conversation.threadId }, shown);
}

/** A new preview opens by itself; one that the person closed stays closed until the next. */
let followed = null;
function followPreview({ preview }) {
  if (preview === followed) return;
  followed = preview;
  Object.assign(view, { preview, visible: Boolean(preview), tab: preview ? view.tab : "chat" });
}

function renderFrame(conversation, shown) {
  const { t, language } = shown;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-text]"))
    node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", t(node.dataset.label));
  fillWishes(find(".wishes ul"), shown);
  const thread = shelf.list().find(({ id }) => id === conversation.threadId);
  find(".conversation-title").textContent = thread?.title ?? "notionforge";
  document.title = thread ? `${thread.title} · notionforge` : "notionforge";
  renderLayout(conversation, shown);
}

function renderLayout(conversation, shown) {
  const framed = workspacePath(view.preview?.url, here) !== null;
  const app = find(".app");
  app.dataset.empty = String(isEmpty(conversation));
  app.dataset.preview = String(framed && view.visible);
  app.dataset.tab = framed ? view.tab : "chat";
  find(".tabs").hidden = !framed;
  find(".preview-toggle").hidden = !framed || view.visible;
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === app.dataset.tab));
  }
  pane.render(view.preview, view.visible || view.tab === "preview", shown);
}

/** Nothing was said yet, and nothing is about to arrive; notices are not talk. */
function isEmpty({ items, pending, turn, threadId, ready }) {
  const talk = items.some(({ kind }) => kind !== "notice" && kind !== "lost");
  const arriving = threadId !== null && !ready && items.length === 0;
  return !talk && !arriving && pending.length === 0 && turn === "idle";
}

/** Where the line is down for what a person set: the field to look at. */
const FIELD_IN_QUESTION = {
  "connection.credentials": "accessToken",
  "connection.settings": "parentPageId",
};

function renderBanners({ alert }, { t }) {
  const { phase, reason, problem } = session.connection;
  const troubled = phase !== "open" && Boolean(reason);
  const field = FIELD_IN_QUESTION[reason];
  const retry = () => (field ? actions.openSettings(field) : session.connect());
  const way = field ? "error.settings" : "connection.retry";
  const told = troubled && !settings.isAsking && (problem ?? t(reason));
  banner(find("[data-testid=connection-banner]"), told, t(way), retry);
  const untold = alert && !editor.isOpen;
  banner(find("[data-testid=alert]"), untold && alert.content, t("error.dismiss"), () =>
    session.dismissAlert(),
  );
  if (reason !== "connection.credentials") view.askedForKey = false;
  else if (!view.askedForKey) {
    view.askedForKey = true;
    actions.openSettings("accessToken");
  }
}

function banner(node, text, label, onclick) {
  node.hidden = !text;
  if (node.dataset.said === `${text}${label}`) return;
  node.dataset.said = `${text}${label}`;
  fill(
    node,
    text && el("span", {}, text),
    text && el("button", { type: "button", class: "link", onclick }, label),
  );
}

function listen() {
  find(".new-conversation").prepend(icon("plus"));
  find(".new-conversation").addEventListener("click", () => actions.openThread(null));
  find(".settings-open").append(icon("settings"));
  find(".settings-open").addEventListener("click", () => actions.openSettings());
  find("[data-testid=planner]").addEventListener("click", () => actions.openSettings("aiKey"));
  find(".preview-toggle").append(icon("panel"));
  find(".preview-toggle").addEventListener("click", () => change({ visible: true }));
  find(".jump").append(icon("down"));
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.addEventListener("click", () => change({ tab: tab.dataset.tab, visible: true }));
  }
  window.addEventListener("online", () => session.wake());
  document.addEventListener("visibilitychange", () => !document.hidden && session.wake());
}

/** Connects as whoever has just signed in with Notion, if somebody has. */
async function begin() {
  const { accessToken } = preferences.read();
  try {
    history.replaceState(null, "", withoutSignIn(here));
    const back = await comeBack(here, accessToken);
    if (back?.token)
      preferences.write({ ...preferences.read(), notionToken: back.token, parentPageId: "" });
    if (back?.problem) session.warn(context().t(back.problem));
    settings.offersSignIn = await offersSignIn(accessToken);
  } catch {
    // Without the server there is nothing to sign in to: the socket tells of that.
  }
  session.connect();
}

listen();
render();
begin();
returnToComposer();

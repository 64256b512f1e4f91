import { lineIcon } from "../shared/icons.js";
import { titleOf } from "../shell/threads.js";
import { socketAddress, workspacePath } from "./addresses.js";
import { keepFile } from "./attachments.js";
import { Banners } from "./banners.js";
import { Composer } from "./composer.js";
import { PlanEditor } from "./editor.js";
import { renderBadge } from "./planner.js";
import { PreviewPane } from "./preview.js";
import { Session } from "./session.js";
import { outcomeOf, SettingsDialog } from "./settings.js";
import { comeBack, withoutSignIn } from "./signin.js";
import { isEmpty, pendingApproval } from "./store.js";
import { Transcript } from "./transcript.js";
import { Versions } from "./versions.js";
import { fillWishes } from "./welcome.js";

const find = (selector) => document.querySelector(selector);
const by = (name) => find(`[data-testid=${name}]`);

/**
 * The conversation of this page. It stays when the person looks at another room: work goes on.
 * `onChange()` is called after every change of what it shows, `onSaid(threadId, content)` when
 * something was said here; `titleOf(threadId)` is what a thread is called, where that is known.
 */
export class Chat {
  #shell;
  #onChange;
  #titleOf;
  #session;
  /** What is shown beyond the conversation: the composer's mode and the preview pane. */
  #view = { feedback: false, preview: null, visible: false, tab: "chat" };
  #scheduled = false;
  /** Who waits for what becomes of the settings that were saved last. */
  #settling = null;
  /** The preview that was opened last: one that the person closed stays closed until the next. */
  #followed = null;
  #actions = this.#actionsOf();
  #transcript = new Transcript({
    log: find(".log"),
    tail: find(".tail"),
    status: by("live-status"),
    scroller: find(".scroller"),
    jump: find(".jump"),
  });
  #composer = new Composer(find(".composer"), this.#actions);
  #pane = new PreviewPane(find(".pane"), this.#actions);
  #editor = new PlanEditor(by("editor-dialog"), (approvalId, changes) =>
    this.#session.decide(approvalId, "edit", { changes }),
  );
  #versions = new Versions(by("versions-dialog"), {
    onTake: (approvalId, blueprint) => this.#session.decide(approvalId, "edit", { blueprint }),
    onLook: ({ previewUrl: url, version }) =>
      this.#change({ preview: { url, version }, visible: true, tab: "preview" }),
  });
  #settings = new SettingsDialog(by("settings-dialog"), {
    settle: (values) => this.settle(values),
    onClose: () => {
      this.#session.dropRefusedSettings();
      this.refresh();
    },
  });
  #banners = new Banners(
    { line: by("connection-banner"), alert: by("alert") },
    {
      openSettings: (field) => this.#actions.openSettings(field),
      connect: () => this.#session.connect(),
      dismiss: () => this.#session.dismissAlert(),
    },
  );

  constructor(shell, { threadId, titleOf: known, onSaid, onChange }) {
    this.#titleOf = known;
    this.#shell = shell;
    this.#onChange = onChange;
    this.#session = new Session({
      address: socketAddress(window.location.href),
      preferences: shell.preferences,
      threadId,
      onSaid,
      onChange: () => this.refresh(),
    });
    this.#listen();
  }

  /** The thread that the address names: none before the first words of a new one. */
  get address() {
    return this.#session.conversation.address;
  }

  /** Connects as whoever has just signed in with Notion, if somebody has. */
  async begin() {
    const { api, preferences, t } = this.#shell;
    const here = window.location.href;
    try {
      window.history.replaceState(null, "", withoutSignIn(here));
      const back = await comeBack(here, api);
      if (back?.token)
        preferences.write({ ...preferences.read(), notionToken: back.token, parentPageId: "" });
      if (back?.problem) this.#session.warn(t(back.problem));
    } catch {
      // Without the server there is nothing to sign in to: the socket tells of that.
    }
    this.#session.connect();
  }

  /** The person is here: whatever they type is meant for the field. */
  arrive() {
    this.#returnToComposer();
  }

  /** Shows a thread, or a new one where `threadId` is null. */
  show(threadId) {
    this.#session.dropRefusedSettings();
    if (threadId !== this.address) {
      this.#change({ feedback: false, preview: null, visible: false, tab: "chat" });
      this.#session.open(threadId);
      this.#transcript.toBottom();
    }
    this.refresh();
    this.#returnToComposer();
  }

  say(content) {
    this.#actions.say(content);
  }

  compose() {
    this.#change({ tab: "chat" });
    this.#composer.focus();
  }

  /** To the plan that waits: where a yes is one key away, and none is given by mistake. */
  goToPlan() {
    this.#change({ tab: "chat" });
    [...document.querySelectorAll("[data-testid=approval-approve]")].at(-1)?.focus();
  }

  togglePreview() {
    const visible = !this.#view.visible;
    if (this.#view.preview) this.#change({ visible, tab: visible ? "preview" : "chat" });
  }

  /**
   * Has the server take settings, on which the conversation goes on: resolves to null once they are
   * in force, else to what it refused, `{told, fields}`. Refused ones are dropped with `show`.
   */
  settle(values) {
    this.#tellSettled(null); // whoever asked before asks for this by now
    this.#session.applySettings(values);
    return new Promise((resolve) => {
      this.#settling = resolve;
      this.refresh();
    });
  }

  #tellSettled(outcome) {
    if (outcome === undefined) return;
    this.#settling?.(outcome);
    this.#settling = null;
  }

  /** However many frames come at once, the page is drawn once. */
  refresh() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => setTimeout(() => this.#render(), 0));
  }

  #actionsOf() {
    return {
      keepFile: (file) => keepFile(file, this.#shell.api),
      say: (content, attachments) => {
        this.#session.say(content, attachments);
        this.#transcript.toBottom();
      },
      giveFeedback: (content) => this.#giveFeedback(content),
      askForChanges: (feedback) => {
        this.#change({ feedback, tab: "chat" });
        this.#composer.focus();
      },
      decide: (approvalId, decision) => {
        this.#session.decide(approvalId, decision);
        this.#returnToComposer();
      },
      sendAgain: (frame) => this.#session.sendAgain(frame),
      copy: (content) => this.#copy(content),
      saveRecipe: (pageId) => this.#saveRecipe(pageId),
      rewrite: (content) => this.#composer.write(content),
      editPlan: (approval) => this.#editor.open(approval, this.#context()),
      compareVersions: () => this.#versions.open(this.#session.conversation, this.#context()),
      cancel: () => this.#session.cancel(),
      undo: () => this.#session.undo(),
      redo: () => this.#session.redo(),
      openSettings: (field) => this.#settings.open(this.#shell, field),
      showPreview: (url, live) =>
        this.#change({ preview: { url, live }, visible: true, tab: "preview" }),
      closePreview: () => {
        this.#change({ visible: false, tab: "chat" });
        this.#returnToComposer();
      },
    };
  }

  async #copy(content) {
    const { announce, t } = this.#shell;
    try {
      await navigator.clipboard.writeText(content);
      announce(t("message.copied"));
    } catch {
      announce(t("message.notCopied")); // the browser asks the person, who may decline
    }
  }

  /** Whether it was kept; why not is told like any other trouble of this page. */
  async #saveRecipe(pageId) {
    const { api, preferences } = this.#shell;
    const { notionToken } = preferences.read();
    const token = notionToken && { notion_token: notionToken };
    try {
      await api("/api/recipes", { body: { page_id: pageId, ...token } });
      return true;
    } catch ({ code, message }) {
      this.#session.warn(message, code);
      return false;
    }
  }

  #giveFeedback(content) {
    const approval = pendingApproval(this.#session.conversation);
    if (approval) this.#session.giveFeedback(approval.approval_id, content);
    else this.#session.say(content);
    this.#change({ feedback: false });
    this.#transcript.toBottom();
  }

  /** Back to the field, but without calling up a phone's keyboard over what is to be read. */
  #returnToComposer() {
    if (window.matchMedia("(pointer: fine)").matches) this.#composer.focus();
  }

  #context() {
    const { t, language } = this.#shell;
    return { t, language, actions: this.#actions, here: window.location.href };
  }

  #change(values) {
    Object.assign(this.#view, values);
    this.refresh();
  }

  #render() {
    this.#scheduled = false;
    const { conversation, connection } = this.#session;
    const shown = this.#context();
    this.#followPreview(conversation);
    this.#renderFrame(conversation, shown);
    this.#transcript.render(conversation, shown);
    const feedback = this.#view.feedback && Boolean(pendingApproval(conversation));
    this.#composer.render({ conversation, feedback }, shown);
    this.#editor.render(conversation, shown);
    this.#versions.render(conversation);
    this.#tellSettled(outcomeOf(connection, conversation, shown.t));
    renderBadge(by("planner"), conversation.planner, shown);
    const told = { line: this.#settings.isAsking, alert: this.#editor.isOpen };
    this.#banners.render(connection, conversation, told, shown);
    this.#onChange();
  }

  /** A new preview opens by itself. */
  #followPreview({ preview }) {
    if (preview === this.#followed) return;
    this.#followed = preview;
    const tab = preview ? this.#view.tab : "chat";
    Object.assign(this.#view, { preview, visible: Boolean(preview), tab });
  }

  #renderFrame(conversation, shown) {
    fillWishes(find(".wishes ul"), shown);
    const first = conversation.items.find(({ kind }) => kind === "user");
    const title = this.#titleOf(conversation.address) ?? (first && titleOf(first.content));
    find(".conversation-title").textContent = title ?? "notionforge";
    if (find(".app").dataset.room === "chat")
      document.title = title ? `${title} · notionforge` : "notionforge";
    this.#renderLayout(conversation, shown);
  }

  #renderLayout(conversation, shown) {
    const { preview, visible, tab } = this.#view;
    const framed = workspacePath(preview?.url, shown.here) !== null;
    const app = find(".app");
    app.dataset.empty = String(isEmpty(conversation));
    app.dataset.preview = String(framed && visible);
    app.dataset.tab = framed ? tab : "chat";
    find(".tabs").hidden = !framed;
    find(".preview-toggle").hidden = !framed || visible;
    for (const button of document.querySelectorAll(".tabs button"))
      button.setAttribute("aria-pressed", String(button.dataset.tab === app.dataset.tab));
    this.#pane.render(preview, visible || tab === "preview", shown);
  }

  #listen() {
    const onClick = (node, listener) => node.addEventListener("click", listener);
    find(".settings-open").append(lineIcon("settings"));
    onClick(find(".settings-open"), () => this.#actions.openSettings());
    onClick(by("planner"), () => this.#actions.openSettings("aiKey"));
    find(".preview-toggle").append(lineIcon("panel"));
    onClick(find(".preview-toggle"), () => this.#change({ visible: true }));
    find(".jump").append(lineIcon("down"));
    for (const tab of document.querySelectorAll(".tabs button"))
      onClick(tab, () => this.#change({ tab: tab.dataset.tab, visible: true }));
    window.addEventListener("online", () => this.#session.wake());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#session.wake());
  }
}

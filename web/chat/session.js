import { PASSING, zoneOf } from "../shell/preferences.js";
import { settledPlanner } from "./planner.js";
import { ChatSocket } from "./socket.js";
import { newConversation, reduce, unanswered } from "./store.js";

/**
 * The conversation of this tab and the line it comes over: frames go in, the person's acts go out.
 * `onChange()` is called after every change of `conversation` or `connection`, `onSaid(threadId,
 * content)` once the server has heard a message of this tab.
 */
export class Session {
  conversation;
  connection = { phase: "connecting" };
  #socket;
  #onSaid;
  #preferences;
  #onChange;
  /** Settings that the server has not taken yet, and that are stored once it has. */
  #tried = null;

  /** `threadId` is the thread to go on with; null begins a new one. */
  constructor({ address, preferences, threadId, onSaid, onChange }) {
    this.#onSaid = onSaid;
    this.#preferences = preferences;
    this.#onChange = onChange;
    this.conversation = newConversation(threadId);
    this.#socket = new ChatSocket({
      url: address,
      init: () => initFrame(this.#tried ?? preferences.read(), this.conversation),
      onFrame: (frame) => this.#receive(frame),
      onStatus: (connection) => this.#connectionChanged(connection),
    });
  }

  connect() {
    this.#socket.connect();
  }

  wake() {
    this.#socket.wake();
  }

  /** Leaves this thread for another, or for a new one where `threadId` is null. */
  open(threadId) {
    this.#dispatch({ type: "opened", threadId });
    this.#socket.connect();
  }

  /** `seen` says which plan a yes can mean: none that comes while it is on its way. */
  say(content, attachments = []) {
    const { lastSeq: seen } = this.conversation;
    const files = attachments.length ? { attachments } : {};
    this.sendAgain({ type: "message", content, id: newId(), seen, ...files });
  }

  giveFeedback(approvalId, feedback) {
    this.sendAgain({
      type: "approval",
      approval_id: approvalId,
      decision: "respond",
      feedback,
      id: newId(),
    });
  }

  /**
   * Sends a message frame, for the first time or once more; its `id` keeps it from counting twice.
   */
  sendAgain(frame) {
    this.#dispatch({ type: "sent", frame });
    if (this.conversation.ready) this.#socket.send(frame);
  }

  decide(approvalId, decision, fields = {}) {
    const frame = { type: "approval", approval_id: approvalId, decision, ...fields, id: newId() };
    this.#dispatch({ type: "decided", frame });
    if (this.conversation.ready) this.#socket.send(frame);
  }

  cancel() {
    if (this.#socket.send({ type: "cancel" })) this.#dispatch({ type: "stopping" });
  }

  /** `seen` says what was done last as far as this tab shows: another may have undone it. */
  undo() {
    this.#socket.send({ type: "undo", seen: this.conversation.lastSeq });
  }

  redo() {
    this.#socket.send({ type: "redo", seen: this.conversation.lastSeq });
  }

  /** Shows what went wrong outside the conversation. */
  warn(content, code = "AUTH_FAILED") {
    this.#dispatch({ type: "frame", frame: { type: "error", code, content } });
  }

  dismissAlert() {
    this.#dispatch({ type: "dismissed" });
  }

  /**
   * Stores the settings; credentials travel only in `init`, so a change of them connects anew, and
   * is stored once the server has admitted it.
   */
  applySettings(filledIn) {
    const before = this.#preferences.read();
    const values = settledPlanner(filledIn, before);
    const changed = (name) => before[name] !== values[name];
    if ([...PASSING, "timeZone"].some(changed) || !this.conversation.ready) {
      this.#tried = values;
      this.#dispatch({ type: "disconnected" });
      this.connect();
    } else {
      this.#preferences.write(values);
      if (changed("language"))
        this.#socket.send({ type: "set_language", language: values.language });
      if (changed("complexity"))
        this.#socket.send({ type: "set_complexity", complexity: values.complexity });
    }
    this.#onChange();
  }

  /** Goes on with the settings that were stored before, where the server refused the last ones. */
  dropRefusedSettings() {
    if (this.#tried === null || this.connection.phase !== "stopped") return;
    this.#tried = null;
    this.connect();
  }

  #receive(frame) {
    if (!this.conversation.ready && frame.type === "error") return this.#notAdmitted(frame);
    const { lastSeq, ready, pending } = this.conversation;
    const isEcho = frame.type === "user_message" && pending.some(({ id }) => id === frame.id);
    this.#dispatch({ type: "frame", frame });
    if (!ready && this.conversation.ready) this.#opened(frame, lastSeq);
    if (isEcho) this.#onSaid(frame.thread_id, frame.content);
    return undefined;
  }

  #opened(frame, lastSeq) {
    if (this.#tried) this.#preferences.write(this.#tried);
    this.#tried = null;
    if (frame.resume_gap > lastSeq + 1) this.#socket.send({ type: "history" });
    for (const waiting of unanswered(this.conversation)) this.#socket.send(waiting);
  }

  /** The thread is gone, or what `init` says of the person will not do until they change it. */
  #notAdmitted({ code, content }) {
    if (code === "NOT_FOUND") return this.open(null);
    return this.#socket.rest("connection.settings", content);
  }

  /** The reason of a break is told until the line is open again. */
  #connectionChanged({ phase, reason, problem }) {
    const { connection } = this;
    this.connection = phase === "connecting" ? { ...connection, phase } : { phase, reason, problem };
    if (phase === "open") this.#onChange();
    else this.#dispatch({ type: "disconnected" });
  }

  #dispatch(action) {
    this.conversation = reduce(this.conversation, action);
    this.#onChange();
  }
}

/**
 * 128 random bits. `crypto.randomUUID` is missing on pages served over plain HTTP beyond loopback.
 */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first frame of a connection. Fields that the person left empty are left out. */
export function initFrame(settings, { threadId, lastSeq }) {
  const given = {
    notion_token: settings.notionToken,
    parent_page_id: settings.parentPageId,
    access_token: settings.accessToken,
    helpdesk: helpdeskOf(settings),
    ai_key: settings.aiKey,
    ai_model: settings.aiModel,
    thread_id: threadId,
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  const { complexity, language } = settings;
  const resume = threadId ? { since: lastSeq } : {};
  const timeZone = zoneOf(settings);
  const settled = { complexity, language, ...(timeZone && { time_zone: timeZone }) };
  return { type: "init", settings: settled, ...present, ...resume };
}

/** Whose tickets are meant; without a company the demo account's. */
function helpdeskOf({ companyId, helpdeskDomain, helpdeskKey }) {
  if (!companyId) return null;
  const given = { company_id: companyId, domain: helpdeskDomain, api_key: helpdeskKey };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

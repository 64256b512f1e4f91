import { h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { messageTools } from "./copying.js";
import { prose } from "./prose.js";

/** What the person said. */
export function userMessage({ content }, _, context) {
  const { t } = context;
  return h(
    "article",
    { class: "message from-user", "data-testid": "message-user" },
    h("h3", { class: "visually-hidden" }, t("message.you")),
    h("p", { class: "said" }, content),
    messageTools(content, context, true),
  );
}

/** A message on its way, or one that was refused and can be sent again. */
export function pendingMessage({ id, content, frame, failed }, { t, actions }) {
  const again = () => actions.sendAgain(frame);
  return h(
    "article",
    {
      class: `message from-user ${failed ? "failed" : "sending"}`,
      "data-testid": "message-user",
      "data-id": id,
    },
    h("h3", { class: "visually-hidden" }, t("message.you")),
    h("p", { class: "said" }, content),
    failed &&
      h(
        "p",
        { class: "failure" },
        `${t("message.failed")} · `,
        h("button", { class: "link", type: "button", onclick: again }, t("message.again")),
      ),
  );
}

/** A message that was refused: what was said, why it will not do, and the way to say it anew. */
export function refusedMessage({ content, reason }, _, { t, actions }) {
  return h(
    "article",
    { class: "message from-user refused", "data-testid": "message-refused" },
    h("h3", { class: "visually-hidden" }, t("message.you")),
    h("p", { class: "said" }, content),
    h(
      "p",
      { class: "failure", role: "alert" },
      `${reason} `,
      button(t("message.rewrite"), () => actions.rewrite(content), "rewrite"),
    ),
  );
}

/** What the agent said. */
export function assistantMessage({ content }, _, context) {
  const { t } = context;
  return h(
    "article",
    { class: "message from-assistant", "data-testid": "message-assistant" },
    h("h3", { class: "visually-hidden" }, t("message.assistant")),
    prose(content),
    messageTools(content, context),
  );
}

/** A quiet line from the system. */
export function notice({ content }) {
  return h("p", { class: "notice" }, content);
}

/**
 * The outcome of a rejection, a cancel or an undo, with the way on where it is unfinished, and the
 * way back from an undo as long as nothing came since.
 */
export function cancelledNotice({ content, reason, unfinished }, { canRedo }, { t, actions }) {
  const text = content || t(`cancelled.${reason ?? "cancelled"}`);
  return h(
    "p",
    { class: "notice", "data-testid": "cancelled", "data-reason": reason },
    text,
    unfinished && button(t("complete.undo"), () => actions.undo(), "undo"),
    canRedo && button(t("complete.redo"), () => actions.redo(), "redo"),
  );
}

/** A thread that the server no longer knows. */
export function lostNotice(_, __, { t }) {
  return h("p", { class: "notice lost" }, t("connection.unknown"));
}

/**
 * Where the kept stream begins later than the conversation: a note, and the older messages if
 * known.
 */
export function gapNotice({ messages }, _, context) {
  const older = messages.map((message) =>
    message.role === "user"
      ? userMessage(message, null, context)
      : assistantMessage(message, null, context),
  );
  return h(
    "div",
    { class: "older" },
    h("p", { class: "notice" }, context.t("connection.gap")),
    older,
  );
}

const NEEDS_SETTINGS = new Set(["CREDENTIALS_REQUIRED", "NOTION_AUTH_FAILED", "AUTH_FAILED"]);

/**
 * A turn that failed, with the way on: settings where a credential is missing, going on or back
 * where a build stopped half-way, else another try.
 */
export function errorMessage({ content, code, retryable, unfinished }, { lastWish }, context) {
  const { t, actions } = context;
  const settings = NEEDS_SETTINGS.has(code);
  const halfway = unfinished && lastWish;
  const again = retryable && !settings && !unfinished && lastWish;
  return h(
    "article",
    { class: "message trouble", "data-testid": "message-error", "data-code": code },
    lineIcon("warning"),
    h(
      "div",
      {},
      prose(content),
      again && button(t("error.again"), () => actions.say(lastWish)),
      settings && button(t("error.settings"), () => actions.openSettings()),
      halfway && button(t("error.goOn"), () => actions.say(t("error.goOnWord")), "go-on"),
      halfway && button(t("complete.undo"), () => actions.undo(), "undo"),
    ),
  );
}

function button(label, onclick, testId) {
  const attributes = { class: "button small", type: "button", onclick, "data-testid": testId };
  return h("button", attributes, label);
}

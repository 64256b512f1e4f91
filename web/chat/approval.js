import { changeList } from "./changes.js";
import { counts } from "./counts.js";
import { el } from "./dom.js";
import { relativeTime } from "./i18n.js";
import { icon } from "./icons.js";
import { prose } from "./prose.js";

/** The kinds of plan that can be changed by hand; the others say all they do. */
const EDITABLE = new Set(["create", "modify"]);

/**
 * A plan that waits for a yes: what it would make, what it would cost, and the four answers to it.
 */
export function approvalCard(item, { answering }, context) {
  const { t } = context;
  const { metadata = {}, status } = item;
  const kind = metadata.kind ?? "create";
  const open = status === "pending";
  return el(
    "article",
    { class: `card approval ${status}`, "data-testid": "approval-card", "data-status": status },
    el(
      "header",
      { class: "card-head" },
      el("h3", {}, t(`approval.kind.${kind}`)),
      headNote(item, context),
    ),
    prose(item.content),
    item.changes && changeList(item.changes, context),
    item.ingest && ingestLine(item.ingest),
    item.manage?.text && el("blockquote", { class: "comment-text" }, item.manage.text),
    counts(metadata, "count.duration", metadata.estimated_seconds, context, "approval-counts"),
    open && kind !== "ingest" && el("p", { class: "assurance" }, t("approval.rehearsed")),
    open && answers(item, kind, answering, context),
    status === "expired" && el("p", { class: "assurance" }, t("approval.status.expired")),
  );
}

function headNote({ status, expires_at: expiresAt }, { t, language }) {
  if (status === "expired") return null;
  if (status !== "pending") return el("span", { class: "badge" }, t(`approval.status.${status}`));
  if (!expiresAt) return null;
  const text = () =>
    t("approval.expires", { when: relativeTime(language, Date.parse(expiresAt), Date.now()) });
  const note = el("time", { class: "faint", datetime: expiresAt }, text());
  const timer = setInterval(
    () => (note.isConnected ? note.replaceChildren(text()) : clearInterval(timer)),
    30_000,
  );
  return note;
}

function ingestLine({ company_id: company, domain }) {
  return el("p", { class: "ingest-line" }, [company, domain].filter(Boolean).join(" · "));
}

function answers(item, kind, answering, { t, actions }) {
  if (answering)
    return el(
      "p",
      { class: "answering", role: "status" },
      el("span", { class: "spinner" }),
      t("approval.answering"),
    );
  const decide = (decision) => () => actions.decide(item.approval_id, decision);
  const hook = (name) => ({ type: "button", "data-testid": `approval-${name}` });
  return el(
    "div",
    { class: "answers" },
    el(
      "button",
      { class: "button primary", ...hook("approve"), onclick: decide("approve") },
      icon("check"),
      t(`approval.approve.${kind}`),
    ),
    item.preview_url &&
      el(
        "button",
        {
          class: "button narrow-only",
          ...hook("preview"),
          onclick: () => actions.showPreview(item.preview_url, false),
        },
        icon("panel"),
        t("preview.show"),
      ),
    el(
      "button",
      { class: "button", ...hook("feedback"), onclick: () => actions.askForChanges(true) },
      t("approval.feedback"),
    ),
    item.blueprint &&
      EDITABLE.has(kind) &&
      el(
        "button",
        { class: "button quiet", ...hook("edit"), onclick: () => actions.editPlan(item) },
        t("approval.edit"),
      ),
    el(
      "button",
      { class: "button quiet", ...hook("reject"), onclick: decide("reject") },
      t("approval.reject"),
    ),
  );
}

import { h } from "../shared/dom.js";
import { relativeTime } from "../shared/i18n.js";
import { lineIcon } from "../shared/icons.js";
import { changeList } from "./changes.js";
import { counts } from "./counts.js";
import { prose } from "./prose.js";

/** The kinds of plan that can be changed by hand; the others say all they do. */
const EDITABLE = new Set(["create", "modify"]);

/**
 * A plan that waits for a yes: what it would make, what it would cost, and the four answers to it.
 */
export function approvalCard(item, { answering, versions }, context) {
  const { t } = context;
  const { metadata = {}, status } = item;
  const kind = metadata.kind ?? "create";
  const open = status === "pending";
  return h(
    "article",
    { class: `card approval ${status}`, "data-testid": "approval-card", "data-status": status },
    h(
      "header",
      { class: "card-head" },
      h("h3", {}, t(`approval.kind.${kind}`)),
      headNote(item, context),
    ),
    prose(item.content),
    item.changes && changeList(item.changes, context),
    item.ingest && ingestLine(item.ingest),
    item.manage?.text && h("blockquote", { class: "comment-text" }, item.manage.text),
    counts(metadata, "count.duration", metadata.estimated_seconds, context, "approval-counts"),
    open && kind !== "ingest" && h("p", { class: "assurance" }, t("approval.rehearsed")),
    open && answers(item, kind, { answering, versions }, context),
    status === "expired" && h("p", { class: "assurance" }, t("approval.status.expired")),
  );
}

function headNote({ status, expires_at: expiresAt }, { t, language }) {
  if (status === "expired") return null;
  if (status !== "pending") return h("span", { class: "badge" }, t(`approval.status.${status}`));
  if (!expiresAt) return null;
  const text = () =>
    t("approval.expires", { when: relativeTime(language, Date.parse(expiresAt), Date.now()) });
  const note = h("time", { class: "faint", datetime: expiresAt }, text());
  const timer = setInterval(
    () => (note.isConnected ? note.replaceChildren(text()) : clearInterval(timer)),
    30_000,
  );
  return note;
}

function ingestLine({ company_id: company, domain }) {
  return h("p", { class: "ingest-line" }, [company, domain].filter(Boolean).join(" · "));
}

function answers(item, kind, { answering, versions }, { t, actions }) {
  if (answering)
    return h(
      "p",
      { class: "answering", role: "status" },
      h("span", { class: "spinner" }),
      t("approval.answering"),
    );
  const decide = (decision) => () => actions.decide(item.approval_id, decision);
  const hook = (name) => ({ type: "button", "data-testid": `approval-${name}` });
  return h(
    "div",
    { class: "answers" },
    h(
      "button",
      { class: "button primary", ...hook("approve"), onclick: decide("approve") },
      lineIcon("tick"),
      t(`approval.approve.${kind}`),
    ),
    item.preview_url &&
      h(
        "button",
        {
          class: "button narrow-only",
          ...hook("preview"),
          onclick: () => actions.showPreview(item.preview_url, false),
        },
        lineIcon("panel"),
        t("preview.show"),
      ),
    h(
      "button",
      { class: "button", ...hook("feedback"), onclick: () => actions.askForChanges(true) },
      t("approval.feedback"),
    ),
    item.blueprint &&
      EDITABLE.has(kind) &&
      h(
        "button",
        { class: "button quiet", ...hook("edit"), onclick: () => actions.editPlan(item) },
        t("approval.edit"),
      ),
    versions > 1 &&
      h(
        "button",
        { class: "button quiet", ...hook("versions"), onclick: () => actions.compareVersions() },
        t("approval.versions", { count: versions }),
      ),
    h(
      "button",
      { class: "button quiet", ...hook("reject"), onclick: decide("reject") },
      t("approval.reject"),
    ),
  );
}

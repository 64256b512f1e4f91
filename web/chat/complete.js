import { workspacePath } from "./addresses.js";
import { changeList } from "./changes.js";
import { counts } from "./counts.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { safeLink } from "./markdown.js";
import { prose } from "./prose.js";

/** What was made, where it is, what to look at, and the way back. */
export function completeCard(item, { canUndo }, context) {
  const { t } = context;
  const { changes, content, summary = {}, undone, warnings = [] } = item;
  return el(
    "article",
    { class: "card complete", "data-testid": "complete-card", "data-undone": Boolean(undone) },
    el(
      "header",
      { class: "card-head" },
      el("h3", {}, icon("check"), t(changes ? "complete.changed" : "complete.title")),
      undone && el("span", { class: "badge" }, t("complete.undone")),
    ),
    content && prose(content),
    changes && changeList(changes, context),
    counts(figuresOf(summary), "count.took", summary.duration_seconds, context, "complete-counts"),
    warnings.length > 0 && warningList(warnings, t),
    !undone && ways(item, canUndo, context),
    canUndo && el("p", { class: "assurance" }, t("complete.next")),
  );
}

/** `summary` says `pages_created`, the counts say `pages`. */
function figuresOf(summary) {
  const entries = Object.entries(summary).map(([name, value]) => [
    name.replace(/_created$/, ""),
    value,
  ]);
  return Object.fromEntries(entries);
}

function warningList(warnings, t) {
  return el(
    "div",
    { class: "warnings" },
    el("h4", {}, t("complete.warnings")),
    el(
      "ul",
      {},
      warnings.map((warning) => el("li", {}, warning.message ?? warning)),
    ),
  );
}

function ways({ notion_url: url }, canUndo, { t, actions, here }) {
  const href = workspacePath(url, here) ?? safeLink(url);
  return el(
    "div",
    { class: "answers" },
    href &&
      el(
        "a",
        {
          class: "button primary",
          href,
          target: "_blank",
          rel: "noopener",
          "data-testid": "complete-open",
        },
        icon("open"),
        t("complete.open"),
      ),
    canUndo &&
      el(
        "button",
        { class: "button quiet", type: "button", "data-testid": "undo", onclick: actions.undo },
        icon("undo"),
        t("complete.undo"),
      ),
  );
}

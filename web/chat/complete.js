import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";
import { workspacePath } from "./addresses.js";
import { changeList } from "./changes.js";
import { counts } from "./counts.js";
import { safeLink } from "./markdown.js";
import { prose } from "./prose.js";

/** What was made, where it is, what to look at, and the way back. */
export function completeCard(item, { canUndo }, context) {
  const { t } = context;
  const { changes, content, summary = {}, undone, warnings = [] } = item;
  return h(
    "article",
    { class: "card complete", "data-testid": "complete-card", "data-undone": Boolean(undone) },
    h(
      "header",
      { class: "card-head" },
      h("h3", {}, lineIcon("tick"), t(titleOf(item))),
      undone && h("span", { class: "badge" }, t("complete.undone")),
    ),
    content && prose(content),
    changes && changeList(changes, context),
    counts(figuresOf(summary), "count.took", summary.duration_seconds, context, "complete-counts"),
    warnings.length > 0 && warningList(warnings, t),
    !undone && ways(item, canUndo, context),
    canUndo && item.next && h("p", { class: "assurance" }, t("complete.next", { wish: item.next })),
  );
}

function titleOf({ changes, job_id: job }) {
  if (job) return "complete.fetched";
  return changes ? "complete.changed" : "complete.title";
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
  return h(
    "div",
    { class: "warnings" },
    h("h4", {}, t("complete.warnings")),
    h(
      "ul",
      {},
      warnings.map((warning) => h("li", {}, warning.message ?? warning)),
    ),
  );
}

function ways({ notion_url: url, page_id: pageId, changes }, canUndo, context) {
  const { t, actions, here } = context;
  const href = workspacePath(url, here) ?? safeLink(url);
  return h(
    "div",
    { class: "answers" },
    href &&
      h(
        "a",
        {
          class: "button primary",
          href,
          target: "_blank",
          rel: "noopener",
          "data-testid": "complete-open",
        },
        lineIcon("external"),
        t("complete.open"),
      ),
    canUndo && undoButton(changes, context),
    pageId && !changes && recipeButton(pageId, context),
  );
}

/**
 * Takes back what was done. Of a whole workspace it is asked first: what was written into it by hand
 * since comes back by no redo.
 */
function undoButton(changes, { t, actions }) {
  const button = (key, hook, className, onclick) =>
    h("button", { type: "button", class: className, "data-testid": hook, onclick }, t(key));
  const place = h("span", { class: "undo" });
  const offer = (onclick) => {
    const undo = button("complete.undo", "undo", "button quiet", onclick);
    undo.prepend(lineIcon("undo"));
    fill(place, undo);
  };
  const ask = () => {
    fill(
      place,
      h("span", { role: "alert" }, t("complete.undoAsk")),
      button("complete.undo", "undo-yes", "button small danger", actions.undo),
      button("complete.undoNo", "undo-no", "button small", () => offer(ask)),
    );
    place.querySelector("[data-testid=undo-no]").focus();
  };
  offer(changes ? actions.undo : ask);
  return place;
}

/** Keeps what was built as a recipe; what comes of that is said on the button. */
function recipeButton(pageId, { t, actions }) {
  const say = (key, icon) => fill(button, lineIcon(icon), t(`complete.recipe${key}`));
  const save = async () => {
    button.disabled = true;
    say(".saving", "keep");
    button.disabled = await actions.saveRecipe(pageId);
    say(button.disabled ? ".saved" : "", button.disabled ? "tick" : "keep");
  };
  const hook = { type: "button", "data-testid": "save-recipe", onclick: save };
  const button = h("button", { class: "button quiet", ...hook });
  return say("", "keep");
}

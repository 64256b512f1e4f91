/** Friendly words where there is no page to show. */

import { h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

/** A page that is not there: never built, undone, or a preview past its time. */
export function renderMissing({ t, route }) {
  const preview = route.mode === "preview";
  const home = preview ? null : h("a", { class: "solid-button", href: route.home }, t("goHome"));
  return notice(
    t(preview ? "previewGone" : "notFound"),
    t(preview ? "previewGoneHint" : "notFoundHint"),
    home,
  );
}

/** The server did not answer. */
export function renderFailure({ t }, retry) {
  const button = h(
    "button",
    { type: "button", class: "solid-button", on: { click: retry } },
    t("retry"),
  );
  return notice(t("failed"), t("failedHint"), button);
}

function notice(title, hint, action) {
  const mark = h("span", { class: "notice-mark" }, lineIcon("page"));
  return h(
    "div",
    { class: "notice", role: "status" },
    mark,
    h("h1", {}, title),
    h("p", {}, hint),
    action,
  );
}

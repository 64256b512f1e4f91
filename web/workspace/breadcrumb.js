/** The path from the top of the workspace to this page. */

import { h } from "../shared/dom.js";
import { pageIcon } from "../shared/icons.js";
import { bareId } from "./route.js";
import { plainText, titleText } from "./values.js";

/** @returns {HTMLElement} a nav whose last item is the current page */
export function renderBreadcrumb(context) {
  const here = currentPage(context);
  const above = (context.snapshot.breadcrumb ?? []).filter(
    (page) => bareId(page.id) !== bareId(here?.id),
  );
  const items = above.map((page) =>
    h("li", {}, h("a", { href: context.href(page.id) }, crumb(page, context))),
  );
  if (here) items.push(h("li", {}, h("span", { "aria-current": "page" }, crumb(here, context))));
  return h(
    "nav",
    { class: "breadcrumb", "aria-label": context.t("breadcrumb") },
    h("ol", {}, items),
  );
}

function crumb(page, context) {
  return [pageIcon(page.icon), h("span", {}, page.title || context.t("untitled"))];
}

/** {id, title, icon} of what the snapshot shows: its page, or its database. */
export function currentPage({ snapshot, database }) {
  const { page } = snapshot;
  if (page) return { id: page.id, title: titleText(page), icon: page.icon };
  const shown = snapshot.database_id && database(snapshot.database_id)?.database;
  return shown ? { id: shown.id, title: plainText(shown.title), icon: shown.icon } : null;
}

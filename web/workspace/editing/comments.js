/** What people said of a page, and a box to say more. */

import { h } from "../../shared/dom.js";
import { richText } from "../richtext.js";
import { written } from "./payload.js";
import { openSheet } from "./popover.js";

const ASKED = 100; // comments, the last page of which is shown

/** Opens the comments of a page beside a button. */
export async function openComments(anchor, page, context) {
  const { t, desk } = context;
  const list = h("ul", { class: "comments" });
  const box = h("textarea", {
    class: "edit-text",
    rows: 2,
    "aria-label": t("comment"),
    placeholder: t("comment"),
  });
  const send = h("button", { class: "solid-button" }, t("send"));
  const form = h("form", { class: "ask-filter" }, box, send);
  const show = async () => {
    const { results } = await desk.ask("GET", `comments?block_id=${page}&page_size=${ASKED}`);
    list.replaceChildren(...results.map((one) => comment(one, context)));
    if (!results.length) list.append(h("li", { class: "edit-note" }, t("noComments")));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return box.focus();
    if (await say(page, text, desk)) box.value = "";
    await show();
  });
  try {
    await show();
  } catch {
    return desk.say(t("failedHint"));
  }
  openSheet(anchor, h("div", {}, list, form), { label: t("comments") });
}

function say(page, text, desk) {
  const body = { parent: { page_id: page }, ...written("rich_text", text) };
  const call = { method: "POST", path: "comments", body };
  return desk.edit([call], ([made]) => [{ method: "DELETE", path: `comments/${made.id}` }]);
}

function comment({ rich_text: runs, display_name: who, created_time: when }, context) {
  const moment = new Date(when).toLocaleString(context.locale, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return h(
    "li",
    {},
    h("strong", {}, who?.resolved_name ?? context.t("unknownUser")),
    h("time", { datetime: when }, ` ${moment}`),
    h("p", { class: "rich" }, richText(runs, context)),
  );
}

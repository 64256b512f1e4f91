/** Blocks of text: paragraphs, headings, lists, toggles, quotes, callouts, code and equations. */

import { colourAttributes, h } from "../../shared/dom.js";
import { keptState } from "../context.js";
import { lineIcon } from "../../shared/icons.js";
import { caption, optionalIcon, richText } from "../richtext.js";
import { bareId } from "../route.js";
import { plainText } from "../values.js";

function paragraph(block, context, children) {
  const { rich_text: runs, color } = block.paragraph;
  const text = h("p", { class: ["rich", runs?.length ? "" : "blank"] }, richText(runs, context));
  const attributes = { class: "paragraph tinted", ...colourAttributes(color) };
  return h("div", attributes, text, indented(block, children));
}

function indented(block, children) {
  return block.children?.length ? h("div", { class: "indent" }, children()) : null;
}

function heading(level) {
  return (block, context, children) => {
    const { rich_text: runs, color, is_toggleable: toggles } = block[block.type];
    const tag = `h${Math.min(context.outline.heading(level), 6)}`;
    const attributes = {
      id: `h-${bareId(block.id)}`,
      class: `heading heading-${level} rich`,
      tabindex: "-1",
    };
    const title = h(tag, attributes, richText(runs, context));
    const colour = colourAttributes(color);
    if (!toggles && !block.children?.length)
      return h("div", { class: "heading-block tinted", ...colour }, title);
    return disclosure(block, context, title, children, {
      class: "heading-block tinted",
      ...colour,
    });
  };
}

function toggle(block, context, children) {
  const { rich_text: runs, color } = block.toggle;
  const title = h("span", { class: "rich" }, richText(runs, context));
  return disclosure(block, context, title, children, {
    class: "tinted",
    ...colourAttributes(color),
  });
}

/** A toggle that stays as the reader left it through a refresh. */
function disclosure(block, context, title, children, attributes) {
  const open = keptState(context, `open:${block.id}`, false);
  const summary = h("summary", {}, h("span", { class: "twist" }, lineIcon("toggle")), title);
  const details = h(
    "details",
    { ...attributes, class: `toggle ${attributes.class}`, open: open.get() },
    summary,
  );
  details.append(h("div", { class: "toggle-body" }, children()));
  details.addEventListener("toggle", () => open.set(details.open));
  return details;
}

function listItem(block, context, children) {
  const { rich_text: runs, color } = block[block.type];
  const text = h(
    "div",
    { class: "rich tinted", ...colourAttributes(color) },
    richText(runs, context),
  );
  return h("li", {}, text, children());
}

function toDo(block, context, children) {
  const { rich_text: runs, color, checked } = block.to_do;
  const label = `${context.t(checked ? "checked" : "unchecked")}: ${plainText(runs)}`;
  const box = h("input", {
    type: "checkbox",
    id: `todo-${block.id}`,
    checked,
    disabled: !context.desk,
    "aria-label": label,
  });
  box.addEventListener("change", () => tick(block, box.checked, context));
  const text = h(
    "div",
    { class: "rich tinted", ...colourAttributes(color) },
    richText(runs, context),
  );
  const body = h("div", { class: "todo-body" }, text, children());
  return h("li", { class: checked ? "done" : "" }, box, body);
}

/** Ticks a to-do, or takes its tick away. */
function tick(block, checked, context) {
  const call = (to) => ({
    method: "PATCH",
    path: `blocks/${block.id}`,
    body: { to_do: { checked: to } },
  });
  context.desk.edit([call(checked)], () => [call(!checked)]);
}

function quote(block, context, children) {
  const { rich_text: runs, color } = block.quote;
  const text = h("p", { class: "rich" }, richText(runs, context));
  return h("blockquote", { class: "tinted", ...colourAttributes(color) }, text, children());
}

function callout(block, context, children) {
  const { rich_text: runs, color, icon } = block.callout;
  const text = runs?.length ? h("p", { class: "rich" }, richText(runs, context)) : null;
  const body = h("div", { class: "callout-body" }, text, children());
  const attributes = {
    class: "callout tinted",
    role: "note",
    ...colourAttributes(color ?? "gray_background"),
  };
  return h("div", attributes, optionalIcon(icon), body);
}

function code(block, context) {
  const { rich_text: runs, language, caption: words } = block.code;
  const source = plainText(runs);
  const header = h(
    "div",
    { class: "code-header" },
    h("span", {}, language),
    copyButton(source, context),
  );
  const body = h("pre", { tabindex: "0", "aria-label": language }, h("code", {}, source));
  return h("figure", { class: "code" }, header, body, caption(words, context));
}

/** Copying needs a secure context; elsewhere there is no button. */
function copyButton(source, context) {
  if (!navigator.clipboard) return null;
  const button = h("button", { type: "button", class: "quiet-button" }, context.t("copy"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source);
    button.textContent = context.t("copied");
  });
  return button;
}

function equation(block, context) {
  const source = h("code", {}, block.equation.expression);
  return h("div", { class: "equation", role: "math", "aria-label": context.t("equation") }, source);
}

export const textBlocks = {
  paragraph,
  heading_1: heading(1),
  heading_2: heading(2),
  heading_3: heading(3),
  heading_4: heading(4),
  bulleted_list_item: listItem,
  numbered_list_item: listItem,
  to_do: toDo,
  toggle,
  quote,
  callout,
  code,
  equation,
  divider: () => h("hr"),
};

/** A list to pick from, in a sheet: options, or the rows that a relation may lead to. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { chip } from "../properties.js";
import { folded } from "../values.js";
import { moveWithin, openSheet } from "./popover.js";
import { whyNoOption } from "./wording.js";

/**
 * A list to pick from, with a box that narrows it and names new ones.
 * @param {{options: {key: string, words: string, node: Node}[], chosen: Iterable<string>}} list
 */
export function pick({ anchor, property, context }, list) {
  const chosen = () => new Set(list.chosen);
  const box = h("input", {
    class: "edit-text",
    "aria-label": property.label ?? property.name,
    placeholder: context.t("find"),
  });
  const items = h("div", {
    role: "listbox",
    "aria-label": property.label ?? property.name,
    "aria-multiselectable": String(Boolean(list.many)),
    class: "menu",
  });
  const take = (key) => {
    list.toggle(key);
    if (list.many) return show();
    close();
  };
  const show = () => {
    const words = folded(box.value.trim());
    const found = list.options.filter((option) => folded(option.words).includes(words));
    const exact = list.options.some((option) => folded(option.words) === words);
    const creates = list.creates && words && !exact;
    const why = creates ? whyNoOption(box.value.trim(), property.type, []) : null;
    const added = creates && !why ? [newOption(box.value.trim(), context)] : [];
    items.replaceChildren(
      ...[...found, ...added].map((option) => pickItem(option, chosen().has(option.key), take)),
    );
    if (!items.children.length)
      items.append(h("p", { class: "edit-note" }, context.t(...(why ?? ["emptyView"]))));
  };
  box.addEventListener("input", show);
  const body = h(
    "div",
    { class: "pick" },
    box,
    items,
    clearing(list, context, () => close()),
  );
  body.addEventListener("keydown", (event) => pickKey(event, box, items));
  show();
  const close = openSheet(anchor, body, {
    label: context.t("editValue", { name: property.label ?? property.name }),
    closed: () => list.done?.(),
  });
}

function newOption(name, context) {
  return {
    key: name,
    words: name,
    node: h("span", {}, `${context.t("addOption")} `, chip({ name })),
  };
}

function pickItem(option, on, take) {
  return h(
    "button",
    {
      type: "button",
      role: "option",
      class: "quiet-button menu-item",
      "aria-selected": String(on),
      on: { click: () => take(option.key) },
    },
    option.node,
    on ? lineIcon("tick") : null,
  );
}

function clearing({ none }, context, close) {
  if (!none) return null;
  const clear = () => {
    close();
    none();
  };
  return h(
    "button",
    { type: "button", class: "quiet-button menu-item", on: { click: clear } },
    context.t("clear"),
  );
}

function pickKey(event, box, items) {
  const buttons = [...items.querySelectorAll("button")];
  if (event.key === "Enter" && event.target === box && !event.isComposing) {
    event.preventDefault();
    buttons[0]?.click();
  } else {
    moveWithin(event, buttons);
  }
}

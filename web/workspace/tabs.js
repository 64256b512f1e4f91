/** Tabs after the WAI-ARIA pattern: roving tabindex, arrow keys, Home and End. */

import { sessionState } from "./context.js";
import { h } from "../shared/dom.js";

const MOVES = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (index, count) => count - 1,
};

/**
 * @param {{id: string, label: Node[], render: () => Node}[]} items panels are built when first
 *   shown
 * @param {string} key under which the chosen tab is remembered through a reload
 * @param {(index: number) => Node[]} [besides] what stands beside the tabs while one is shown
 * @returns {HTMLElement}
 */
export function createTabs(items, key, label, besides = () => []) {
  const chosen = sessionState(key, items[0]?.id);
  const panel = h("div", { role: "tabpanel", class: "tab-panel", id: `panel-${key}` });
  const beside = h("div", { class: "tab-beside" });
  const tabs = items.map((item) => tabButton(item, key));
  const select = (index) => {
    chosen.set(items[index].id);
    tabs.forEach((tab, position) => markTab(tab, position === index));
    panel.setAttribute("aria-labelledby", tabs[index].id);
    panel.replaceChildren(items[index].render());
    beside.replaceChildren(...besides(index));
    tabs[index].scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const list = h("div", { role: "tablist", class: "tab-list", "aria-label": label }, tabs);
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) select(index);
  });
  list.addEventListener("keydown", (event) => moveFocus(event, tabs, select));
  if (items.length)
    select(
      Math.max(
        0,
        items.findIndex((item) => item.id === chosen.get()),
      ),
    );
  return h("div", { class: "tabs" }, h("div", { class: "tab-bar" }, list, beside), panel);
}

function tabButton(item, key) {
  const attributes = {
    type: "button",
    role: "tab",
    class: "tab",
    id: `tab-${key}-${item.id}`,
    "aria-controls": `panel-${key}`,
  };
  return h("button", attributes, item.label);
}

function markTab(tab, selected) {
  tab.setAttribute("aria-selected", String(selected));
  tab.tabIndex = selected ? 0 : -1;
}

function moveFocus(event, tabs, select) {
  const move = MOVES[event.key];
  const from = tabs.indexOf(event.target);
  if (!move || from < 0) return;
  event.preventDefault();
  const index = move(from, tabs.length);
  select(index);
  tabs[index].focus();
}

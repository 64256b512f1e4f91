/** What the tools of a view share: their buttons, and changing the view itself. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";

export function toolButton(name, icon, on, act, { view, context }) {
  const button = h(
    "button",
    {
      type: "button",
      class: ["quiet-button tool", on && "on"],
      id: `${name}-${view.id}`,
      "aria-haspopup": "menu",
    },
    lineIcon(icon),
    h("span", {}, context.t(name)),
  );
  button.addEventListener("click", () => act(button));
  return button;
}

/** Changes the view for everybody, as in Notion. */
export function setView({ view, context }, body) {
  const call = (sent) => ({ method: "PATCH", path: `views/${view.id}`, body: sent });
  const before = Object.fromEntries(Object.keys(body).map((key) => [key, view[key] ?? null]));
  if (body.configuration) before.configuration = replacing(body.configuration, view.configuration);
  return context.desk.edit([call(body)], () => [call(before)]);
}

/** A configuration that takes the place of another: settings that only that one has are unset. */
function replacing(now, before) {
  const unset = Object.fromEntries(Object.keys(now).map((key) => [key, null]));
  return { ...unset, ...bare(before ?? { type: now.type }) };
}

/** A configuration as it may be sent back: names beside ids are only told. */
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith("property_name"));
  return Object.fromEntries(kept.map(([key, part]) => [key, bare(part)]));
}

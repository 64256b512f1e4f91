/** The settings as a room: in whose Notion is built, who plans, in which language. */

import { h } from "../../shared/dom.js";
import { busily, roomHead } from "../../shared/parts.js";
import { SettingsForm } from "./form.js";

export function mount(root, shell) {
  const { t, announce, preferences, settle } = shell;
  const told = h("p", { class: "note good", role: "status", "data-testid": "settings-saved" });
  told.hidden = true;
  const form = new SettingsForm(preferences.read(), shell, (values) =>
    busily(form.node.querySelector(".primary"), () => save(values)),
  );
  form.node.querySelector("footer").prepend(told);
  const head = roomHead(t("room.settings"), t("settings.lead"));
  root.append(h("div", { class: "room-body" }, head, form.node));
  return () => {};

  async function save(values) {
    told.hidden = true;
    const refused = await settle(values);
    if (refused) return form.tell(refused);
    told.hidden = false;
    told.textContent = t("settings.saved");
    return announce(t("settings.saved")); // for a change of language draws the room anew
  }
}

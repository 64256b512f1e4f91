import { fill, h } from "../../shared/dom.js";
import { bad } from "../../shared/parts.js";
import { accountOf } from "./account.js";

let made = 0;

/**
 * A title that opens what was found, and the place where it then stands: `{opener, node}`. It is
 * asked for once, when it is opened first, and anew where that failed; `href` is where it stands in
 * the helpdesk itself.
 */
export function openable(title, { key, href, privately }, shell) {
  const id = `hit-${(made += 1)}`;
  let isAsked = false;
  const node = h("div", { class: "hit-whole", id, hidden: true, "data-testid": "hit-whole" });
  const opener = h(
    "button",
    { type: "button", class: "hit-open", "aria-expanded": "false", "aria-controls": id, onclick: turn },
    title,
  );
  return { opener, node };

  async function turn() {
    node.hidden = !node.hidden;
    opener.setAttribute("aria-expanded", String(!node.hidden));
    if (node.hidden || isAsked) return;
    isAsked = true;
    node.setAttribute("aria-busy", "true");
    try {
      fill(node, whole(await asked(key, privately, shell), href, shell));
    } catch ({ message }) {
      isAsked = false;
      fill(node, bad(message));
    }
    node.removeAttribute("aria-busy");
  }
}

function asked(key, privately, { api, preferences }) {
  const { company } = accountOf(preferences.read());
  const query = new URLSearchParams({ company_id: company });
  if (privately) query.set("include_private", "true");
  return api(`/ingest/found/${encodeURIComponent(key)}?${query}`);
}

/** What customers wrote becomes text and nothing else. */
function whole({ type, customer, company, agent, messages, total }, href, { t, language }) {
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const [first, ...latest] = messages;
  const between = total - messages.length;
  const people = [customer, company, agent && t("desk.agent", { name: agent })].filter(Boolean);
  const link = { href, target: "_blank", rel: "noopener" };
  return [
    people.length > 0 && h("p", { class: "faint" }, people.join(" · ")),
    said([first]),
    between > 0 && h("p", { class: "faint" }, t("desk.between", { count: between })),
    said(latest),
    href && h("p", {}, h("a", link, t("desk.elsewhere"))),
  ];

  function said(some) {
    const words = some.filter(({ text }) => text.trim());
    return words.map((message) => [
      type === "ticket" && h("p", { class: "hit-who" }, who(message, t, time)),
      h("p", { class: "hit-said" }, message.text),
    ]);
  }
}

function who({ at, incoming, private: hidden }, t, time) {
  const by = hidden ? "note" : incoming ? "customer" : "agent";
  return [t(`desk.by.${by}`), at && time.format(new Date(at))].filter(Boolean).join(" · ");
}

import { h, safeLink } from "../../shared/dom.js";
import { Listing } from "../../shared/listing.js";
import { busily, button, checkbox, chips, searchField, section } from "../../shared/parts.js";
import { accountOf } from "./account.js";
import { pieces } from "./highlight.js";

const MOST_FOUND = 20;
const SYNC_MS = 600_000; // a large account has many messages to encode

/** The search over what was fetched, by words and by meaning. `{node, show, stop}`. */
export function ticketSearch(shell) {
  const { t, api, preferences, announce } = shell;
  const asked = { words: "", type: "" };
  const list = h("div", { class: "desk-found", "data-testid": "desk-found" });
  const privately = checkbox(t("desk.private"), { checked: false, onchange: show });
  const listing = new Listing(list, shell, { load, draw, empty });
  const field = searchField(
    t("desk.search"),
    (words) => {
      asked.words = words;
      show();
    },
    { "data-testid": "desk-search" },
  );
  const kinds = ["", "ticket", "article"].map((kind) => [kind, t(`desk.kind.${kind || "all"}`)]);
  const types = chips(t("desk.kinds"), kinds, "", (type) => {
    asked.type = type;
    show();
  });
  const tools = h("div", { class: "room-tools" }, field, types, privately.node);
  const node = section(t("desk.found"), tools, list, meaning(shell, show));
  return { node, show, stop: () => listing.stop() };

  function show() {
    if (asked.words) listing.show({ soft: true });
    else list.replaceChildren();
  }

  async function load(signal) {
    const { company } = accountOf(preferences.read());
    const query = new URLSearchParams({ q: asked.words, company_id: company, limit: MOST_FOUND });
    if (asked.type) query.set("type", asked.type);
    if (privately.control.checked) query.set("include_private", "true");
    return (await api(`/ingest/search?${query}`, { signal })).results;
  }

  function draw(hits) {
    announce(t("desk.foundCount", { count: hits.length }));
    return hits.length > 0 && h("ul", { class: "hits" }, hits.map((hit) => row(hit)));
  }

  function empty() {
    return h("p", {}, t("desk.nothing"));
  }

  function row({ type, id, title, snippet, url, updated_at: at, private: hidden, status }) {
    const { isDemo } = accountOf(preferences.read()); // nobody answers at the demo's address
    const href = isDemo ? null : safeLink(url);
    const marked = lit(title, asked.words);
    const name = href ? h("a", { href, target: "_blank", rel: "noopener" }, marked) : marked;
    return h(
      "li",
      { class: "hit", "data-testid": "hit" },
      h(
        "p",
        { class: "hit-head" },
        h("span", { class: "tag" }, t(`desk.kind.${type}`)),
        h("span", { class: "faint" }, `#${id}`),
        h("span", { class: "faint" }, status),
        at && h("time", { class: "faint", datetime: at }, dayOf(at)),
        hidden && h("span", { class: "tag" }, t("desk.hidden")),
      ),
      h("h3", {}, name),
      snippet !== title && h("p", { class: "hit-text" }, lit(snippet, asked.words)),
    );
  }

  function dayOf(at) {
    return new Intl.DateTimeFormat(shell.language, { dateStyle: "medium" }).format(new Date(at));
  }
}

/** What words alone do not find is found by its meaning, once each message has its vector. */
function meaning({ t, api, preferences }, onSynced) {
  const told = h("span", { class: "faint", role: "status", "data-testid": "desk-synced" });
  const sync = button(t("desk.sync"), () => busily(sync, run), {
    kind: "small",
    "data-testid": "desk-sync",
  });
  return h("div", { class: "room-actions" }, sync, told);

  async function run() {
    const { company } = accountOf(preferences.read());
    try {
      const body = { company_id: company };
      const { total, warnings } = await api("/ingest/sync-summaries", { body, timeout: SYNC_MS });
      told.textContent = [t("desk.synced", { count: total }), ...warnings].join(" ");
      onSynced();
    } catch (error) {
      told.textContent = error.message;
    }
  }
}

/** A text with what was looked for marked in it. What tickets say becomes text and nothing else. */
function lit(text, query) {
  return pieces(text, query).map(({ text: piece, hit }) => (hit ? h("mark", {}, piece) : piece));
}

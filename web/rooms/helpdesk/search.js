import { h, safeLink } from "../../shared/dom.js";
import { Listing, refill } from "../../shared/listing.js";
import { busily, button, checkbox, chips, searchField, section } from "../../shared/parts.js";
import { accountOf } from "./account.js";
import { pieces } from "./highlight.js";
import { openable } from "./opened.js";
import { statusName } from "./statuses.js";

const MOST_FOUND = 20;
const NOT_FOUND = 404; // nothing was fetched of the company yet
const SYNC_MS = 600_000; // a large account has many messages to encode

/** The search over what was fetched, by words and by meaning. */
export class TicketSearch {
  node;
  #shell;
  #words = "";
  #type = "";
  #list = h("div", { class: "desk-found", "data-testid": "desk-found" });
  #hits = h("ul", { class: "hits" });
  #rows = new Map(); // by all that each shows: one that is read stays open when others come
  #privately;
  #listing;
  #isFetched = true;

  constructor(shell) {
    const { t } = shell;
    this.#shell = shell;
    const again = { checked: false, onchange: () => this.show() };
    this.#privately = checkbox(t("desk.private"), again);
    this.#listing = new Listing(this.#list, shell, {
      load: (signal) => this.#load(signal),
      draw: (hits) => this.#draw(hits),
      empty: () => h("p", {}, t(this.#isFetched ? "desk.nothing" : "desk.nothingFetched")),
    });
    const meaning = byMeaning(shell, () => this.show());
    this.node = section(t("desk.found"), this.#tools(t), this.#list, meaning);
  }

  /** Searches for what is typed, anew where something came meanwhile. */
  show() {
    if (this.#words) this.#listing.show({ soft: true });
    else this.#list.replaceChildren();
  }

  stop() {
    this.#listing.stop();
  }

  #tools(t) {
    const ask = (words) => {
      this.#words = words;
      this.show();
    };
    const kinds = ["", "ticket", "article"].map((kind) => [kind, t(`desk.kind.${kind || "all"}`)]);
    const types = chips(t("desk.kinds"), kinds, "", (type) => {
      this.#type = type;
      this.show();
    });
    const typed = searchField(t("desk.search"), ask, { "data-testid": "desk-search" });
    return h("div", { class: "room-tools" }, typed, types, this.#privately.node);
  }

  async #load(signal) {
    const { api, preferences } = this.#shell;
    const { company } = accountOf(preferences.read());
    const query = new URLSearchParams({ q: this.#words, company_id: company, limit: MOST_FOUND });
    if (this.#type) query.set("type", this.#type);
    if (this.#privately.control.checked) query.set("include_private", "true");
    this.#isFetched = true;
    try {
      return (await api(`/ingest/search?${query}`, { signal })).results;
    } catch (error) {
      if (error.status !== NOT_FOUND) throw error;
      this.#isFetched = false;
      return [];
    }
  }

  #draw(hits) {
    const { t, announce } = this.#shell;
    if (this.#isFetched) announce(t("desk.foundCount", { count: hits.length }));
    const { company, isDemo } = accountOf(this.#shell.preferences.read());
    const privately = this.#privately.control.checked;
    const about = { words: this.#words, privately, company, isDemo };
    const before = this.#rows;
    const rowOf = (hit, shown) => before.get(shown) ?? this.#row(hit, about);
    const named = hits.map((hit) => [hit, JSON.stringify([hit, about])]);
    this.#rows = new Map(named.map(([hit, shown]) => [shown, rowOf(hit, shown)]));
    refill(this.#hits, [...this.#rows.values()]);
    return hits.length > 0 && this.#hits;
  }

  #row({ key, title, snippet, url, ...facts }, { words, privately, isDemo }) {
    const href = isDemo ? null : safeLink(url); // nobody answers at the demo's address
    const name = lit(title, words);
    const { opener, node } = openable(name, { key, href, privately }, this.#shell);
    return h(
      "li",
      { class: "hit", "data-testid": "hit" },
      this.#facts(facts),
      h("h3", {}, opener),
      snippet !== title && h("p", { class: "hit-text" }, lit(snippet, words)),
      node,
    );
  }

  #facts({ type, id, updated_at: at, private: hidden, status, customer, similar }) {
    const { t, language } = this.#shell;
    const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
    const when = at && day.format(new Date(at));
    const told = [`#${id}`, customer, statusName(status, t), when].filter(Boolean);
    return h(
      "p",
      { class: "hit-head" },
      h("span", { class: "tag" }, t(`desk.kind.${type}`)),
      told.map((text) => h("span", { class: "faint" }, text)),
      hidden && h("span", { class: "tag" }, t("desk.hidden")),
      similar && h("span", { class: "tag" }, t("desk.similar")),
    );
  }
}

/** What words alone do not find is found by its meaning, once each message has its vector. */
function byMeaning({ t, api, preferences }, onSynced) {
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
      told.textContent = error.status === NOT_FOUND ? t("desk.nothingFetched") : error.message;
    }
  }
}

/** A text with what was looked for marked in it. What tickets say becomes text and nothing else. */
function lit(text, query) {
  return pieces(text, query).map(({ text: piece, hit }) => (hit ? h("mark", {}, piece) : piece));
}

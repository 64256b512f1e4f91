import { offersSignIn, SIGN_IN } from "../../chat/signin.js";
import { fill, h } from "../../shared/dom.js";
import { pageIcon } from "../../shared/icons.js";
import { chips, searchField } from "../../shared/parts.js";

const MOST_PAGES = 8;
/** How many steps each way to connect Notion has; their texts are `settings.way.<name>.<n>`. */
const STEPS = { signIn: 2, personal: 3, integration: 4 };

/**
 * The part of the settings that says in whose Notion is built: by which way, with its steps, and
 * below which page, which is found by its words.
 */
export class NotionFields {
  node;
  #shell;
  #token;
  #parent;
  #ways = h("div", {});
  #steps = h("ol", { class: "how" });
  #pages = h("div", { class: "pages", role: "status" });
  #asked = 0;

  /** `values` are the stored settings; `field` makes an input as the rest of the form has it. */
  constructor({ notionToken, parentPageId }, { field }, shell) {
    const { t } = shell;
    this.#shell = shell;
    const named = (name, value, ...more) => field(name, t(`settings.${name}`), value, ...more);
    const token = named("notionToken", notionToken, "password", "notion-help");
    const parent = named("parentPageId", parentPageId, "text");
    this.#token = token.querySelector("input");
    this.#parent = parent.querySelector("input");
    this.#token.addEventListener("input", () => fill(this.#pages)); // another's pages
    this.node = h(
      "fieldset",
      {},
      h("legend", {}, t("settings.notion")),
      h("p", { class: "help", id: "notion-help" }, t("settings.notion.help")),
      this.#ways,
      this.#steps,
      token,
      parent,
      this.#search(t),
      this.#pages,
    );
    this.#offer(["personal", "integration"], "personal");
    this.#askForSignIn();
  }

  /** Signing in is offered first wherever the server can send people to Notion. */
  async #askForSignIn() {
    const offered = await offersSignIn(this.#shell.api).catch(() => false);
    if (offered) this.#offer(["signIn", "personal", "integration"], "signIn");
  }

  #offer(ways, chosen) {
    const { t } = this.#shell;
    const choices = ways.map((name) => [name, t(`settings.way.${name}`)]);
    fill(this.#ways, chips(t("settings.ways"), choices, chosen, (way) => this.#show(way)));
    this.#show(chosen);
  }

  #show(way) {
    const { t } = this.#shell;
    const numbers = Array.from({ length: STEPS[way] }, (_, index) => index + 1);
    const signIn = { class: "button", href: SIGN_IN, "data-testid": "sign-in" };
    fill(
      this.#steps,
      numbers.map((n) => h("li", {}, t(`settings.way.${way}.${n}`))),
      way === "signIn" && h("li", { class: "way" }, h("a", signIn, t("settings.signIn"))),
    );
  }

  #search(t) {
    return searchField(t("settings.findPage"), (words) => this.#find(words), {
      "data-testid": "settings-findPage",
      onkeydown: (event) => event.key === "Enter" && event.preventDefault(), // saves nothing
    });
  }

  /** Looks for pages that the token leads to; without one there is no Notion to look into. */
  async #find(words) {
    const { api, t } = this.#shell;
    const asked = ++this.#asked;
    const token = this.#token.value.trim();
    if (!token) return this.#tell(t("settings.findPage.noToken"));
    this.#tell(t("list.loading"));
    const query = new URLSearchParams({ q: words, limit: MOST_PAGES });
    try {
      const headers = { "X-Notion-Token": token };
      const { results } = await api(`/api/templates/search?${query}`, { headers });
      if (asked === this.#asked) this.#list(results.filter(({ type }) => type === "page"));
    } catch (error) {
      if (asked === this.#asked) this.#tell(error.message);
    }
    return undefined;
  }

  #list(found) {
    if (found.length === 0) return this.#tell(this.#shell.t("settings.findPage.none"));
    return fill(this.#pages, found.map((page) => this.#page(page)));
  }

  #page({ id, title, icon }) {
    const choose = () => {
      this.#parent.value = id;
      this.#tell(this.#shell.t("settings.findPage.chosen", { title }));
    };
    const attributes = {
      type: "button",
      class: "found-page",
      onclick: choose,
      "data-testid": "found-page",
    };
    return h("button", attributes, pageIcon(icon), h("span", {}, title));
  }

  #tell(text) {
    fill(this.#pages, h("p", { class: "help" }, text));
  }
}

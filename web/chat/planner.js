import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

/** Words of the chosen planner that name no provider's model. */
const OWN = new Set(["embedded", "default"]);

/** The name of a model as people know it: without whose it is. Pure. */
function modelName(planner) {
  return planner.slice(planner.indexOf("/") + 1);
}

/**
 * What is stored of settings as they were filled in: who neither brings a key nor names a planner
 * any more goes back to the one that the server asks for all. Pure.
 */
export function settledPlanner(values, before) {
  const chose = Boolean(before.aiKey || before.aiModel);
  return { ...values, aiModel: values.aiModel || (chose && !values.aiKey ? "default" : "") };
}

/** Whose a key is and which models it leads to: `{provider, models}`. Throws ApiError. */
async function detectProvider(key, api) {
  const found = await api("/api/templates/ai/detect-provider", { body: { api_key: key } });
  return { provider: found.provider, models: found.models.map(({ id }) => id) };
}

/** The models of GitHub Copilot that this server can plan with; none where it has no Copilot. */
async function copilotModels(api) {
  return copilotChoices(await api("/api/templates/ai/copilot-status"));
}

/** What can be chosen of Copilot, by its status; its own model where no list is known. Pure. */
export function copilotChoices({ available, models, current_model: current }) {
  if (!available) return [];
  const known = models.length ? models : [current].filter(Boolean);
  return known.map((model) => `copilot/${model}`);
}

/**
 * The part of the settings that says who plans: a key, and which of the models behind it. A key is
 * tried once it has been entered; what comes of that is told, and hinders nobody from saving.
 */
export class PlannerFields {
  node;
  #key;
  #model;
  #told;
  #asked = 0;
  #copilot = [];
  #offered = [];

  /** `values` are the stored settings; `fields` makes the inputs as the rest of the dialog has. */
  constructor({ aiKey, aiModel }, { field, select }, { t, api }) {
    const choices = ["", "embedded", ...(aiModel && !OWN.has(aiModel) ? [aiModel] : [])];
    const key = field("aiKey", t("settings.aiKey"), aiKey, "password", "ai-help");
    const model = select("aiModel", t("settings.aiModel"), choices, aiModel, nameIn(t));
    this.#key = key.querySelector("input");
    this.#model = model.querySelector("select");
    this.#told = h("p", { class: "help", role: "status", "data-testid": "settings-ai-told" });
    this.#key.addEventListener("change", () => this.#try(api, t));
    this.node = h(
      "fieldset",
      {},
      h("legend", {}, t("settings.ai")),
      h("p", { class: "help", id: "ai-help" }, t("settings.ai.help")),
      key,
      this.#told,
      model,
    );
    if (aiKey) this.#list(api, t);
    this.#addCopilot(api, t);
  }

  /** Copilot has no key: its models stand in the list wherever the server has it. */
  async #addCopilot(api, t) {
    this.#copilot = await copilotModels(api).catch(() => []);
    if (this.#copilot.length) this.#offer(this.#offered, t);
  }

  /** Another key leads to other models: the one that was chosen is let go. */
  #try(api, t) {
    this.#offer([], t);
    this.#model.value = "";
    return this.#list(api, t);
  }

  async #list(api, t) {
    const asked = ++this.#asked;
    const key = this.#key.value.trim();
    this.#tell(key && t("settings.ai.checking"));
    if (!key) return;
    const found = await detectProvider(key, api).catch(({ status, message }) => ({
      problem: status ? message : t("settings.ai.unreachable"),
    }));
    if (asked !== this.#asked) return; // another key was entered meanwhile
    const { provider, models = [], problem } = found;
    const offered = models.map((model) => `${provider}/${model}`);
    this.#offer(offered, t);
    this.#tell(problem ?? t("settings.ai.found", { provider, count: models.length }), problem);
  }

  #offer(found, t) {
    this.#offered = found;
    const models = [...found, ...this.#copilot];
    const chosen = this.#model.value;
    const kept = chosen && !OWN.has(chosen) && !models.includes(chosen) ? [chosen] : [];
    const options = ["", "embedded", ...kept, ...models].map((value) =>
      h("option", { value, selected: value === chosen }, nameIn(t)(value)),
    );
    fill(this.#model, ...options);
  }

  #tell(text, problem) {
    this.#told.textContent = text;
    this.#told.classList.toggle("problem", Boolean(problem));
    this.#key.ariaInvalid = String(Boolean(problem));
  }
}

function nameIn(t) {
  const named = { "": t("settings.aiModel.automatic"), embedded: t("planner.embedded") };
  return (value) => {
    const copilot = value.startsWith("copilot/") ? " · GitHub Copilot" : "";
    return named[value] ?? modelName(value) + copilot;
  };
}

/** Who plans in the conversation that is shown, and the way to have another. */
export function renderBadge(button, planner, { t }) {
  button.hidden = !planner;
  if (!planner) return;
  const own = OWN.has(planner);
  const name = own ? t("planner.embedded") : modelName(planner);
  button.classList.toggle("with-model", !own);
  button.title = t(own ? "planner.connect" : "planner.change", { name });
  button.setAttribute("aria-label", button.title);
  fill(button, lineIcon("skills"), h("span", {}, name));
}

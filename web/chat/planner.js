import { el, fill } from "./dom.js";

/** Words of the chosen planner that name no provider's model. */
const OWN = new Set(["embedded", "default"]);

/** The name of a model as people know it: without whose it is. Pure. */
export function modelName(planner) {
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

/** Whose a key is and which models it leads to: `{provider, models}`, or `{problem}` in words. */
export async function detectProvider(key, { accessToken, language }) {
  const answer = await fetch("/api/templates/ai/detect-provider", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept-Language": language,
      ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ api_key: key }),
  });
  const { provider, models, error } = await answer.json();
  return answer.ok ? { provider, models: models.map(({ id }) => id) } : { problem: error.message };
}

/** The models of GitHub Copilot that this server can plan with; none where it has no Copilot. */
export async function copilotModels({ accessToken }) {
  const answer = await fetch("/api/templates/ai/copilot-status", {
    headers: accessToken ? { Authorization: `Bearer ${accessToken}` } : {},
  });
  return answer.ok ? copilotChoices(await answer.json()) : [];
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
  constructor({ aiKey, aiModel, ...access }, { field, select }, t) {
    const choices = ["", "embedded", ...(aiModel && !OWN.has(aiModel) ? [aiModel] : [])];
    const key = field("aiKey", t("settings.aiKey"), aiKey, "password", "ai-help");
    const model = select("aiModel", t("settings.aiModel"), choices, aiModel, nameIn(t));
    this.#key = key.querySelector("input");
    this.#model = model.querySelector("select");
    this.#told = el("p", { class: "help", role: "status", "data-testid": "settings-ai-told" });
    this.#key.addEventListener("change", () => this.#try(access, t));
    this.node = el(
      "fieldset",
      {},
      el("legend", {}, t("settings.ai")),
      el("p", { class: "help", id: "ai-help" }, t("settings.ai.help")),
      key,
      this.#told,
      model,
    );
    if (aiKey) this.#list(access, t);
    this.#addCopilot(access, t);
  }

  /** Copilot has no key: its models stand in the list wherever the server has it. */
  async #addCopilot(access, t) {
    this.#copilot = await copilotModels(access).catch(() => []);
    if (this.#copilot.length) this.#offer(this.#offered, t);
  }

  /** Another key leads to other models: the one that was chosen is let go. */
  #try(access, t) {
    this.#offer([], t);
    this.#model.value = "";
    return this.#list(access, t);
  }

  async #list(access, t) {
    const asked = ++this.#asked;
    const key = this.#key.value.trim();
    this.#tell(key && t("settings.ai.checking"));
    if (!key) return;
    const found = await detectProvider(key, access).catch(() => ({
      problem: t("settings.ai.unreachable"),
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
      el("option", { value, selected: value === chosen }, nameIn(t)(value)),
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
  button.textContent = name;
}

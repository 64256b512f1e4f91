import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

/** The steps of one phase as a quiet list: open while it runs, folded to one line afterwards. */
export function buildProgress(item, _, context) {
  const node = h(
    "details",
    {
      class: "progress",
      open: true,
      "data-testid": "progress-list",
      "data-phase": item.phase,
      "aria-live": "off",
    },
    h(
      "summary",
      {},
      h("span", { class: "progress-mark" }),
      h("span", { class: "progress-title" }),
      h("span", { class: "progress-count" }),
    ),
    h(
      "div",
      {
        class: "bar",
        role: "progressbar",
        "aria-label": context.t("progress.bar"),
        "aria-valuemin": "0",
      },
      h("span"),
    ),
    h("ul", { class: "pieces" }),
    h("ol", { class: "steps" }),
  );
  updateProgress(node, item, _, context);
  return node;
}

/** Brings the list up to date in place, so that its bar can glide. */
export function updateProgress(node, item, _, { t }) {
  const running = item.state === "running";
  if (!running && node.dataset.state === "running") node.open = false;
  if (!running && node.dataset.state === undefined) node.open = false;
  node.dataset.state = item.state;
  fill(node.querySelector(".progress-mark"), mark(item.state));
  fill(node.querySelector(".progress-title"), title(item, t));
  fill(node.querySelector(".progress-count"), item.total ? `${item.current} / ${item.total}` : "");
  updateBar(node.querySelector(".bar"), item);
  addPieces(node.querySelector(".pieces"), item.pieces ?? []);
  node.querySelector(".steps").hidden = Boolean(item.total) && item.steps.length === 1;
  fill(
    node.querySelector(".steps"),
    item.steps.map((step, index) => stepLine(step, running && index === item.steps.length - 1)),
  );
}

/**
 * A phase in words: while it runs its latest news if things are counted, else its name; then how it
 * ended.
 */
export function title({ phase, state, steps, total, latest }, t) {
  if (state === "running") return total && latest ? latest : t(`progress.${phase}.running`);
  if (state !== "done") return t(`progress.${state}`);
  const designed = phase !== "design" || steps.some(({ step }) => step === "rehearsing");
  return t(designed ? `progress.${phase}.done` : "progress.design.read");
}

function updateBar(bar, { current, total, state }) {
  bar.hidden = !total;
  if (!total) return;
  const reached = state === "done" ? total : current;
  bar.setAttribute("aria-valuemax", String(total));
  bar.setAttribute("aria-valuenow", String(reached));
  bar.style.setProperty("--reached", String(reached / total));
}

/** Pieces appear as they are built; those that are there stay as they are. */
function addPieces(list, pieces) {
  list.hidden = pieces.length === 0;
  const fresh = pieces.slice(list.children.length).map(({ step, title }) => {
    const sign = lineIcon(step === "create_database" ? "database" : "page");
    return h("li", { "data-testid": "piece" }, sign, title);
  });
  list.append(...fresh);
}

function stepLine({ step, message }, active) {
  return h(
    "li",
    { class: active ? "active" : "passed", "data-testid": "progress-step", "data-step": step },
    active ? h("span", { class: "pulse" }) : lineIcon("tick"),
    h("span", {}, message || step),
  );
}

function mark(state) {
  if (state === "running") return h("span", { class: "spinner" });
  return lineIcon(state === "done" ? "tick" : state === "failed" ? "warning" : "stop");
}

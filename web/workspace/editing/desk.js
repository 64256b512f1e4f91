/**
 * Makes edits one after the other, shows what became of them, and takes the last ones back. Every
 * edit is a call to Notion's API beside the call that takes it back.
 */

import { h } from "../../shared/dom.js";
import { EditProblem } from "./client.js";

const KEPT_EDITS = 50;
const TOAST_MS = 6_000;

/**
 * @typedef {{method: string, path: string, body?: object}} Call
 * @param {{client: Function, refresh: () => Promise<void>, t: Function}} given
 */
export function createDesk({ client, refresh, t }) {
  const made = [];
  let last = Promise.resolve();

  /** Runs when all before it is done; a failed one does not keep those behind it from running. */
  const inTurn = (work) => (last = last.catch(() => {}).then(work));

  const say = (text, action) => toast(text, action, t);

  async function run(calls) {
    const answers = [];
    for (const { method, path, body } of calls) answers.push(await client(method, path, body));
    return answers;
  }

  /**
   * @param {Call[]} calls
   * @param {(answers: object[]) => Call[]} back what takes them back
   * @param {{told?: string, still?: () => Promise<boolean>}} [options] `told` is said once it is
   *   done, beside a way back; `still` says whether what was written stands there yet
   */
  const edit = (calls, back, { told, still } = {}) =>
    inTurn(async () => {
      try {
        const answers = await run(calls);
        const entry = { calls: back(answers), still };
        made.push(entry);
        if (made.length > KEPT_EDITS) made.shift();
        await refresh();
        if (told) say(told, { label: t("undo"), act: () => takeBack(entry) });
        return answers;
      } catch (problem) {
        await refused(problem);
        return null;
      }
    });

  /** Takes back an edit, the last one if none is named; one that fails can be tried again. */
  const takeBack = (named) =>
    inTurn(async () => {
      const entry = named ?? made.at(-1);
      if (!made.includes(entry)) return;
      try {
        const stands = entry.still ? await entry.still() : true;
        if (stands) await run(entry.calls);
        made.splice(made.indexOf(entry), 1);
        await refresh();
        say(t(stands ? "undone" : "changedSince"));
      } catch (problem) {
        await refused(problem);
      }
    });

  async function refused(problem) {
    if (!(problem instanceof EditProblem)) throw problem;
    say(t(`edit_${problem.reason}`, { detail: problem.message }));
    await refresh();
  }

  return { edit, takeBack, say, ask: client };
}

/** A word at the foot of the page, gone by itself; at most one. */
function toast(text, action, t) {
  // Outside of an open dialog nothing can be pressed.
  const home = document.querySelector("dialog[open]") ?? document.body;
  const box = document.getElementById("toast") ?? toastBox();
  if (box.parentElement !== home) home.append(box);
  const button =
    action &&
    h("button", { type: "button", class: "quiet-button", on: { click: done } }, action.label);
  function done() {
    box.replaceChildren();
    action?.act();
  }
  const close = h(
    "button",
    {
      type: "button",
      class: "quiet-button",
      "aria-label": t("close"),
      on: { click: () => box.replaceChildren() },
    },
    "×",
  );
  const note = h("p", {}, h("span", {}, text), button ?? null, close);
  box.replaceChildren(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

function toastBox() {
  return h("div", { id: "toast", class: "toast", role: "status" });
}

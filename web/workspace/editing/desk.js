/**
 * Makes edits one after the other, shows what became of them, and takes the last ones back. Every
 * edit is a call to Notion's API beside the call that takes it back.
 */

import { h } from "../dom.js";
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
  const inTurn = (work) => (last = last.then(work));

  const say = (text, action) => toast(text, action, t);

  async function run(calls) {
    const answers = [];
    for (const { method, path, body } of calls) answers.push(await client(method, path, body));
    return answers;
  }

  /**
   * @param {Call[]} calls
   * @param {(answers: object[]) => Call[]} back what takes them back
   * @param {string} [told] said once it is done, beside a way back
   */
  const edit = (calls, back, told) =>
    inTurn(async () => {
      try {
        const answers = await run(calls);
        made.push(back(answers));
        if (made.length > KEPT_EDITS) made.shift();
        await refresh();
        if (told) say(told, { label: t("undo"), act: takeBack });
        return answers;
      } catch (problem) {
        await refused(problem);
        return null;
      }
    });

  const takeBack = () =>
    inTurn(async () => {
      const calls = made.pop();
      if (!calls) return;
      try {
        await run(calls);
        await refresh();
        say(t("undone"));
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
  const box = document.getElementById("toast") ?? document.body.appendChild(toastBox());
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

/**
 * Makes edits one after the other, shows what became of them, takes the last ones back and makes
 * them again. Every edit is a call to Notion's API beside the call that takes it back.
 */

import { EditProblem } from "./client.js";
import { insist } from "./insist.js";
import { toast } from "./toast.js";
import { refusal, wordsOf } from "./wording.js";

const KEPT_EDITS = 50;

/**
 * @typedef {{method: string, path: string, body?: object}} Call
 * @param {{client: Function, refresh: (answers?: object[]) => Promise<void>, t: Function}} given
 *   `refresh` shows what is there, `answers` at once
 */
export function createDesk({ client, refresh, t }) {
  const made = [];
  const undone = [];
  let last = Promise.resolve();

  /** Runs when all before it is done; a failed one does not keep those behind it from running. */
  const inTurn = (work) => (last = last.catch(() => {}).then(work));

  const say = (text, action) => toast(text, t, { actions: action ? [action] : [] });

  async function run(calls) {
    const answers = [];
    for (const call of calls) answers.push(await insist(client, call, t));
    return answers;
  }

  /**
   * @param {Call[]} calls
   * @param {((answers: object[]) => Call[])|null} back what takes them back; null where nothing can
   * @param {{told?: string, once?: boolean, still?: (calls: Call[]) => Promise<boolean>, again?: (answers: object[])
   *   => Call[]}} [options] `told` is said once it is done, beside a way back; `still` says whether
   *   what the calls wrote stands there yet; `again` makes it once more after it was taken back,
   *   where the same calls would make another thing; `once` is what cannot be made again
   */
  const edit = (calls, back, { told, still, again, once } = {}) =>
    inTurn(() =>
      attempt(calls, async () => {
        const answers = await run(calls);
        if (!back) {
          await refresh(answers);
          return answers;
        }
        const entry = { make: again?.(answers) ?? calls, back: back(answers), still, once };
        if (!again) entry.renew = back;
        keep(made, entry);
        undone.length = 0;
        await refresh(answers);
        if (told) say(told, { label: t("undo"), act: () => takeBack(entry) });
        return answers;
      }),
    );

  /** Takes back an edit, the last one if none is named; one that fails can be tried again. */
  const takeBack = (named) =>
    inTurn(async () => {
      const entry = named ?? made.at(-1);
      if (!made.includes(entry)) return;
      await attempt([], async () => {
        const stands = (await entry.still?.(entry.make)) ?? true;
        const answers = stands ? await run(entry.back) : [];
        made.splice(made.indexOf(entry), 1);
        const makes = stands && !entry.once;
        if (makes) keep(undone, entry);
        await refresh(answers);
        if (!stands) return say(t("changedSince"));
        say(t("undone"), makes && { label: t("redo"), act: () => redo(entry) });
      });
    });

  /** Makes an edit again that was taken back, the last one if none is named. */
  const redo = (named) =>
    inTurn(async () => {
      const entry = named ?? undone.at(-1);
      if (!undone.includes(entry)) return;
      await attempt([], async () => {
        const stands = (await entry.still?.(entry.back)) ?? true;
        const answers = stands ? await run(entry.make) : [];
        if (stands && entry.renew) entry.back = entry.renew(answers);
        undone.splice(undone.indexOf(entry), 1);
        if (stands) keep(made, entry);
        await refresh(answers);
        say(t(stands ? "redone" : "changedSince"));
      });
    });

  /** Says why something was not done, what was written beside it, and shows what is there. */
  async function attempt(calls, work) {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof EditProblem)) throw problem;
      const refused = problem.reason === "refused";
      const why = refused ? refusal(problem.message) : [`edit_${problem.reason}`];
      const kept = wordsOf(calls);
      toast(t(...why), t, { kept, stays: refused || kept !== "" });
      await refresh();
      return null;
    }
  }

  return { edit, takeBack, redo, say, ask: client };
}

function keep(entries, entry) {
  entries.push(entry);
  if (entries.length > KEPT_EDITS) entries.shift();
}

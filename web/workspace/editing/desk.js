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
 * @typedef {{method: string, path: string, body?: object, passable?: boolean}} Call
 *   `passable` is one of many, passed over where what it is for is gone meanwhile
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

  /** Makes calls one after the other; `answers` has those that came, also where one fails. */
  async function run(calls, answers = []) {
    for (const call of calls) {
      const answer = insist(client, call, t);
      answers.push(await (call.passable ? answer.catch(passOver) : answer));
    }
    return answers;
  }

  const undo = (entry) => ({ label: t("undo"), act: () => takeBack(entry) });

  /**
   * @param {Call[]} calls
   * @param {((answers: object[]) => Call[])|null} back what takes them back, also where only the
   *   first of them were made; null where nothing can
   * @param {{told?: string, once?: boolean, typed?: boolean, still?: (calls: Call[]) =>
   *   Promise<boolean>, again?: (answers: object[]) => Call[]}} [options] `told` is said once it is
   *   done, beside the way back; `still` says whether what the calls wrote stands there yet; `again`
   *   makes it once more after it was taken back, where the same calls would make another thing;
   *   `once` is what cannot be made again; `typed` is whether a person wrote the words in it, as
   *   they do in one call
   */
  const edit = (calls, back, { told, still, again, once, typed = calls.length === 1 } = {}) =>
    inTurn(() => {
      const answers = [];
      const work = async () => {
        await run(calls, answers);
        const entry = back && { make: again?.(answers) ?? calls, back: back(answers), still, once };
        if (entry && !again) entry.renew = back;
        if (entry) note(entry);
        await refresh(answers);
        if (told) say(told, entry && undo(entry));
        return answers;
      };
      const partly = () => back && answers.length > 0 && answers.length < calls.length;
      const begun = () => (partly() ? note({ back: back(answers), once: true }) : null);
      return attempt(work, { kept: typed ? wordsOf(calls) : "", begun });
    });

  /** Keeps what was made, after which nothing that was taken back before can be made again. */
  function note(entry) {
    keep(made, entry);
    undone.length = 0;
    return entry;
  }

  /** Takes back an edit, the last one if none is named; one that fails can be tried again. */
  const takeBack = (named) =>
    inTurn(async () => {
      const entry = named ?? made.at(-1);
      if (!made.includes(entry)) return;
      await attempt(async () => {
        const stands = (await entry.still?.(entry.make)) ?? true;
        const answers = stands ? await run(entry.back) : [];
        drop(made, entry);
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
      const answers = [];
      const remade = () => {
        drop(undone, entry);
        if (entry.renew) entry.back = entry.renew(answers);
        keep(made, entry);
        return entry;
      };
      const work = async () => {
        const stands = (await entry.still?.(entry.back)) ?? true;
        if (stands) await run(entry.make, answers);
        if (stands) remade();
        else drop(undone, entry);
        await refresh(answers);
        say(t(stands ? "redone" : "changedSince"));
      };
      const partly = () => answers.length > 0 && undone.includes(entry);
      await attempt(work, { begun: () => (partly() ? remade() : null) });
    });

  /**
   * Says why something was not done, beside it the words that are to be `kept`, and shows what is
   * there. Where it was `begun`, that names what can be taken back of it.
   */
  async function attempt(work, { kept = "", begun = () => null } = {}) {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof EditProblem)) throw problem;
      const refused = problem.reason === "refused";
      const why = reasonOf(problem);
      const entry = begun();
      const actions = entry ? [undo(entry)] : [];
      toast(t(...why), t, { actions, kept, stays: refused || kept !== "" || actions.length > 0 });
      await refresh();
      return null;
    }
  }

  return { edit, takeBack, redo, say, ask: client };
}

function reasonOf({ reason, message }) {
  return reason === "refused" ? refusal(message) : [`edit_${reason}`];
}

function passOver(problem) {
  if (problem instanceof EditProblem && reasonOf(problem)[0] === "edit_gone") return {};
  throw problem;
}

function keep(entries, entry) {
  entries.push(entry);
  if (entries.length > KEPT_EDITS) entries.shift();
}

function drop(entries, entry) {
  entries.splice(entries.indexOf(entry), 1);
}

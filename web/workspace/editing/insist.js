/** Calls that are made again until they are answered, or the person gives them up. */

import { EditProblem } from "./client.js";
import { toast } from "./toast.js";

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
const SLOW_MS = 700;

/**
 * A call that is said to be slow where it is, and that outlives a server that is away or busy: what
 * was entered is kept meanwhile, and made in its order.
 * @param {Function} client
 * @param {{method: string, path: string, body?: object}} call
 * @param {Function} t
 * @throws {EditProblem} where it was refused, or given up
 */
export async function insist(client, call, t) {
  for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, LONGEST_MS)) {
    try {
      return await slowly(client(call.method, call.path, call.body), t);
    } catch (problem) {
      const passing = problem instanceof EditProblem && ["away", "busy"].includes(problem.reason);
      if (!passing || !(await again(problem, isSafeTwice(call, problem) ? wait : null, t)))
        throw problem;
    }
  }
}

/** Whether a call that may have arrived after all can be made once more without doing it twice. */
function isSafeTwice({ method, path }, { reason }) {
  return reason === "busy" || (method !== "POST" && !path.endsWith("/children"));
}

async function slowly(answer, t) {
  let taken = () => {};
  const timer = setTimeout(() => (taken = toast(t("saving"), t, { stays: true })), SLOW_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    taken();
  }
}

/** Resolves to whether to try again: after a while (never by itself, without one), when the line is
 * back, or as the person says. */
function again(problem, wait, t) {
  return new Promise((resolve) => {
    const leaving = (event) => event.preventDefault();
    const done = (answer) => () => {
      clearTimeout(timer);
      removeEventListener("online", retry);
      removeEventListener("beforeunload", leaving);
      away();
      resolve(answer);
    };
    const retry = done(true);
    const timer = wait === null ? null : setTimeout(retry, wait);
    if (wait !== null) addEventListener("online", retry);
    addEventListener("beforeunload", leaving);
    const away = toast(t(`edit_${problem.reason}`), t, {
      actions: [{ label: t("retry"), act: retry }],
      stays: true,
      closed: done(false),
    });
  });
}

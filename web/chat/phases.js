/** Progress steps gathered into lists: one list per phase of a turn. Pure. */

const DESIGN = new Set(["analyzing", "generating", "blueprint", "rehearsing"]);
const PIECES = new Set(["create_page", "create_sub_page", "create_database"]);
const UNDO = new Set(["rolling_back"]);

/**
 * `design` before anything is written, `undo` while it is taken back, `work` for everything that
 * writes.
 */
export function phaseOf(step) {
  if (DESIGN.has(step)) return "design";
  return UNDO.has(step) ? "undo" : "work";
}

/**
 * The list with one more `progress` frame in it: a new step is added, a known one says its news.
 */
export function withStep(list, { step, message, current, total, title }) {
  const known = list.steps.some((entry) => entry.step === step);
  const entry = { step, message };
  const steps = known
    ? list.steps.map((old) => (old.step === step ? entry : old))
    : [...list.steps, entry];
  const counted = total ? { current: furthest(list, current ?? 0, total), total } : {};
  const pieces = withPiece(list.pieces ?? [], step, title);
  return { ...list, ...counted, steps, pieces, latest: message };
}

/** What stands there by now, as `{step, title}`: pages and databases, each once. */
function withPiece(pieces, step, title) {
  const known = pieces.some((piece) => piece.step === step && piece.title === title);
  return !title || known || !PIECES.has(step) ? pieces : [...pieces, { step, title }];
}

/** Steps of one parent run beside each other, so a count may come late: the bar never goes back. */
function furthest(list, current, total) {
  return list.total === total ? Math.max(list.current, current) : current;
}

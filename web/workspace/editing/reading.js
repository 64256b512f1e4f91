/** All rows of a data source, for what touches more of them than a view shows. */

const PAGES_ASKED = 10; // of a hundred rows each

/**
 * @returns {Promise<{rows: object[], whole: boolean}>} whether these are all; rejects with
 *   EditProblem
 */
export async function rowsOf(source, { desk }) {
  const rows = [];
  let start = {};
  for (let asked = 0; asked < PAGES_ASKED; asked += 1) {
    const body = { page_size: 100, ...start };
    const answer = await desk.ask("POST", `data_sources/${source}/query`, body);
    rows.push(...answer.results);
    if (!answer.has_more) return { rows, whole: true };
    start = { start_cursor: answer.next_cursor };
  }
  return { rows, whole: false };
}

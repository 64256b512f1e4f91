/** A row's controls are stops of the Tab key only while the focus is in that row. */

const ROW = "[data-block]";

/** Takes a control out of the Tab key's way until its row has the focus. */
export function roving(control) {
  control.tabIndex = -1;
  control.dataset.rove = "";
  return control;
}

/** Follows the focus through the rows of a page, for as long as that is open. */
export function installRoving(root) {
  let reached = null;
  root.addEventListener("focusin", ({ target }) => {
    const row = target.closest(ROW);
    if (row === reached) return;
    setStops(reached, -1);
    setStops(row, 0);
    reached = row;
  });
}

function setStops(row, tabIndex) {
  for (const control of row?.querySelectorAll("[data-rove]") ?? []) control.tabIndex = tabIndex;
}

/** What a refresh keeps: where the reader had scrolled to, and which control had the focus. */

/** Redraws through `draw` and puts scroll positions and focus back. */
export function keepingPlace(root, draw) {
  const page = [window.scrollX, window.scrollY];
  const boxes = new Map(
    [...root.querySelectorAll("[data-keep]")].map((box) => [box.dataset.keep, box.scrollLeft]),
  );
  const focused = root.contains(document.activeElement) ? document.activeElement.id : "";
  draw();
  for (const box of root.querySelectorAll("[data-keep]")) {
    if (!boxes.has(box.dataset.keep)) continue;
    box.dataset.kept = "true";
    box.scrollLeft = boxes.get(box.dataset.keep);
  }
  window.scrollTo(...page);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Lets blocks that were not there before arrive softly. */
export function markArrivals(root, before) {
  for (const block of root.querySelectorAll("[data-block]")) {
    if (!before.has(block.dataset.block)) block.classList.add("arriving");
  }
}

export function shownBlocks(root) {
  return new Set([...root.querySelectorAll("[data-block]")].map((block) => block.dataset.block));
}

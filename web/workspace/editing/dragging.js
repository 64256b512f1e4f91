/** Rows that are dragged to another place of their view, which gives them a value of its own. */

const ROW = "application/x-notionforge-row";

/** Lets what shows a row be dragged; where it drops is told `from`, the place it was taken at. */
export function draggable(shown, row, context, from = null) {
  if (!context.desk) return shown;
  shown.draggable = true;
  shown.addEventListener("dragstart", ({ dataTransfer }) => {
    dataTransfer.setData(ROW, JSON.stringify({ id: row.id, from }));
    dataTransfer.effectAllowed = "move";
    shown.classList.add("dragged");
  });
  shown.addEventListener("dragend", () => shown.classList.remove("dragged"));
  return shown;
}

/** Lets some rows be dropped on a place: `dropped` is called with the row and where it was taken. */
export function dropTarget(place, rows, dropped) {
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes(ROW)) return;
    event.preventDefault();
    place.classList.add("drop");
  });
  place.addEventListener(
    "dragleave",
    ({ relatedTarget }) => place.contains(relatedTarget) || place.classList.remove("drop"),
  );
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop");
    const { id, from } = JSON.parse(event.dataTransfer.getData(ROW));
    const row = rows.find((one) => one.id === id);
    if (row) dropped(row, from);
  });
  return place;
}

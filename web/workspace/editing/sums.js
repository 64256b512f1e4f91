/** Figures under the columns of a table; which one is the reader's own choice. */

import { h } from "../../shared/dom.js";
import { formatNumber } from "../../shared/format.js";
import { aggregate } from "../group.js";
import { openMenu } from "./popover.js";

const FIGURES = {
  number: ["sum", "average", "min", "max", "not_empty"],
  rollup: ["sum", "average", "min", "max"],
  formula: ["sum", "average", "min", "max"],
  checkbox: ["percent_checked"],
};
const COUNTS = ["not_empty"];
const SHARES = new Set(["percent_checked"]);

/** The foot of a table, or null where none of its columns has a figure to show or to choose. */
export function figureFoot(properties, { view, schema, rows, context }, redraw) {
  const cells = properties.map((property) =>
    figureCell(property, { view, schema, rows, context }, redraw),
  );
  return h("tfoot", {}, h("tr", {}, cells));
}

function figureCell(property, given, redraw) {
  const { view, schema, rows, context } = given;
  const able = figuresOf(property, rows);
  if (property.type === "title" || !able.length) return h("td", {});
  const chosen = chosenFigure(view, property, able);
  const button = h(
    "button",
    {
      type: "button",
      class: ["quiet-button figure-button", !chosen && "none"],
      id: `figure-${view.id}-${property.id}`,
      "aria-label": context.t("figureOf", { name: property.name }),
      "aria-haspopup": "menu",
    },
    chosen
      ? [
          h("span", {}, context.t(`figure_${chosen}`)),
          figureText(chosen, property, rows, schema, context),
        ]
      : "+",
  );
  const choose = (figure) => {
    localStorage.setItem(keyOf(view, property), figure ?? "none");
    redraw();
  };
  const items = [null, ...able].map((figure) => ({
    label: context.t(figure ? `figure_${figure}` : "noFigure"),
    chosen: figure === chosen,
    act: () => choose(figure),
  }));
  button.addEventListener("click", () => openMenu(button, items, property.name));
  return h("td", { class: property.type === "number" ? "numeric" : null }, button);
}

/** What may be reckoned: figures of numbers only where the values are numbers. */
function figuresOf(property, rows) {
  const able = FIGURES[property.type] ?? COUNTS;
  if (property.type !== "formula" && property.type !== "rollup") return able;
  const values = rows.map((row) => row.properties?.[property.name]?.[property.type]);
  return values.some((value) => value?.type === "number") ? able : [];
}

const PLAIN = new Set(["number", "number_with_commas", "percent"]);

/** Money is added up until the reader says otherwise; a sum of years or ids would say nothing. */
function chosenFigure(view, property, able) {
  const kept = localStorage.getItem(keyOf(view, property));
  if (kept) return able.includes(kept) ? kept : null;
  const format = property.type === "number" && property.number?.format;
  return format && !PLAIN.has(format) ? "sum" : null;
}

function keyOf(view, property) {
  return `notionforge.figure.${view.id}.${property.id}`;
}

function figureText(figure, property, rows, schema, context) {
  const number = aggregate(rows, schema, { aggregator: figure, property_id: property.id });
  const format = SHARES.has(figure)
    ? "percent"
    : figure === "not_empty"
      ? "number"
      : context.numberFormat(property);
  return h("strong", {}, formatNumber(number, format, context.locale));
}

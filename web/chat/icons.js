/** Line icons on a 20 by 20 grid, drawn in the colour of the text around them. */

const SHAPES = {
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  plus: "M10 4v12M4 10h12",
  settings: [
    "M3.5 6.5h7M15 6.5h1.5M3.5 13.5H5M9.5 13.5h7",
    "M12.7 4.6a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 0 0 0-3.8",
    "M7.3 11.6a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 0 0 0-3.8",
  ].join(""),
  send: "M10 16V4.5M5 9.5l5-5l5 5",
  stop: "M6.5 6.5h7v7h-7z",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4.5 10.5l3.7 3.7l7.3-8",
  open: "M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3M11.5 3.5h5v5M16.5 3.5L9 11",
  undo: "M7.5 4L4 7.5L7.5 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8",
  edit: "M12.8 4.2l3 3L7 16l-3.6.6L4 13z",
  warning: "M10 7.5v3.7M10 13.8v.2M10 3.2l7.3 13H2.7z",
  down: "M10 4v11.5M5 10.5l5 5l5-5",
  attach: "M13.5 7.5l-5.6 5.6a1.9 1.9 0 0 0 2.7 2.7l5.7-5.7a3.6 3.6 0 0 0-5.1-5.1l-6 6a5.3 5.3 0 0 0 7.5 7.5",
  panel: "M3.5 4.5h13v11h-13zM11.5 4.5v11",
};

const SVG = "http://www.w3.org/2000/svg";

/** A decorative icon; what it stands for is said by the label of the control around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

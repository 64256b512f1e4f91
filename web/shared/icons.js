/** Line icons, and the icons that pages, databases and callouts bring along. */

import { h, safeImage, svg } from "./dom.js";

const PATHS = {
  page: "M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.3M6 8h4.5M6 10.6h4.5",
  database:
    "M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zM2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2",
  table: "M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10",
  board: "M2 2.5h3.2v11H2zM6.4 2.5h3.2v7H6.4zM10.8 2.5H14v9h-3.2z",
  list: "M2.5 4h.01M2.5 8h.01M2.5 12h.01M5.5 4h8M5.5 8h8M5.5 12h8",
  calendar: "M2 3.2h12V14H2zM2 6.4h12M5 1.6v3M11 1.6v3",
  timeline: "M2 3.5h7M5 8h8M3.5 12.5h6",
  gallery: "M2 2.5h5v5H2zM9 2.5h5v5H9zM2 9.5h5v4H2zM9 9.5h5v4H9z",
  form: "M3 1.8h10v12.4H3zM5.5 5h5M5.5 8h5M5.5 11h2.5",
  chart: "M2 14h12M4 11.5V7M8 11.5V3M12 11.5V5.5",
  map: "M8 14.5s-4.8-4.3-4.8-8a4.8 4.8 0 0 1 9.6 0c0 3.7-4.8 8-4.8 8zM8 8a1.7 1.7 0 1 0 0-3.4A1.7 1.7 0 0 0 8 8z",
  dashboard: "M2 2.5h7v5H2zM10.5 2.5H14v5h-3.5zM2 9h3.5v4.5H2zM7 9h7v4.5H7z",
  title:
    "M2.5 12.5 5.5 4l3 8.5M3.6 9.8h3.8M10.5 9a1.8 1.8 0 1 1 3.3 1v2.5M13.8 10.8a1.7 1.7 0 1 1-.4-1.4",
  rich_text: "M2.5 4h11M2.5 8h11M2.5 12h6",
  number: "M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.8 6h10.6M2.6 10h10.6",
  select: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 7l2.5 2.6L10.5 7",
  multi_select: "M2.5 4h.01M2.5 8h.01M2.5 12h.01M5.5 4h8M5.5 8h8M5.5 12h8",
  status:
    "M8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M3.8 12.2l1.4-1.4M10.8 5.2l1.4-1.4",
  people: "M8 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 14c.3-2.8 2.2-4.4 5-4.4s4.7 1.6 5 4.4",
  checkbox: "M2.5 2.5h11v11h-11zM5 8l2.2 2.3L11 5.8",
  url: "M6.8 9.2a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-1 1M9.2 6.8a2.8 2.8 0 0 0-4 0l-2 2a2.8 2.8 0 0 0 4 4l1-1",
  email: "M2 3.5h12v9H2zM2 4.5l6 4.5 6-4.5",
  phone_number:
    "M4 2h2l1.2 3.2-1.6 1.2a8 8 0 0 0 4 4l1.2-1.6L14 10v2c0 1-.8 2-2 2A10 10 0 0 1 2 4c0-1.2 1-2 2-2z",
  files:
    "M13 7.5 8 12.5a3.2 3.2 0 0 1-4.6-4.5L8.5 3a2.2 2.2 0 0 1 3 3L6.7 10.8a1 1 0 0 1-1.5-1.5L9.5 5",
  relation: "M5 11 11.5 4.5M6.5 4h5.5v5.5M4 4v8h8",
  rollup: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
  formula: "M11.5 3H4.5l4 5-4 5h7",
  unique_id: "M3 4v8M6 12V4h2.5a2 2 0 0 1 0 4H6M11 12h2.5",
  created_time: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.8",
  toggle: "M6 4l4 4-4 4",
  tick: "M3.5 8.5l3 3 6-7",
  left: "M10 3.5 5.5 8l4.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  external: "M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.5 2.5 7.5 8.5",
  image: "M2 3h12v10H2zM2 11l3.5-3.5L9 11l2-2 3 3M10.5 6.5h.01",
  video: "M2 3.5h12v9H2zM6.8 6v4L10 8z",
  audio: "M3 6v4h2.5L9 13V3L5.5 6zM11.3 5.5a3.5 3.5 0 0 1 0 5",
  pencil: "M3 13l.6-2.8L10.8 3a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2L5.8 12.4z",
  plus: "M8 3v10M3 8h10",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.2 4.5l.6 9h6.4l.6-9M6.8 7v4M9.2 7v4",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 14 14",
  filter: "M2 4h12M4.5 8h7M6.8 12h2.4",
  sort: "M5 2.5v11M2.5 5 5 2.5 7.5 5M11 13.5v-11M8.5 11l2.5 2.5 2.5-2.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  sync: "M13 6A5.3 5.3 0 0 0 3.4 4.6M3 2v3h3M3 10a5.3 5.3 0 0 0 9.6 1.4M13 14v-3h-3",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  settings:
    "M2.5 5h6M12 5h1.5M2.5 11H4M7.6 11h5.9M10.2 3.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2M5.8 9.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2",
  send: "M8 13V3.5M4 7.5l4-4 4 4",
  down: "M8 3v9.5M4 8.5l4 4 4-4",
  up: "M8 13V3.5M4 7.5l4-4 4 4",
  stop: "M4.8 4.8h6.4v6.4H4.8z",
  undo: "M6 3 3 6l3 3M3 6h6a3.5 3.5 0 0 1 0 7H6.4",
  redo: "M10 3l3 3-3 3M13 6H7a3.5 3.5 0 0 0 0 7h2.6",
  warning: "M8 6v3M8 11.2v.1M8 2.5l6 10.7H2z",
  panel: "M2.5 3.5h11v9h-11zM9.3 3.5v9",
  chat: "M2.5 3.5h11v7.6H7.2L4 13.8v-2.7H2.5z",
  recipes: "M3 3.2c1.8-.6 3.6-.4 5 .7 1.4-1.1 3.2-1.3 5-.7v9.2c-1.8-.6-3.6-.4-5 .7-1.4-1.1-3.2-1.3-5-.7zM8 3.9v9.2",
  skills: "M8 2l1.5 4.5L14 8l-4.5 1.5L8 14l-1.5-4.5L2 8l4.5-1.5z",
  helpdesk:
    "M3 9.5V8a5 5 0 0 1 10 0v1.5M3 8.6h1.8v3.6H4.2A1.2 1.2 0 0 1 3 11zM13 8.6h-1.8v3.6h.6A1.2 1.2 0 0 0 13 11zM12.6 12c-.4 1.2-1.5 1.8-3.1 1.8",
  stats: "M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6",
  light: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.6v1.4M8 13v1.4M1.6 8H3M13 8h1.4M3.5 3.5l1 1M11.5 11.5l1 1M3.5 12.5l1-1M11.5 4.5l1-1",
  dark: "M13 9.6A5.6 5.6 0 1 1 6.4 3a4.6 4.6 0 0 0 6.6 6.6z",
  system: "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
  keyboard: "M1.8 4h12.4v8H1.8zM4.5 6.6h.01M7 6.6h.01M9.5 6.6h.01M11.8 6.6h.01M5 9.5h6",
  grip: "M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01",
  keep: "M4 2.5h8v11l-4-2.8-4 2.8z",
};

Object.assign(PATHS, {
  date: PATHS.calendar,
  place: PATHS.map,
  pdf: PATHS.page,
  file: PATHS.files,
  bookmark: PATHS.url,
  embed: PATHS.external,
  created_by: PATHS.people,
  last_edited_by: PATHS.people,
  last_edited_time: PATHS.created_time,
  button: PATHS.select,
});

/** A 16 × 16 line icon, decorative. */
export function lineIcon(name) {
  const path = svg("path", { d: PATHS[name] ?? PATHS.rich_text });
  return svg(
    "svg",
    { class: "line-icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    path,
  );
}

/** Whether an icon is there to be shown. */
export function hasIcon(icon) {
  return Boolean(icon?.type);
}

/**
 * A Notion icon (emoji, picture or named icon) as a decorative element; `fallback` names the line
 * icon to show where there is none.
 */
export function pageIcon(icon, fallback = "page") {
  if (icon?.type === "emoji")
    return h("span", { class: "icon emoji", "aria-hidden": "true" }, icon.emoji);
  if (icon?.type === "icon") return namedIcon(icon.icon);
  const source = safeImage(icon?.[icon.type]?.url);
  if (icon && source) return pictureIcon(source, fallback);
  return h("span", { class: "icon", "aria-hidden": "true" }, lineIcon(fallback));
}

function pictureIcon(source, fallback) {
  const image = h("img", { src: source, alt: "", loading: "lazy" });
  const holder = h("span", { class: "icon", "aria-hidden": "true" }, image);
  image.addEventListener("error", () => holder.replaceChildren(lineIcon(fallback)));
  return holder;
}

/** Notion's own icons are not ours to copy: their first letter on their colour stands in. */
function namedIcon({ name = "", color = "gray" }) {
  const letter = name.slice(0, 1).toUpperCase();
  return h("span", { class: "icon named", "data-color": color, "aria-hidden": "true" }, letter);
}

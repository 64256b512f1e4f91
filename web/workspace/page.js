/** A page: cover, icon, title, a row's properties, and the body. */

import { fileAddress } from "./blocks/media.js";
import { renderBlocks } from "./blocks.js";
import { currentPage } from "./breadcrumb.js";
import { renderDatabase } from "./database.js";
import { fragment, h, safeImage } from "../shared/dom.js";
import { newBlockButton } from "./editing/blocks.js";
import { editable, editButton } from "./editing/cells.js";
import { hasIcon, lineIcon, pageIcon } from "../shared/icons.js";
import { renderValue } from "./properties.js";
import { richText } from "./richtext.js";
import { titleRuns } from "./values.js";

/** @returns {DocumentFragment} cover, header and body of what the snapshot shows */
export function renderPage(context) {
  const { snapshot } = context;
  const shown = snapshot.page ?? context.database(snapshot.database_id)?.database ?? {};
  const cover = renderCover(shown, snapshot);
  const header = h(
    "header",
    { class: ["page-header", cover && "covered", !hasIcon(shown.icon) && "iconless"] },
    hasIcon(shown.icon) ? h("div", { class: "page-icon" }, pageIcon(shown.icon)) : null,
    pageTitle(shown, context),
    describe(shown, context),
  );
  return fragment(
    cover,
    h("article", { class: "page" }, header, rowProperties(context), body(context)),
  );
}

/** A page's title; changed where it stands. */
function pageTitle(shown, context) {
  const title = h("h1", { class: "page-title rich" }, titleWords(shown, context));
  const found = Object.entries(shown.properties ?? {}).find(([, value]) => value.type === "title");
  if (!context.desk || !found) return title;
  const property = { ...found[1], name: found[0], label: context.t("pageTitle") };
  title.append(" ", editButton(shown, property, context));
  return editable(title, shown, property, context);
}

function titleWords(shown, context) {
  const runs = shown.title ?? titleRuns(shown);
  return runs.length ? richText(runs, context) : context.t("untitled");
}

function describe({ description }, context) {
  return description?.length
    ? h("p", { class: "database-description rich" }, richText(description, context))
    : null;
}

/** The cover picture, else a gradient in the page's colour, else nothing. */
function renderCover(shown, snapshot) {
  const source = safeImage(fileAddress(shown.cover));
  const colour = pageColour(shown, snapshot);
  const gradient = () => h("div", { class: "cover gradient", "data-color": colour ?? "gray" });
  if (!source) return colour ? gradient() : null;
  const image = h("img", { src: source, alt: "" });
  const cover = h("div", { class: "cover" }, image);
  image.addEventListener("error", () => cover.replaceWith(gradient()));
  return cover;
}

/** The colour a page is kept in: its named icon's, else that of its first coloured block. */
function pageColour({ icon }, { blocks }) {
  if (icon?.type === "icon" && icon.icon.color) return icon.icon.color;
  const colours = (blocks ?? []).map((block) => block[block.type]?.color).filter(Boolean);
  return colours
    .map((colour) => colour.replace("_background", ""))
    .find((colour) => !["default", "gray"].includes(colour));
}

/** The properties of a row, as the table of its page. */
function rowProperties(context) {
  const { snapshot } = context;
  const schema = snapshot.data_source?.properties;
  if (!schema || !snapshot.page) return null;
  const names = Object.keys(schema).filter((name) => schema[name].type !== "title");
  const rows = names.map((name) => {
    const property = { ...schema[name], name };
    const value = renderValue(snapshot.page.properties[name], property, context);
    const label = h("dt", {}, lineIcon(schema[name].type), h("span", {}, name));
    const shown = value ?? h("span", { class: "no-value" }, context.t("noValue"));
    const holder = h("dd", {}, shown, editButton(snapshot.page, property, context));
    return h("div", {}, label, editable(holder, snapshot.page, property, context));
  });
  return rows.length
    ? h("dl", { class: "row-properties", "aria-label": context.t("properties") }, rows)
    : null;
}

function body(context) {
  const { snapshot } = context;
  if (!snapshot.page && snapshot.database_id)
    return renderDatabase(snapshot.database_id, context, { titled: false });
  const isRow = Boolean(snapshot.data_source);
  const blocks = snapshot.blocks ?? [];
  const empty = !blocks.length && !isRow;
  return h(
    "div",
    { class: "page-body" },
    empty ? h("p", { class: "empty-view" }, context.t("emptyPage")) : renderBlocks(blocks, context),
    newBlockButton(snapshot.page, context),
  );
}

/** The title of the browser's tab. */
export function documentTitle(context) {
  return currentPage(context)?.title || context.t("untitled");
}

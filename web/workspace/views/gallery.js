/** The gallery view: cards with a cover, or with the icon on a tint. */

import { fileAddress } from "../blocks/media.js";
import { fragment, h, safeImage } from "../../shared/dom.js";
import { newRowButton, rowMenuButton } from "../editing/rows.js";
import { pageIcon } from "../../shared/icons.js";
import { findProperty } from "../values.js";
import { fillList } from "../windowing.js";
import { cardProperties, cardValues, emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderGallery(given) {
  const { view, schema, rows, context } = given;
  if (!rows.length) return fragment(emptyView(context), newRowButton(given));
  const properties = cardProperties(view, schema, [view.configuration?.cover?.property_id]);
  const size = view.configuration?.cover_size ?? "medium";
  const cards = fillList(h("ul", { class: "gallery", "data-size": size }), rows, {
    draw: (row) => h("li", { "data-block": row.id }, card(row, properties, given)),
    key: view.id,
    context,
  });
  return fragment(cards, newRowButton(given));
}

function card(row, properties, given) {
  const { view, schema, context } = given;
  const body = h(
    "div",
    { class: "card-body" },
    rowLink(row, context, "card-link"),
    rowMenuButton(row, given),
    cardValues(row, properties, context),
  );
  return h("article", { class: "card" }, cover(row, view, schema), body);
}

function cover(row, view, schema) {
  const tint = firstColour(row, schema);
  const plain = h(
    "div",
    { class: "card-cover plain", "data-color": tint, "aria-hidden": "true" },
    pageIcon(row.icon),
  );
  const source = safeImage(coverAddress(row, view, schema));
  if (!source) return plain;
  const image = h("img", { src: source, alt: "", loading: "lazy" });
  const holder = h(
    "div",
    { class: "card-cover", "data-fit": view.configuration?.cover_aspect ?? "cover" },
    image,
  );
  image.addEventListener("error", () => holder.replaceWith(plain));
  return holder;
}

function coverAddress(row, view, schema) {
  const settings = view.configuration?.cover;
  const property =
    settings?.type === "property" ? findProperty(schema, settings.property_id) : null;
  const files = property ? row.properties?.[property.name]?.files : null;
  return files?.length ? fileAddress(files[0]) : fileAddress(row.cover);
}

/**
 * The colour of the first option that the row holds, else of its status, so that cards without a
 * picture still differ.
 */
function firstColour(row, schema) {
  const values = Object.keys(schema).map((name) => row.properties?.[name]);
  const options = values.map((value) => value?.select ?? value?.multi_select?.[0]);
  const coloured = [...options, ...values.map((value) => value?.status)].map((one) => one?.color);
  return coloured.find((colour) => colour && colour !== "default") ?? "gray";
}

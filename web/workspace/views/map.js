/**
 * The map view as a list of places: there is no tile source of our own, and we ask no one else's.
 */

import { externalLink, h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { findProperty } from "../values.js";
import { cardProperties, cardValues, emptyView, rowLink } from "./common.js";

/** @param {import("./common.js").ViewInput} input */
export function renderMap({ view, schema, rows, context }) {
  const property = placeProperty(view, schema);
  const placed = rows.filter((row) => row.properties?.[property?.name]?.place);
  const note = h("p", { class: "map-note" }, lineIcon("map"), h("span", {}, context.t("mapNote")));
  if (!placed.length) return h("div", { class: "map-view" }, note, emptyView(context));
  const shown = cardProperties(view, schema, [property.id]).filter(
    ({ name }) => name !== property.name,
  );
  const items = placed.map((row) =>
    placeItem(row, row.properties[property.name].place, shown, context),
  );
  return h("div", { class: "map-view" }, note, h("ul", { class: "places" }, items));
}

function placeProperty(view, schema) {
  const named = findProperty(
    schema,
    view.configuration?.map_by ?? view.configuration?.map_by_property_name,
  );
  return (
    named ?? findProperty(schema, Object.values(schema).find(({ type }) => type === "place")?.id)
  );
}

function placeItem(row, place, properties, context) {
  const address = [place.name, place.address].filter(Boolean).join(" · ");
  const link = externalLink(
    `https://www.openstreetmap.org/?mlat=${place.lat}&mlon=${place.lon}#map=16/${place.lat}/${place.lon}`,
    { class: "coordinates", "aria-label": context.t("openMap") },
    `${place.lat.toFixed(4)}, ${place.lon.toFixed(4)}`,
  );
  const text = h(
    "div",
    {},
    rowLink(row, context),
    h("p", { class: "place-address" }, address),
    link,
    cardValues(row, properties, context),
  );
  return h("li", { "data-block": row.id }, h("span", { class: "pin" }, lineIcon("map")), text);
}

/** Which properties a view shows, and in which order; pure. */

import { findProperty } from "../values.js";
import { cardProperties, tableProperties } from "../views/common.js";

/** @typedef {{property: object, visible: boolean}} Place */

/** All properties of a view but the title: those that it shows, in its order, then the others. */
export function arrangement(view, schema) {
  const shown = shownBy(view, schema).filter(({ type }) => type !== "title");
  const names = new Set(shown.map(({ name }) => name));
  const others = Object.keys(schema)
    .filter((name) => schema[name].type !== "title" && !names.has(name))
    .map((name) => ({ ...schema[name], name }));
  return [
    ...shown.map((property) => ({ property, visible: true })),
    ...others.map((property) => ({ property, visible: false })),
  ];
}

function shownBy(view, schema) {
  return view.type === "table" ? tableProperties(view, schema) : cardProperties(view, schema);
}

/** The places with the property of that name moved by so many. */
export function moved(places, name, by) {
  const from = places.findIndex(({ property }) => property.name === name);
  const to = Math.max(0, Math.min(places.length - 1, from + by));
  const others = places.filter((_, index) => index !== from);
  return [...others.slice(0, to), places[from], ...others.slice(to)];
}

/** The places with the property of that name shown, or not any more. */
export function toggled(places, name) {
  return places.map((place) =>
    place.property.name === name ? { ...place, visible: !place.visible } : place,
  );
}

/** The `properties` of a view's configuration, which keep their widths and the like. */
export function columnsOf(places, view, schema) {
  const settings = view.configuration?.properties ?? [];
  const settingOf = ({ name }) =>
    settings.find((setting) => findProperty(schema, setting.property_id)?.name === name);
  const title = Object.keys(schema).find((name) => schema[name].type === "title");
  const first = { property: { ...schema[title], name: title }, visible: true };
  return [first, ...places].map(({ property, visible }) => {
    const { property_name: _, ...kept } = settingOf(property) ?? {};
    return { ...kept, property_id: property.id, visible };
  });
}

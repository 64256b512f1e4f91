/** Property values as chips, dates, figures and links. */

import { externalLink, h, safeImage } from "../shared/dom.js";
import { fileAddress } from "./blocks/media.js";
import { formatDate, formatNumber } from "../shared/format.js";
import { lineIcon } from "../shared/icons.js";
import { pageLink, richText } from "./richtext.js";
import { isEmpty, textOf, uniqueIdText, unwrap } from "./values.js";

const RENDERERS = {
  title: (value, property, context) => h("span", { class: "rich" }, richText(value.title, context)),
  rich_text: (value, property, context) =>
    h("span", { class: "rich" }, richText(value.rich_text, context)),
  number: (value, property, context) => figure(value.number, property, context),
  select: (value) => chip(value.select),
  multi_select: (value) => chips(value.multi_select.map(chip)),
  status: (value) => statusChip(value.status),
  date: (value, property, context) => dateText(value.date, context),
  people: (value, property, context) =>
    chips(value.people.map((person) => personChip(person, context))),
  files: (value, property, context) => chips(value.files.map((file) => fileChip(file, context))),
  checkbox: (value, property, context) => tick(value.checkbox, context),
  url: (value) =>
    addressLink(value.url, value.url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")),
  email: (value) => addressLink(`mailto:${value.email}`, value.email),
  phone_number: (value) =>
    addressLink(`tel:${value.phone_number.replace(/[^\d+]/g, "")}`, value.phone_number),
  relation: (value, property, context) =>
    chips(value.relation.map((page) => pageLink(page.id, context))),
  unique_id: (value) => h("span", { class: "unique-id" }, uniqueIdText(value.unique_id)),
  created_time: (value, property, context) => dateText({ start: value.created_time }, context),
  last_edited_time: (value, property, context) =>
    dateText({ start: value.last_edited_time }, context),
  created_by: (value, property, context) => personChip(value.created_by, context),
  last_edited_by: (value, property, context) => personChip(value.last_edited_by, context),
  place: (value) => placeText(value.place),
  array: (value, property, context) =>
    chips(value.array.map((part) => renderValue(part, property, context))),
};

/**
 * A property value to show, or null where it is empty.
 * @param {object} value as in a page's properties
 * @param {object} property its schema entry, with `name`
 */
export function renderValue(value, property, context) {
  const plain = unwrap(value);
  if (isEmpty(plain)) return null;
  const render = RENDERERS[plain.type];
  return render ? render(plain, property, context) : h("span", {}, textOf(plain));
}

/** A coloured option. */
export function chip(option) {
  return h("span", { class: "chip", "data-color": option.color ?? "default" }, option.name);
}

/** A status: a pill with a dot. */
export function statusChip(option) {
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  return h(
    "span",
    { class: "chip status", "data-color": option.color ?? "default" },
    dot,
    option.name,
  );
}

function chips(nodes) {
  return h("span", { class: "chips" }, nodes);
}

function figure(number, property, context) {
  const format = context.numberFormat(property);
  const text = h("span", { class: "figure" }, formatNumber(number, format, context.locale));
  if (format !== "percent" || number < 0) return text;
  const width = `${Math.min(number, 1) * 100}%`;
  const bar = h(
    "span",
    { class: "progress", "aria-hidden": "true" },
    h("span", { style: { width } }),
  );
  return h("span", { class: "percent" }, text, bar);
}

function dateText(date, context) {
  const text = formatDate(date, context.locale, { today: context.today });
  return h("time", { class: "date", datetime: date.start }, text);
}

function personChip(person, context) {
  const name = person.name ?? context.t("unknownUser");
  const picture = safeImage(person.avatar_url);
  const face = picture ? h("img", { src: picture, alt: "" }) : name.slice(0, 1);
  return h(
    "span",
    { class: "person" },
    h("span", { class: "avatar", "aria-hidden": "true" }, face),
    name,
  );
}

function fileChip(file, context) {
  const name = file.name ?? context.t("file");
  return externalLink(
    fileAddress(file),
    { class: "file-chip" },
    lineIcon("file"),
    h("span", {}, name),
  );
}

function tick(checked, context) {
  const label = context.t(checked ? "yes" : "no");
  const mark = checked ? lineIcon("tick") : null;
  return h("span", { class: ["tick", checked && "on"], role: "img", "aria-label": label }, mark);
}

function addressLink(address, text) {
  return externalLink(address, { class: "address" }, text);
}

function placeText(place) {
  return h(
    "span",
    { class: "place" },
    lineIcon("place"),
    h("span", {}, place.name ?? place.address),
  );
}

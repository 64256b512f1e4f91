/** The properties of a database: added, renamed, retyped, deleted, and shown by a view or not. */

import { h } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { chip } from "../properties.js";
import { arrangement, columnsOf, moved, toggled } from "./arrangement.js";
import { askText } from "./asking.js";
import { openMenu } from "./popover.js";
import { rowsOf } from "./reading.js";
import * as schemas from "./schema.js";
import { sortBy } from "./sorts.js";
import { setView, toolButton } from "./viewing.js";
import { whyNoName, whyNoOption } from "./wording.js";

const OPTIONED = new Set(["select", "multi_select", "status"]);

/** @param {import("./schema.js").Change} change */
function make({ calls, back, again }, { context }, options) {
  return context.desk.edit(calls, () => back, { again, ...options });
}

function arrange(given, places) {
  const { view, schema } = given;
  const properties = columnsOf(places, view, schema);
  return setView(given, { configuration: { type: view.type, properties } });
}

/** The head of a column: pressed, what may be done to it; dragged, its place. */
export function columnHead(label, property, given) {
  const { view, schema, context } = given;
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet-button column-head",
      id: `column-${view.id}-${property.id}`,
      "aria-haspopup": "menu",
      draggable: property.type === "title" ? null : "true",
    },
    label,
  );
  button.addEventListener("click", () =>
    openMenu(button, columnItems(button, property, given), property.name),
  );
  button.addEventListener("dragstart", ({ dataTransfer }) =>
    dataTransfer.setData(COLUMN, property.name),
  );
  button.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes(COLUMN)) event.preventDefault();
  });
  button.addEventListener("drop", (event) => {
    const name = event.dataTransfer.getData(COLUMN);
    const places = arrangement(view, schema);
    const at = (wanted) => places.findIndex((place) => place.property.name === wanted);
    if (!name || name === property.name) return;
    event.preventDefault();
    arrange(given, moved(places, name, at(property.name) - at(name)));
  });
  return context.desk ? button : label;
}

const COLUMN = "application/x-notionforge-column";

function columnItems(button, property, given) {
  const { t } = given.context;
  const { type } = property;
  const sorted = (direction) => () => sortBy(given, property, { property: property.id, direction });
  return [
    {
      label: t("rename"),
      icon: lineIcon("pencil"),
      act: () => askName(button, property, given),
    },
    ...(schemas.canBeRetyped(property)
      ? [{ label: t("retype"), icon: lineIcon(type), act: () => askType(button, property, given) }]
      : []),
    ...(OPTIONED.has(type)
      ? [
          {
            label: t("options"),
            icon: lineIcon("select"),
            act: () => options(button, property, given),
          },
        ]
      : []),
    { label: t("ascending"), icon: lineIcon("sort"), act: sorted("ascending") },
    { label: t("descending"), icon: lineIcon("sort"), act: sorted("descending") },
    ...(type === "title" ? [] : placeItems(property, given)),
  ];
}

function placeItems(property, given) {
  const { t } = given.context;
  const places = () => arrangement(given.view, given.schema);
  const by = (steps) => () => arrange(given, moved(places(), property.name, steps));
  return [
    { label: t("moveLeft"), icon: lineIcon("left"), act: by(-1) },
    { label: t("moveRight"), icon: lineIcon("right"), act: by(1) },
    {
      label: t("hide"),
      icon: lineIcon("close"),
      act: () => arrange(given, toggled(places(), property.name)),
    },
    {
      label: t("remove"),
      icon: lineIcon("trash"),
      danger: true,
      act: () =>
        make(schemas.removed(given.entry.data_source, property), given, { told: t("removed") }),
    },
  ];
}

function askName(button, property, given) {
  const label = given.context.t("rename");
  const done = (now) => make(schemas.renamed(given.entry.data_source, property, now), given);
  const wrong = wrongName(given, property);
  askText(button, { label, value: property.name, wrong, done });
}

/** What is the matter with the name of a property, beside all others. */
function wrongName({ schema, context }, own = null) {
  const others = Object.keys(schema).filter((name) => name !== own?.name);
  return (name) => told(whyNoName(name, others), context);
}

function told(why, { t }) {
  return why && t(...why);
}

function askType(button, property, given) {
  const { context } = given;
  const items = schemas.TYPES.map((type) => ({
    label: context.t(`type_${type}`),
    icon: lineIcon(type),
    chosen: type === property.type,
    act: () => type !== property.type && retype(button, property, type, given),
  }));
  openMenu(button, items, context.t("retype"));
}

/** Changes a type at once where it can say every value, and else when it was read what is lost. */
async function retype(button, property, type, given) {
  const { context, entry } = given;
  const { t } = context;
  const found = await readRows(given);
  if (!found) return;
  const { calls, back } = schemas.retyped(entry.data_source, property, type, found.rows, t);
  const act = makeOver(found, { calls, back }, t("retyped"), given);
  const count = schemas.lostBy(property, type, found.rows);
  if (found.whole && !count) return act();
  const label = found.whole ? t("retypeLosing", { count }) : t("retypeForGood");
  openMenu(button, [{ label, danger: true, act }], t("retype"));
}

/** The rows that a change goes over; null, and it is said, where they cannot be read. */
async function readRows({ entry, context }) {
  const found = await rowsOf(entry.data_source.id, context).catch(() => null);
  if (!found) context.desk.say(context.t("edit_away"));
  return found;
}

/** What makes a change over rows: with a way back where these are all that there are. */
function makeOver({ whole }, { calls, back }, told, { context }) {
  return () => context.desk.edit(calls, whole ? () => back : null, { told });
}

function options(button, property, given) {
  const { context } = given;
  const list = property[property.type].options;
  const change = (now, rows = []) =>
    schemas.optionsChanged(given.entry.data_source, property, now, rows);
  const set = (now) => make(change(now), given);
  const remove = async (option) => {
    const found = await readRows(given);
    if (!found) return;
    const left = list.filter((one) => one !== option);
    const act = makeOver(found, change(left, found.rows), context.t("removed"), given);
    if (found.whole) return act();
    openMenu(button, [{ label: context.t("removeForGood"), danger: true, act }], option.name);
  };
  const items = list.map((option) => ({
    label: "",
    icon: chip(option),
    act: () => optionMenu(button, option, { property, list, set, remove, context }),
  }));
  const add = () =>
    askText(button, {
      label: context.t("newOption"),
      wrong: wrongOption(property, list, context),
      done: (name) => set([...list, { name }]),
    });
  openMenu(
    button,
    [...items, { label: context.t("newOption"), icon: lineIcon("plus"), act: add }],
    context.t("options"),
  );
}

function wrongOption({ type }, others, context) {
  const names = others.map(({ name }) => name);
  return (name) => told(whyNoOption(name, type, names), context);
}

/** An option keeps its colour for good: Notion's API changes none. */
function optionMenu(button, option, { property, list, set, remove, context }) {
  const { t } = context;
  const others = list.filter((one) => one !== option);
  const change = (now) => set(list.map((one) => (one === option ? { ...one, ...now } : one)));
  openMenu(
    button,
    [
      {
        label: t("rename"),
        icon: lineIcon("pencil"),
        act: () =>
          askText(button, {
            label: t("rename"),
            value: option.name,
            wrong: wrongOption(property, others, context),
            done: (name) => change({ name }),
          }),
      },
      {
        label: t("remove"),
        icon: lineIcon("trash"),
        danger: true,
        act: () => remove(option),
      },
    ],
    option.name,
  );
}

/** The button that shows and hides properties, and adds one. */
export function propertiesButton(given) {
  const { view, schema, context } = given;
  const places = arrangement(view, schema);
  const items = places.map(({ property, visible }) => ({
    label: property.name,
    icon: lineIcon(property.type),
    chosen: visible,
    many: true,
    act: () => arrange(given, toggled(places, property.name)),
  }));
  const pick = (button) =>
    openMenu(
      button,
      [
        ...items,
        {
          label: context.t("newProperty"),
          icon: lineIcon("plus"),
          act: () => askNew(button, given),
        },
      ],
      context.t("properties"),
    );
  return toolButton("properties", "table", false, pick, given);
}

/** Asks for the type of a new property, then for its name. */
export function askNew(button, given) {
  const { context } = given;
  const items = schemas.TYPES.map((type) => ({
    label: context.t(`type_${type}`),
    icon: lineIcon(type),
    act: () =>
      askText(button, {
        label: context.t("propertyName"),
        wrong: wrongName(given),
        done: (name) => add(given, name, type),
      }),
  }));
  openMenu(button, items, context.t("newProperty"));
}

/** Adds a property, and shows it where the view says what it shows. */
function add(given, name, type) {
  const { entry, view, schema, context } = given;
  const change = schemas.added(entry.data_source, name, type, context.t);
  if (!view.configuration?.properties?.length) return make(change, given);
  const columns = columnsOf(arrangement(view, schema), view, schema);
  const properties = [...columns, { property_id: name, visible: true }];
  const shown = { configuration: { type: view.type, properties } };
  const show = { method: "PATCH", path: `views/${view.id}`, body: shown };
  const again = (answers) => [...change.again(answers), show];
  return make({ ...change, calls: [...change.calls, show], again }, given);
}

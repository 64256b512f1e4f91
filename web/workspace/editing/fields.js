/** Editors of values, one for each type, in a sheet upon the value. */

import { h } from "../../shared/dom.js";
import { chip, statusChip } from "../properties.js";
import { titleText } from "../values.js";
import { dateEditor } from "./datefield.js";
import { readNumber, whyNoNumber } from "./numbers.js";
import { entered } from "./payload.js";
import { pick } from "./picking.js";
import { openSheet } from "./popover.js";
import { rowsOf } from "./reading.js";
import { whyNoText } from "./wording.js";

const EDITORS = {
  title: textEditor,
  rich_text: textEditor,
  url: textEditor,
  email: textEditor,
  phone_number: textEditor,
  number: numberEditor,
  select: optionEditor,
  status: optionEditor,
  multi_select: optionsEditor,
  relation: relationEditor,
  date: dateEditor,
};

/**
 * Lets a person change a value where it stands.
 * @param {{anchor: Element, value: object, property: object, context: object, save: Function, typed?: string}}
 *   given
 *   `save` takes what `written` takes, and is called where something changed; `typed` is a text that
 *   was not kept, to go on with
 */
export function openEditor(given) {
  EDITORS[given.property.type](given);
}

function textEditor(given) {
  const { value, property, save } = given;
  const before = entered(value);
  const box = h("textarea", {
    rows: 1,
    "aria-label": property.label ?? property.name,
    inputmode: { url: "url", email: "email", phone_number: "tel" }[property.type],
    class: "edit-text",
  });
  box.value = given.typed ?? before;
  const many = property.type === "rich_text";
  const text = () => (many ? box.value.trimEnd() : box.value.replaceAll("\n", " ").trim());
  entry(given, box, {
    many,
    wrong: () => (text() === before ? null : whyNoText(property.type, text())),
    commit: () => text() !== before && save(text()),
  });
}

function numberEditor(given) {
  const { value, property, save } = given;
  const format = property.number?.format;
  const before = entered(value);
  const shown =
    before === null
      ? ""
      : format === "percent"
        ? `${Number((before * 100).toPrecision(15))}`
        : `${before}`;
  const box = h("input", {
    inputmode: "decimal",
    "aria-label": property.label ?? property.name,
    class: "edit-text",
  });
  box.value = given.typed ?? shown;
  const number = () => (box.value === shown ? before : readNumber(box.value, format));
  entry(given, box, {
    wrong: () => (number() === undefined ? [whyNoNumber(box.value)] : null),
    commit: () => number() !== before && save(number()),
  });
}

/**
 * A box of text: Enter and a click beside it keep what was typed, Esc does not. What cannot be kept
 * stays to be mended.
 */
function entry(given, box, { commit, wrong, many = false }) {
  const { anchor, property, context } = given;
  const note = h("p", { class: "edit-note", role: "alert" });
  const grow = () => {
    box.style.setProperty("height", "auto");
    box.style.setProperty("height", `${box.scrollHeight}px`);
  };
  let settled = false;
  const keep = () => {
    const why = settled ? null : wrong();
    if (!why) {
      if (!settled) commit();
      settled = true;
      return close();
    }
    box.setAttribute("aria-invalid", "true");
    note.textContent = context.t(...why);
  };
  box.addEventListener("input", () => {
    box.removeAttribute("aria-invalid");
    note.textContent = "";
    if (box.tagName === "TEXTAREA") grow();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (many && event.shiftKey)) return;
    event.preventDefault();
    keep();
  });
  const left = ({ givenUp }) => {
    if (givenUp || settled) return;
    const why = wrong();
    if (why) reopen({ ...given, typed: box.value }, why);
    else commit();
  };
  const close = openSheet(anchor, h("div", {}, box, note), {
    label: context.t("editValue", { name: property.label ?? property.name }),
    over: true,
    closed: left,
  });
  if (box.tagName === "TEXTAREA") grow();
  box.select();
}

/** Says why what was typed is not kept, beside a way to go on with it. */
function reopen(given, why) {
  const { t, desk } = given.context;
  // A cell that was drawn anew meanwhile is another, of the same id.
  const anchor = () => document.getElementById(given.anchor.id) ?? given.anchor;
  desk.say(t(...why), { label: t("goOn"), act: () => openEditor({ ...given, anchor: anchor() }) });
}

function optionEditor(given) {
  const { value, property, context, save } = given;
  const before = entered(value);
  const draw = property.type === "status" ? statusChip : chip;
  pick(given, {
    options: optionsOf(property, draw),
    chosen: before ? [before] : [],
    creates: property.type === "select",
    toggle: (name) => name !== before && save(name),
    none: before && property.type === "select" ? () => save(null) : null,
    context,
  });
}

function optionsEditor(given) {
  const { value, property, save, context } = given;
  const chosen = new Set(entered(value));
  const before = [...chosen].join("\n");
  pick(given, {
    options: optionsOf(property, chip),
    chosen,
    many: true,
    creates: true,
    toggle: (name) => (chosen.delete(name) ? null : chosen.add(name)),
    done: () => [...chosen].join("\n") !== before && save([...chosen]),
    context,
  });
}

function optionsOf(property, draw) {
  return (property[property.type]?.options ?? []).map((option) => ({
    key: option.name,
    words: option.name,
    node: draw(option),
  }));
}

async function relationEditor(given) {
  const { value, property, save, context } = given;
  const found = await rowsOf(property.relation.data_source_id, context).catch(() => null);
  if (!found) return context.desk.say(context.t("edit_gone"));
  const chosen = new Set(entered(value));
  const before = [...chosen].join();
  const title = (page) => titleText(page) || context.t("untitled");
  pick(given, {
    options: found.rows.map((page) => ({
      key: page.id,
      words: title(page),
      node: h("span", {}, title(page)),
    })),
    chosen,
    many: true,
    toggle: (id) => (chosen.delete(id) ? null : chosen.add(id)),
    done: () => [...chosen].join() !== before && save([...chosen]),
    context,
  });
}

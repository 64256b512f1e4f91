import { fill, h } from "../shared/dom.js";
import {
  changesOf,
  draftOf,
  hasOptions,
  newDatabase,
  newPart,
  newProperty,
  partAt,
  TYPES,
} from "./edits.js";
import { lineIcon } from "../shared/icons.js";

/**
 * The plan as a form: names, properties, options, views and pages, to be changed by hand. It sends
 * the list of changes, and stays open until the server has found no fault in them.
 */
export class PlanEditor {
  #dialog;
  #onSave;
  #approvalId = null;
  #draft = null;
  #waiting = false;
  #t;

  constructor(dialog, onSave) {
    this.#dialog = dialog;
    this.#onSave = onSave;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#leave();
    });
  }

  open({ approval_id: approvalId, blueprint }, { t }) {
    this.#approvalId = approvalId;
    this.#draft = draftOf(blueprint);
    this.#waiting = false;
    this.#t = t;
    fill(this.#dialog, this.#form(t));
    this.#dialog.setAttribute("aria-label", t("editor.title"));
    this.#dialog.showModal();
    this.#follow(t);
  }

  /**
   * Follows the conversation: shows the server's objections, closes once the edit runs. What was
   * answered elsewhere meanwhile is said; the edits stay to be looked at.
   */
  render({ decision, alert, items }, { t }) {
    if (!this.#dialog.open || decision) return;
    const approval = items.find((item) => item.approval_id === this.#approvalId);
    const answered = approval?.status !== "pending";
    if (answered && this.#waiting) return this.#dialog.close();
    if (answered) return this.#outrun(t);
    if (!this.#waiting) return undefined;
    this.#waiting = false;
    this.#follow(t);
    if (alert) this.#complain(alert.content, alert.details);
    return undefined;
  }

  /** Whether the alert of the moment is already told inside the dialog. */
  get isOpen() {
    return this.#dialog.open;
  }

  #form(t) {
    const submit = (event) => {
      event.preventDefault();
      this.#submit(t);
    };
    const attributes = {
      class: "dialog-body editor",
      autocomplete: "off",
      onsubmit: submit,
      oninput: () => this.#follow(t),
    };
    return h(
      "form",
      attributes,
      head(t, () => this.#leave()),
      h("p", { class: "help" }, t("editor.help")),
      h("div", { class: "editor-parts" }, this.#parts(t)),
      h("div", { class: "editor-problem", role: "alert", "data-testid": "editor-problem" }),
      h(
        "footer",
        { class: "dialog-foot" },
        h("span", { class: "editor-count", role: "status", "data-testid": "editor-count" }),
        h("button", { class: "button primary", "data-testid": "editor-save" }),
      ),
    );
  }

  #parts(t) {
    const { databases, pages } = this.#draft;
    const again = (focused) => this.#redraw(t, focused);
    const adding = (list, part) => () => again(list.push(part()) && list.at(-1));
    const first = () => newDatabase(t("editor.firstProperty"));
    return [
      nameField(this.#draft, t("editor.pageTitle")),
      ...databases.filter(isShown).map((each) => databaseField(each, t, again, adding)),
      addButton(t("editor.addDatabase"), adding(databases, first), "add-database"),
      h("h3", {}, t("editor.pages")),
      ...pages.filter(isShown).map((page) => removable(page, t("editor.pageName"), t, again)),
      addButton(t("editor.addPage"), adding(pages, newPart), "add-page"),
    ];
  }

  /** Draws the form again after a part came or went; a new part is where one goes on typing. */
  #redraw(t, focused) {
    const parts = this.#dialog.querySelector(".editor-parts");
    const { scrollTop } = parts;
    fill(parts, this.#parts(t));
    parts.scrollTop = scrollTop;
    const fields = [...parts.querySelectorAll("input")];
    fields.find((field) => field.edits === focused)?.focus();
    this.#follow(t);
  }

  /** Says how much was changed, and lets nothing be sent where nothing was. */
  #follow(t) {
    const count = changesOf(this.#draft).length;
    const told = t(count === 1 ? "editor.oneChange" : "editor.changes", { count });
    fill(this.#dialog.querySelector(".editor-count"), count ? told : t("editor.unchanged"));
    const button = this.#dialog.querySelector("[data-testid=editor-save]");
    button.disabled = this.#waiting || count === 0;
    button.textContent = t(this.#waiting ? "editor.checking" : "editor.save");
  }

  /** Asks first where something would be lost. */
  #leave() {
    const t = this.#t;
    if (changesOf(this.#draft).length === 0) return this.#dialog.close();
    const button = (key, hook, onclick) =>
      h("button", { type: "button", class: "link", "data-testid": hook, onclick }, t(key));
    return fill(
      this.#dialog.querySelector(".editor-problem"),
      h(
        "p",
        {},
        `${t("editor.leaving")} `,
        button("editor.discard", "editor-discard", () => this.#dialog.close()),
        " · ",
        button("editor.stay", "editor-stay", () => this.#complain("")),
      ),
    );
  }

  #outrun(t) {
    this.#waiting = false;
    const button = this.#dialog.querySelector("[data-testid=editor-save]");
    if (button.disabled && button.dataset.outrun) return;
    button.dataset.outrun = "true";
    button.disabled = true;
    this.#complain(t("editor.outrun"));
  }

  #submit(t) {
    const changes = changesOf(this.#draft);
    if (changes.length === 0 || this.#waiting) return;
    this.#complain("");
    this.#waiting = true;
    this.#follow(t);
    this.#onSave(this.#approvalId, changes);
  }

  /** Says what is wrong, of each fault with the field that it is about, which is marked. */
  #complain(text, details = []) {
    const fields = [...this.#dialog.querySelectorAll(".editor-parts input")];
    for (const field of fields) field.removeAttribute("aria-invalid");
    const reasons = details.filter(({ message }) => message);
    const told = reasons.map(({ field: place, message }) => {
      const part = partAt(this.#draft, place ?? "");
      const field = fields.find(({ edits }) => part && edits === part);
      field?.setAttribute("aria-invalid", "true");
      const name = part && (part.name.trim() || part.was);
      const named = [field?.getAttribute("aria-label"), name].filter(Boolean).join(" · ");
      return h("li", {}, named ? `${named}: ${message}` : message);
    });
    const node = this.#dialog.querySelector(".editor-problem");
    fill(node, told.length > 0 ? h("ul", {}, told) : text && h("p", {}, text));
  }
}

const isShown = ({ gone }) => !gone;

function head(t, onclick) {
  const close = { type: "button", class: "icon-button", "aria-label": t("dialog.close"), onclick };
  return h(
    "header",
    { class: "dialog-head" },
    h("h2", {}, t("editor.title")),
    h("button", close, lineIcon("close")),
  );
}

function databaseField(database, t, again, adding) {
  const { properties, views } = database;
  return h(
    "fieldset",
    { "data-testid": "editor-database" },
    removable(database, t("editor.databaseName"), t, again),
    properties.filter(isShown).map((each) => propertyField(each, t, again, adding)),
    addButton(t("editor.addProperty"), adding(properties, newProperty), "add-property"),
    views.some(isShown) && viewsField(views, t, again),
  );
}

function viewsField(views, t, again) {
  const chip = (view) =>
    h(
      "span",
      { class: "editor-chip" },
      input(view, t("editor.viewName")),
      removeButton(view, t, again),
    );
  return h(
    "div",
    { class: "editor-chips" },
    h("span", { class: "faint" }, t("editor.views")),
    views.filter(isShown).map(chip),
  );
}

function propertyField(property, t, again, adding) {
  const isTitle = property.type === "title";
  return h(
    "div",
    { class: "editor-property", "data-testid": "editor-property" },
    h(
      "div",
      { class: "editor-line" },
      input(property, t("editor.propertyName")),
      typeField(property, t, again),
      !isTitle && removeButton(property, t, again),
    ),
    hasOptions(property.type) && optionsField(property.options, t, again, adding),
  );
}

/** What Notion computes by itself, and a relation, keeps its type. */
function typeField(property, t, again) {
  if (!TYPES.includes(property.type))
    return h("span", { class: "faint" }, t(`type.${property.type}`));
  const choose = (event) => {
    property.type = event.target.value;
    again();
  };
  const choice = (type) =>
    h("option", { value: type, selected: type === property.type }, t(`type.${type}`));
  const attributes = { "aria-label": t("editor.propertyType"), onchange: choose };
  return h("select", attributes, TYPES.map(choice));
}

function optionsField(options, t, again, adding) {
  const chip = (option) =>
    h(
      "span",
      { class: "editor-chip" },
      input(option, t("editor.optionName")),
      removeButton(option, t, again),
    );
  return h(
    "div",
    { class: "editor-chips" },
    options.filter(isShown).map(chip),
    addButton(t("editor.addOption"), adding(options, newPart), "add-option"),
  );
}

function removable(part, label, t, again) {
  return h("div", { class: "editor-line" }, input(part, label), removeButton(part, t, again));
}

const nameField = (part, label) => h("div", { class: "editor-line" }, input(part, label));

function input(part, label) {
  const oninput = ({ target }) => {
    part.name = target.value;
    target.removeAttribute("aria-invalid");
  };
  const field = h("input", { type: "text", "aria-label": label, placeholder: label, oninput });
  field.value = part.name;
  return Object.assign(field, { edits: part });
}

function removeButton(part, t, again) {
  const onclick = () => {
    part.gone = true;
    again();
  };
  const label = t("editor.remove", { name: part.name });
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, onclick },
    lineIcon("close"),
  );
}

function addButton(label, onclick, hook) {
  const attributes = { type: "button", class: "button quiet", "data-testid": hook, onclick };
  return h("button", attributes, lineIcon("plus"), label);
}

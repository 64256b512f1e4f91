import { fill, h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

const MOST_FILES = 10;
const UPLOAD_MS = 300_000; // of 10 MB over a slow line

/** Posts a file to be kept for the words that follow: `{id, name}`. Throws ApiError. */
export async function keepFile(file, api) {
  const body = new FormData();
  body.append("file", file, file.name);
  const told = await api("/api/files", { body, timeout: UPLOAD_MS });
  return { id: told.file_id, name: file.name };
}

/** Why a file does not come along; what says so names it as a rule. Pure. */
export function toldOf({ name, problem }) {
  return problem.includes(name) ? problem : `${name}: ${problem}`;
}

/**
 * The files that go with the next message: chosen by a button, or dropped on the composer.
 * `keep(file)` sends one ahead; `onChange()` is called when what is attached has changed.
 */
export class Attachments {
  #form;
  #list;
  #input;
  #button;
  #keep;
  #onChange;
  #items = [];
  #t;

  constructor(form, { keep, onChange }) {
    this.#form = form;
    this.#list = form.querySelector(".attachments");
    this.#input = form.querySelector("[data-testid=attach-input]");
    this.#button = form.querySelector("[data-testid=attach]");
    this.#keep = keep;
    this.#onChange = onChange;
    this.#button.append(lineIcon("files"));
    this.#button.addEventListener("click", () => this.#input.click());
    this.#input.addEventListener("change", () => {
      this.#add([...this.#input.files]);
      this.#input.value = "";
    });
    this.#listenToDrops();
  }

  /** The names of what is attached, and whether all of it has arrived. */
  get state() {
    const sending = this.#items.some((item) => !item.id && !item.problem);
    return { names: this.#items.filter((item) => item.id).map(({ name }) => name), sending };
  }

  render({ t }) {
    this.#t = t;
    this.#button.setAttribute("aria-label", t("composer.attach"));
    this.#show();
  }

  /** The ids of what is attached, which is attached no more. */
  take() {
    const ids = this.#items.filter((item) => item.id).map((item) => item.id);
    this.#items = [];
    this.#show();
    return ids;
  }

  #listenToDrops() {
    const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    this.#form.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.#form.classList.add("dropping");
    });
    for (const name of ["dragleave", "drop"])
      this.#form.addEventListener(name, () => this.#form.classList.remove("dropping"));
    this.#form.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.#add([...event.dataTransfer.files]);
    });
  }

  async #add(files) {
    const room = MOST_FILES - this.#items.length;
    await Promise.all(files.slice(0, room).map((file) => this.#send(file)));
  }

  async #send(file) {
    const item = { name: file.name };
    this.#items.push(item);
    this.#show();
    try {
      item.id = (await this.#keep(file)).id;
    } catch (error) {
      item.problem = error.message || this.#t("composer.attach.failed");
    }
    this.#show();
  }

  #show() {
    this.#list.hidden = this.#items.length === 0;
    fill(this.#list, ...this.#items.map((item) => this.#chip(item)));
    this.#onChange();
  }

  #chip(item) {
    const remove = () => {
      this.#items = this.#items.filter((other) => other !== item);
      this.#show();
    };
    const label = this.#t("composer.attach.remove", { name: item.name });
    return h(
      "li",
      { class: item.problem ? "problem" : item.id ? "" : "sending", "data-testid": "attachment" },
      h("span", {}, item.problem ? toldOf(item) : item.name),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": label, onclick: remove },
        lineIcon("close"),
      ),
    );
  }
}

import { fill, h } from "../../shared/dom.js";
import { openDialog } from "../../shared/dialog.js";
import { button } from "../../shared/parts.js";

const MOST_BYTES = 2 * 1024 * 1024; // of a body, as the server has it

/** The way to add a recipe from a file; `onAdded()` is called once it is there. */
export function importButton(root, shell, onAdded) {
  const { t } = shell;
  const file = h("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    "data-testid": "recipe-file",
    onchange: async () => {
      const [chosen] = file.files;
      file.value = "";
      if (chosen) await add(chosen);
    },
  });
  const open = button(t("recipes.import"), () => file.click(), {
    icon: "plus",
    "data-testid": "recipe-import",
  });
  return [file, open];

  async function add(chosen) {
    open.disabled = true;
    try {
      const body = await read(chosen, t);
      const { name } = await shell.api("/api/recipes", { body });
      shell.announce(t("recipes.imported", { name }));
      onAdded();
    } catch (error) {
      explain(root, shell, chosen.name, error);
    } finally {
      open.disabled = false;
    }
  }
}

/** What a file says. Throws an Error in the person's words where that is no JSON. */
async function read(file, t) {
  if (file.size > MOST_BYTES) throw new Error(t("recipes.tooLarge"));
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(t("recipes.noJson"));
  }
}

/** Says what is wrong with a file, each place of it. */
function explain(root, shell, name, { message, details }) {
  const { t } = shell;
  const body = h("div", { class: "dialog-text", role: "alert", "data-testid": "recipe-problem" });
  openDialog(root, { title: t("recipes.refused", { name }) }, shell, body);
  const problems = Array.isArray(details) ? details : [];
  fill(
    body,
    h("p", {}, message),
    problems.length > 0 &&
      h(
        "ul",
        {},
        problems.map(({ field, message: said }) => h("li", {}, h("code", {}, field), ` ${said}`)),
      ),
  );
}

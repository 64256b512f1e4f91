import { h } from "../shared/dom.js";
import { prose } from "./prose.js";

/** A design in outline: its title and what it holds, one chip for each database and sub-page. */
export function blueprintCard({ content, blueprint }, _, context) {
  return h(
    "article",
    { class: "message from-assistant", "data-testid": "blueprint-card" },
    content && prose(content),
    blueprint && outline(blueprint, context),
  );
}

function outline(blueprint, { t }) {
  const databases = blueprint.databases ?? [];
  const pages = blueprint.sub_pages ?? [];
  return h(
    "div",
    { class: "outline" },
    h("p", { class: "outline-title" }, emoji(blueprint.icon), blueprint.title),
    h(
      "ul",
      { class: "outline-parts" },
      databases.map(({ icon, title, properties = [] }) =>
        part(icon, title, t("blueprint.properties", { count: properties.length })),
      ),
      pages.map(({ icon, title }) => part(icon, title)),
    ),
  );
}

function part(sign, title, detail) {
  return h(
    "li",
    {},
    emoji(sign),
    h("span", {}, title),
    detail && h("span", { class: "faint" }, detail),
  );
}

/**
 * A blueprint's icon may be an address instead of an emoji; only an emoji fits into a line of text.
 */
function emoji(sign) {
  const fits = typeof sign === "string" && sign.length <= 8;
  return fits && h("span", { class: "emoji", "aria-hidden": "true" }, sign);
}

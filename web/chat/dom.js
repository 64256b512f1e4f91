/**
 * Creates an element. In `attributes`, `class` and `data-*` are attributes, `onclick`-like names
 * are listeners, the rest are attributes too; `true` sets an empty one, `false`, null and undefined
 * set none. Strings among the children become text, never markup.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...present(children));
  return node;
}

/** Puts `children` in place of whatever `node` holds; null and false among them are left out. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

function present(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false);
}

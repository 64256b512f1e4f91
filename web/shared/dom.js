/** DOM building. Data only ever becomes text nodes and checked attributes, never markup. */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * An element with attributes and children. Listeners stand under `onclick`-like names, or in `on` by
 * the event's name; `style` maps property names to values, `class` takes a string or a list; null,
 * undefined and false are left out everywhere. Strings among the children become text.
 */
export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

/** The same for SVG elements. */
export function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.flat(Infinity).filter(isContent));
  return element;
}

function isContent(child) {
  return child !== null && child !== undefined && child !== false;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value))
      element.addEventListener(event, listener);
  } else if (typeof value === "function") {
    element.addEventListener(name.slice(2), value);
  } else if (name === "style") {
    for (const [property, setting] of Object.entries(value))
      element.style.setProperty(property, setting);
  } else if (name === "class") {
    element.setAttribute("class", [value].flat().filter(Boolean).join(" "));
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** Puts `children` in place of whatever `node` holds. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(isContent));
  return node;
}

export function fragment(...children) {
  const container = document.createDocumentFragment();
  container.append(...children.flat(Infinity).filter(isContent));
  return container;
}

/** An address that may be linked to, or null: http, https, mailto and tel only. */
export function safeLink(address) {
  try {
    const url = new URL(address);
    return LINK_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** An address that an image may load from, or null: our own server, https, or image data. */
export function safeImage(address) {
  if (!address) return null;
  try {
    const url = new URL(address, location.origin);
    const own = url.origin === location.origin;
    return own || url.protocol === "https:" || /^data:image\//.test(url.href) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside us, or plain text where the address may not be linked to. */
export function externalLink(address, attributes, ...children) {
  const href = safeLink(address);
  if (!href) return h("span", attributes, ...children);
  return h("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** The host of an address for people to read, without "www.". */
export function hostOf(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return address;
  }
}

/** What an address ends in, for people to read; empty where it has no path that can be read. */
export function lastPart(address) {
  const link = safeLink(address);
  try {
    return link ? decodeURIComponent(new URL(link).pathname.split("/").pop()) : "";
  } catch {
    return ""; // a lone percent sign
  }
}

/**
 * Notion's colour names as data attributes: "blue", "blue_background", or nothing for "default".
 */
export function colourAttributes(colour) {
  if (!colour || colour === "default") return {};
  const background = colour.endsWith("_background");
  return {
    "data-color": colour.replace("_background", ""),
    "data-fill": background ? "background" : "text",
  };
}

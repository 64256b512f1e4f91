/**
 * Images, players, files, bookmarks and embeds. Nothing of a third party but pictures is ever
 * loaded.
 */

import { externalLink, h, hostOf, lastPart, safeImage, safeLink } from "../../shared/dom.js";
import { lineIcon } from "../../shared/icons.js";
import { caption } from "../richtext.js";
import { plainText } from "../values.js";

/** The address of a Notion file object: external, or hosted, which may be below our own server. */
export function fileAddress(file) {
  const hosted = file?.file?.url;
  return file?.external?.url ?? absolute(hosted);
}

function absolute(address) {
  return address && URL.canParse(address, location.origin)
    ? new URL(address, location.origin).href
    : null;
}

function isOurs(address) {
  return Boolean(safeLink(address)) && new URL(address).origin === location.origin;
}

function image(block, context) {
  const { caption: words } = block.image;
  const source = safeImage(fileAddress(block.image));
  const figure = h("figure", { class: "image" });
  const placeholder = () => imagePlaceholder(plainText(words), context);
  const picture = source
    ? h("img", { src: source, alt: plainText(words), loading: "lazy" })
    : placeholder();
  picture.addEventListener("error", () => figure.replaceChildren(placeholder()), { once: true });
  figure.append(...[picture, source && caption(words, context)].filter(Boolean));
  return figure;
}

function imagePlaceholder(words, context) {
  const text = words || context.t("imageMissing");
  return h(
    "div",
    { class: "image-missing", role: "img", "aria-label": text },
    lineIcon("image"),
    h("span", {}, text),
  );
}

/**
 * A player for media of our own server; media from elsewhere is a card, since our policy loads
 * none.
 */
function player(tag) {
  return (block, context) => {
    const value = block[tag];
    const address = fileAddress(value);
    const own = isOurs(address);
    const label = plainText(value.caption) || (own && lastPart(address)) || context.t(tag);
    const body = own
      ? h(tag, { src: address, controls: true, "aria-label": label, title: label })
      : mediaCard(tag, address, label, context);
    return h("figure", { class: "media" }, body, own ? caption(value.caption, context) : null);
  };
}

function fileCard(type) {
  return (block, context) => {
    const address = fileAddress(block[type]);
    const name = block[type].name || lastPart(address) || context.t(type);
    const pages =
      type === "pdf" && isOurs(address)
        ? h("iframe", { class: "pdf", src: address, title: name, loading: "lazy" })
        : null;
    return h(
      "figure",
      { class: "media" },
      mediaCard(type, address, name, context),
      pages,
      caption(block[type].caption, context),
    );
  };
}

function mediaCard(type, address, title, context) {
  const origin = isOurs(address) ? context.t(type) : hostOf(address ?? "");
  const details = h(
    "span",
    { class: "card-text" },
    h("strong", {}, title),
    h("small", {}, origin),
  );
  return externalLink(
    address,
    { class: "link-card compact" },
    h("span", { class: "card-mark" }, lineIcon(type)),
    details,
  );
}

/** A bookmark, embed or link preview as a card that names where it leads. */
function linkCard(type) {
  return (block) => {
    const { url, caption: words } = block[type];
    const title = plainText(words) || hostOf(url);
    const text = [h("strong", {}, title), h("small", {}, url)];
    const mark = h(
      "span",
      { class: "card-mark" },
      lineIcon(type === "embed" ? "embed" : "bookmark"),
    );
    return h(
      "figure",
      { class: "media" },
      externalLink(url, { class: "link-card" }, mark, h("span", { class: "card-text" }, text)),
    );
  };
}

export const mediaBlocks = {
  image,
  video: player("video"),
  audio: player("audio"),
  file: fileCard("file"),
  pdf: fileCard("pdf"),
  bookmark: linkCard("bookmark"),
  embed: linkCard("embed"),
  link_preview: linkCard("link_preview"),
};

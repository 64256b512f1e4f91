import { h } from "../shared/dom.js";
import { lineIcon } from "../shared/icons.js";

/**
 * The small buttons under a message: copy what it says, and of one's own say it again or write it
 * anew. Without a clipboard (a page over plain HTTP beyond loopback has none) nothing is copied.
 */
export function messageTools(content, { t, actions }, isOwn = false) {
  const tool = (name, icon, onclick) => {
    const label = t(`message.${name}`);
    const attributes = { type: "button", class: "icon-button", "aria-label": label, title: label };
    return h("button", { ...attributes, "data-testid": `message-${name}`, onclick }, lineIcon(icon));
  };
  return h(
    "div",
    { class: "message-tools" },
    navigator.clipboard && tool("copy", "copy", () => actions.copy(content)),
    isOwn && tool("resend", "sync", () => actions.say(content)),
    isOwn && tool("rewrite", "pencil", () => actions.rewrite(content)),
  );
}

import { h } from "./dom.js";
import { lineIcon } from "./icons.js";
import { button } from "./parts.js";

/**
 * Opens a dialog over the room, which goes with it; the focus comes back to where it was.
 * Returns `{node, close}`; `onClose()` is called however it was closed.
 */
export function openDialog(root, { title, kind = "", onClose }, { t }, ...children) {
  const node = h(
    "dialog",
    { class: ["room-dialog", kind], "aria-label": title },
    h(
      "header",
      { class: "dialog-head" },
      h("h2", {}, title),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("dialog.close"),
          "data-testid": "dialog-close",
          onclick: () => node.close(),
        },
        lineIcon("close"),
      ),
    ),
    children,
  );
  node.addEventListener("close", () => {
    node.remove();
    onClose?.();
  });
  root.append(node);
  node.showModal();
  return { node, close: () => node.close() };
}

/** Asks before what cannot be taken back: whether the person said yes. */
export function confirmed(root, shell, { title, text, yes }) {
  const { t } = shell;
  return new Promise((answer) => {
    let said = false;
    const agree = () => {
      said = true;
      close();
    };
    const { close } = openDialog(
      root,
      { title, onClose: () => answer(said) },
      shell,
      h("p", { class: "dialog-text" }, text),
      h(
        "footer",
        { class: "dialog-foot" },
        button(t("dialog.cancel"), () => close(), { kind: "quiet" }),
        button(yes, agree, { kind: "primary", "data-testid": "dialog-yes" }),
      ),
    );
  });
}

/** What one can do with a message: react, reply, edit, copy. */

import { h, roving } from "./dom.js";
import { coloured } from "./emoji.js";
import { menu } from "./popover.js";

/** From the reactions that Telegram allows in a private chat. */
export const EMOJI = ["👍", "❤", "👏", "🎉", "🙏", "😁", "🤔", "😢"];
const NAMES = ["thumbs up", "heart", "applause", "party", "thanks", "smile", "thinking", "sad"];

/**
 * @param {import("./api.js").Message} message @param {HTMLElement} anchor
 * @param {{react: (emoji: string) => void, reply: () => void, edit: () => void}} actions
 */
export function messageMenu(message, anchor, actions) {
  const text = message.text ?? message.caption;
  const items = [{ text: "Reply", icon: "reply", run: actions.reply }];
  if (message.from === "person" && text) items.push({ text: "Edit", icon: "edit", run: actions.edit });
  if (text) items.push({ text: "Copy text", icon: "copy", run: () => navigator.clipboard?.writeText(text) });
  return menu(anchor, items, { label: "Message", className: "message-menu", header: (close) => picker(message, close, actions) });
}

function picker(message, close, actions) {
  const row = h("div", { class: "reaction-picker", role: "group", "aria-label": "React" }, EMOJI.map((emoji, index) => {
    const chosen = message.reaction === emoji;
    return h("button", {
      type: "button", class: "emoji", role: "menuitemcheckbox", "aria-checked": String(chosen),
      "aria-label": NAMES[index], title: NAMES[index], tabindex: index ? -1 : 0,
      onClick: () => {
        close();
        actions.react(chosen ? "" : emoji);
      },
    }, coloured(emoji));
  }));
  roving(row, ".emoji");
  row.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    /** @type {HTMLElement|null} */ (row.parentElement?.querySelector(".menu-item"))?.focus();
  });
  return row;
}

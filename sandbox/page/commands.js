/** The bot's commands as this person sees them, behind the menu button beside the composer. */

import { api } from "./api.js";
import { menu } from "./popover.js";

/** @param {number} person @returns {Promise<{command: string, description: string}[]>} */
export async function commandsOf(person) {
  const answer = await api.commands(person);
  return answer.commands ?? answer;
}

/**
 * @param {HTMLElement} anchor @param {{command: string, description: string}[]} commands
 * @param {(text: string) => void} send
 */
export function showCommands(anchor, commands, send) {
  const items = commands.map((one) => ({
    text: `/${one.command}`,
    detail: one.description,
    run: () => send(`/${one.command}`),
  }));
  const none = [{ text: "The bot has set no commands", detail: "for this person so far", run: () => undefined }];
  return menu(anchor, items.length ? items : none, { label: "Commands", className: "commands" });
}

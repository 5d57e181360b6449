/** Links that lead to this bot. They are opened on one of the phones and never leave the page. */

import { world } from "./world.js";

/**
 * @param {string} address @returns {{payload: string, text: string}|null} `payload` after `/start`, `text` what a
 *   "share" link carries along; null where the link leads elsewhere
 */
export function deepLink(address) {
  let url;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
  } catch {
    return null;
  }
  if (isShare(url)) {
    const inner = deepLink(url.searchParams.get("url") ?? "");
    return inner && { payload: inner.payload, text: url.searchParams.get("text") ?? "" };
  }
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : telegramName(url);
  if (!name || name.toLowerCase() !== world.bot.username.toLowerCase()) return null;
  return { payload: url.searchParams.get("start") ?? "", text: "" };
}

const telegramName = (url) =>
  ["t.me", "telegram.me"].includes(url.hostname.toLowerCase()) ? url.pathname.slice(1).split("/")[0] : null;

const isShare = (url) => telegramName(url) === "share" || (url.protocol === "tg:" && url.href.startsWith("tg://msg_url"));

/** @param {{payload: string}} link */
export const startText = ({ payload }) => (payload ? `/start ${payload}` : "/start");

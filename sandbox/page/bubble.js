/** One message, or one album, as a row of the chat. */

import { h } from "./dom.js";
import { coloured } from "./emoji.js";
import { render, safeUrl } from "./entities.js";
import { icon } from "./icons.js";
import { media, mediaWord } from "./media.js";
import { hourMinute } from "./time.js";

/** @typedef {import("./api.js").Message} Message */
/**
 * @typedef {import("./entities.js").Actions & {
 *   openImage: (url: string, title: string) => void, scrollTo: (id: number) => void,
 *   find: (id: number) => Message|undefined, menu: (message: Message, anchor: HTMLElement) => void,
 *   react: (message: Message, emoji: string) => void,
 *   tap: (message: Message, row: number, column: number) => void,
 *   isPending: (message: Message, row: number, column: number) => boolean}} BubbleActions
 */

const FEW_EMOJI = /^(?:\p{RGI_Emoji}){1,3}$/v;

/** The children of a row. @param {Message[]} messages one, or the pictures of an album @param {BubbleActions} actions */
export function bubble(messages, actions) {
  const last = messages[messages.length - 1];
  if (last.service) return [h("p", { class: "service", dir: "auto" }, last.service)];
  const bare = messages.length === 1 && isBare(last);
  const body = h("div", { class: bare ? "bubble bare" : "bubble" },
    quote(messages[0], actions), content(messages, actions), words(messages, actions, last));
  return [
    h("div", { class: "line" }, body, menuButton(last, actions)),
    reactions(messages, actions),
    keyboard(last, actions),
  ].filter(Boolean);
}

/** What a row says in a few words: quotes, the pinned bar, screen readers. @param {Message} message */
export function summary(message) {
  return message.text || message.caption || mediaWord(message) || message.service || "Message";
}

const isBare = (message) =>
  message.media?.kind === "sticker" || (FEW_EMOJI.test(message.text ?? "") && !message.reply_to);

function quote(message, actions) {
  if (!message.reply_to) return null;
  const original = actions.find(message.reply_to);
  return h("button", {
    type: "button", class: "reply-quote", dataset: { key: "quote" }, disabled: !original,
    "aria-label": original ? `In reply to: ${summary(original).slice(0, 80)}` : null,
    onClick: () => actions.scrollTo(message.reply_to),
  },
    h("span", { class: "reply-who" }, original ? (original.from === "bot" ? "Bot" : "You") : "Reply"),
    h("span", { class: "reply-words", dir: "auto" }, original ? summary(original).slice(0, 160) : "Message is gone"));
}

function content(messages, actions) {
  const captions = messages.filter((one) => one.caption).length;
  const parts = messages.map((one) => {
    const part = media(one, actions);
    return part && captions > 1 ? h("div", { class: "captioned" }, part, caption(one, actions)) : part;
  }).filter(Boolean);
  if (parts.length < 2) return parts;
  const pictures = messages.every((one) => ["photo", "video"].includes(one.media?.kind));
  return h("div", { class: pictures ? "album" : "album-list", dataset: { count: parts.length } }, parts);
}

const caption = (one, actions) =>
  one.caption && h("div", { class: "text", dir: "auto" }, render(one.caption, one.entities ?? [], actions));

/** Text or caption with the time; where several of an album have captions, each stands with its own file. */
function words(messages, actions, last) {
  const tellers = messages.filter((one) => one.text || one.caption);
  const told = tellers.length === 1 ? tellers[0] : null;
  const text = told ? (told.text ?? told.caption ?? "") : "";
  const big = FEW_EMOJI.test(text) && messages.length === 1 && !last.media;
  return h("div", { class: `text${big ? " big" : ""}${text ? "" : " none"}`, dir: "auto" },
    text ? render(text, told.entities ?? [], actions) : null, meta(messages, last));
}

function meta(messages, last) {
  return h("span", { class: "meta", dir: "ltr" },
    messages.some((one) => one.pinned) && h("span", { class: "pin-mark", title: "Pinned" }, icon("pin")),
    messages.some((one) => one.edited) && h("span", { class: "edited" }, "edited"),
    h("time", { datetime: last.date }, hourMinute(last.date)));
}

function menuButton(message, actions) {
  const button = h("button", {
    type: "button", class: "icon-button row-menu", tabindex: -1, "aria-label": "What to do with this message",
    "aria-haspopup": "menu", dataset: { key: "menu" },
  }, icon("more"));
  button.addEventListener("click", () => actions.menu(message, button));
  return button;
}

function reactions(messages, actions) {
  const reacted = messages.filter((one) => one.reaction);
  if (!reacted.length) return null;
  return h("div", { class: "reactions" }, reacted.map((one) => one.from === "person"
    ? h("span", { class: "reaction", role: "img", "aria-label": `Reaction ${one.reaction}` }, coloured(one.reaction))
    : h("button", {
      type: "button", class: "reaction", title: "Take the reaction back", dataset: { key: "reaction" },
      "aria-label": `Reaction ${one.reaction}, take back`, onClick: () => actions.react(one, ""),
    }, coloured(one.reaction))));
}

function keyboard(message, actions) {
  if (!message.buttons?.length) return null;
  return h("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, message.buttons.map((row, r) =>
    h("div", { class: "keyboard-row" }, row.map((one, c) => key(message, one, r, c, actions)))));
}

function key(message, one, row, column, actions) {
  const style = ["primary", "success", "danger"].includes(one.style) ? ` ${one.style}` : "";
  const dataset = { key: `button-${row}-${column}` };
  const url = one.url ? safeUrl(one.url) : null;
  if (url) {
    const open = (event) => actions.openLink(url) && event.preventDefault();
    return h("a", {
      class: `key${style}`, dataset, href: url, target: "_blank", rel: "noopener noreferrer", onClick: open,
    }, h("span", { dir: "auto" }, one.text), icon("out"));
  }
  const busy = actions.isPending(message, row, column);
  return h("button", {
    type: "button", class: `key${style}`, dataset, "aria-busy": busy ? "true" : null,
    onClick: () => busy || actions.tap(message, row, column),
  }, h("span", { dir: "auto" }, one.text));
}

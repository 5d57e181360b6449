/** Text with Telegram's entities as DOM nodes. Offsets count UTF-16 units, exactly as JavaScript strings do. */

import { h } from "./dom.js";

/** These stand on lines of their own, so a line break after them is already there. */
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

/** @typedef {import("./api.js").Entity} Entity */
/** @typedef {{openLink: (url: string) => boolean, sendText: (text: string) => void}} Actions `openLink` tells whether
 *   it took the link itself; otherwise the browser opens a new tab. */

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };
const FOUND = /(?:https?:\/\/|tg:\/\/|\bt\.me\/)[^\s<>"]*[^\s<>"'.,;:!?)\]]|(?<=^|\s)\/[a-z][a-z0-9_]{0,31}\b/gi;

/**
 * @param {string} text @param {Entity[]} entities @param {Actions} actions
 * @returns {(Node|string)[]}
 */
export function render(text, entities, actions) {
  const known = entities.filter((one) => one.length > 0 && one.offset >= 0 && one.offset + one.length <= text.length);
  const all = [...known, ...found(text, known)];
  all.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, all, actions);
}

/** Links and commands that nobody marked; Telegram finds them in the client as well. */
function found(text, known) {
  const covered = (from, to) =>
    known.some((one) => isOpaque(one.type) && one.offset < to && from < one.offset + one.length);
  return [...text.matchAll(FOUND)]
    .map((match) => ({
      type: match[0].startsWith("/") ? "bot_command" : "url",
      offset: match.index,
      length: match[0].length,
    }))
    .filter((one) => !covered(one.offset, one.offset + one.length));
}

const isOpaque = (type) => ["url", "text_link", "code", "pre", "bot_command", "mention", "email"].includes(type);

/** Entities are sorted outermost first; one that crosses the end of its parent is cut there. */
function build(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const outer = entities[i];
    const start = Math.max(outer.offset, at);
    const end = Math.min(outer.offset + outer.length, to);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < end; i += 1) inner.push(entities[i]);
    if (start >= end) continue;
    if (start > at) nodes.push(text.slice(at, start));
    nodes.push(wrap(outer, text.slice(start, end), build(text, start, end, inner, actions), actions));
    at = BLOCKS.includes(outer.type) && text[end] === "\n" && end < to ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, raw, children, actions) {
  switch (entity.type) {
    case "pre":
      return h("pre", { dir: "ltr" }, h("code", { dataset: { language: entity.language ?? "" } }, children));
    case "expandable_blockquote":
      return h("details", { class: "quote" }, h("summary", {}, "Quote"), h("blockquote", {}, children));
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return h("button", { type: "button", class: "link", onClick: () => actions.sendText(raw) }, children);
    case "url":
    case "text_link":
      return link(entity.url ?? raw, children, actions);
    case "email":
      return h("a", { href: `mailto:${raw}` }, children);
    default:
      return h(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` }, children);
  }
}

function link(address, children, actions) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, children);
  const open = (event) => {
    if (actions.openLink(url)) event.preventDefault();
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onClick: open }, children);
}

/** An address a browser may be given, else null: never a script. @param {string} address */
export function safeUrl(address) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  try {
    const url = new URL(full);
    return ["http:", "https:", "tg:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function spoiler(children) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, show" }, children);
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    node.className = "spoiler shown";
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
    node.tabIndex = -1;
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}

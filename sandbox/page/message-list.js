/** The scrolling messages of one topic: rows are added and changed in place, never built anew as a whole. */

import { bubble } from "./bubble.js";
import { h, roving } from "./dom.js";
import { icon } from "./icons.js";
import { dayKey, dayName, hourMinute } from "./time.js";

/** @typedef {import("./api.js").Message} Message */
/** @typedef {{key: string, first: number, messages: Message[], node: HTMLElement, day: HTMLElement|null}} Row */

const NEAR_END_PX = 48;
const TOGETHER_MS = 5 * 60_000;
const LONG_PRESS_MS = 500;
const CONTROLS = "button:not(.row-menu), a[href], input, summary, video, [role=button]";

export class MessageList {
  /** @param {import("./bubble.js").BubbleActions} actions */
  constructor(actions) {
    this.actions = actions;
    /** @type {Row[]} in order of message ids */ this.rows = [];
    /** @type {Map<string, Row>} */ this.byKey = new Map();
    this.atEnd = true;
    this.missed = 0;
    this.endHeight = 0;
    /** @type {HTMLElement|null} */ this.current = null;
    this.list = h("ol", { class: "rows" });
    this.scroller = h("div", { class: "scroller", role: "log", "aria-live": "off", "aria-label": "Messages" }, this.list);
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onClick: () => this.toEnd() });
    this.element = h("div", { class: "messages" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.sizes = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.sizes.observe(this.list);
    this.sizes.observe(this.scroller);
    roving(this.list, ".row", { axis: "y" });
    this.listenToRows();
  }

  /** @param {Message[]} changed @param {number[]} removed @param {boolean} first the chat's first load */
  apply(changed, removed, first) {
    for (const id of removed) this.remove(id);
    let own = false;
    for (const message of changed) {
      const fresh = this.put(message);
      own ||= fresh && message.from === "person";
      if (fresh && !first && message.from === "bot" && !this.atEnd) this.missed += 1;
    }
    if (first || own || this.atEnd) this.toEnd();
    this.showJump();
    this.stop();
    if (first) requestAnimationFrame(() => this.scroller.setAttribute("aria-live", "polite"));
  }

  /** @param {Message} message @returns {boolean} whether a message that was not here before */
  put(message) {
    const key = rowKey(message);
    const row = this.byKey.get(key);
    if (!row) {
      this.insert({ key, first: message.message_id, messages: [message], node: h("li", { tabindex: -1 }), day: null });
      return true;
    }
    const place = row.messages.findIndex((one) => one.message_id === message.message_id);
    if (place >= 0) row.messages[place] = message;
    else row.messages.push(message);
    this.draw(row);
    return place < 0;
  }

  insert(row) {
    let at = this.rows.length;
    while (at > 0 && this.rows[at - 1].first > row.first) at -= 1;
    const next = this.rows[at];
    this.list.insertBefore(row.node, next ? (next.day ?? next.node) : null);
    this.rows.splice(at, 0, row);
    this.byKey.set(row.key, row);
    this.draw(row);
    this.frame(at);
    this.frame(at + 1);
  }

  remove(id) {
    const at = this.rows.findIndex((row) => row.messages.some((one) => one.message_id === id));
    if (at < 0) return;
    const row = this.rows[at];
    row.messages = row.messages.filter((one) => one.message_id !== id);
    if (row.messages.length) return this.draw(row);
    const focused = row.node.contains(document.activeElement);
    row.node.remove();
    row.day?.remove();
    this.rows.splice(at, 1);
    this.byKey.delete(row.key);
    this.frame(at);
    if (this.current === row.node) this.current = null;
    if (focused) (this.rows[at] ?? this.rows[at - 1])?.node.focus();
  }

  /** @param {Row} row */
  draw(row) {
    const last = row.messages[row.messages.length - 1];
    const inside = row.node.contains(document.activeElement) && document.activeElement !== row.node;
    const key = inside ? /** @type {HTMLElement} */ (document.activeElement).dataset.key : null;
    row.node.replaceChildren(...bubble(row.messages, this.actions));
    const follows = row.node.classList.contains("follow") ? " follow" : "";
    row.node.className = `row ${last.service ? "middle" : last.from}${follows}`;
    setTabbable(row.node, row.node === this.current);
    row.node.dataset.id = String(row.first);
    row.node.setAttribute("aria-label", last.service ? "" : `${last.from === "bot" ? "Bot" : "You"}, ${hourMinute(last.date)}`);
    if (inside) (row.node.querySelector(`[data-key="${key}"]`) ?? row.node).focus();
  }

  /** Redraws one row where only the page's own state changed (a button being pressed). @param {Message} message */
  redraw(message) {
    const row = this.byKey.get(rowKey(message));
    if (row) this.draw(row);
  }

  /** Day line before the row, and whether it continues the row above. @param {number} at */
  frame(at) {
    const row = this.rows[at];
    if (!row) return;
    const [mine, above] = [row.messages[0], this.rows[at - 1]?.messages[0]];
    const newDay = !above || dayKey(above.date) !== dayKey(mine.date);
    row.day?.remove();
    row.day = newDay ? h("li", { class: "day", role: "separator" }, dayName(mine.date)) : null;
    if (row.day) row.node.before(row.day);
    const near = above && Date.parse(mine.date) - Date.parse(above.date) < TOGETHER_MS;
    row.node.classList.toggle("follow", Boolean(!newDay && near && above.from === mine.from && !above.service));
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // What grew while the end was in view (a picture that arrived) is not somebody scrolling up.
    if (!clientHeight || (this.atEnd && scrollHeight !== this.endHeight)) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.atEnd) this.missed = 0;
    this.showJump();
  }

  toEnd() {
    this.atEnd = true;
    this.missed = 0;
    this.endHeight = this.scroller.scrollHeight;
    this.scroller.scrollTop = this.endHeight;
    this.showJump();
  }

  showJump() {
    this.jump.hidden = this.atEnd;
    this.jump.replaceChildren(icon("down"), ...(this.missed ? [h("span", { class: "badge" }, this.missed)] : []));
    this.jump.setAttribute("aria-label", this.missed ? `${this.missed} new, to the latest message` : "To the latest message");
  }

  /** @param {number} id @returns {boolean} */
  reveal(id) {
    const row = this.rows.find((one) => one.messages.some((message) => message.message_id === id));
    if (!row) return false;
    row.node.scrollIntoView({ block: "center" });
    row.node.classList.remove("flash");
    requestAnimationFrame(() => row.node.classList.add("flash"));
    row.node.focus({ preventScroll: true });
    return true;
  }

  /** Tab stops at one message and its own controls, the newest at first, instead of at every button ever sent. */
  stop() {
    const newest = this.rows[this.rows.length - 1];
    if (newest && !this.list.contains(document.activeElement)) this.makeCurrent(newest.node);
  }

  /** @param {HTMLElement} node */
  makeCurrent(node) {
    if (this.current && this.current !== node) setTabbable(this.current, false);
    this.current = node;
    setTabbable(node, true);
  }

  listenToRows() {
    let press = 0;
    this.list.addEventListener("focusin", (event) => this.makeCurrent(event.target.closest(".row")));
    const open = (event) => {
      const node = event.target.closest?.(".row");
      const row = node && this.rows.find((one) => one.node === node);
      if (!row || row.messages[0].service) return;
      event.preventDefault();
      this.actions.menu(row.messages[row.messages.length - 1], node.querySelector(".bubble") ?? node);
    };
    this.list.addEventListener("contextmenu", open);
    this.list.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".row")) open(event);
    });
    this.list.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") press = setTimeout(() => open(event), LONG_PRESS_MS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"]) {
      this.list.addEventListener(name, () => clearTimeout(press));
    }
  }

  dispose() {
    this.sizes.disconnect();
  }
}

/** @param {HTMLElement} row @param {boolean} tabbable */
function setTabbable(row, tabbable) {
  row.tabIndex = tabbable ? 0 : -1;
  for (const control of row.querySelectorAll(CONTROLS)) control.tabIndex = tabbable ? 0 : -1;
}

const rowKey = (message) =>
  message.album ? `album-${message.album}` : `message-${message.message_id}`;

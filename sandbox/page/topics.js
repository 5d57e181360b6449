/** The topics of a chat as a row of tabs with unread counts; shown only where the chat has topics. */

import { fill, h, roving } from "./dom.js";
import { icon } from "./icons.js";

export const GENERAL = 0;
/** The row fades out at its end, see phone.css. */
const FADE_PX = 24;

export class Topics {
  /** @param {{select: (thread: number) => void, remove: (thread: number, name: string) => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.current = GENERAL;
    /** @type {import("./api.js").Thread[]} */ this.threads = [];
    /** @type {Map<number, number>} */ this.unread = new Map();
    this.tabs = h("div", { class: "topic-tabs", role: "tablist", "aria-label": "Topics" });
    this.delete = h("button", {
      type: "button", class: "icon-button topic-delete", title: "Delete this topic", "aria-label": "Delete this topic",
      onClick: () => this.actions.remove(this.current, this.nameOf(this.current)),
    }, icon("trash"));
    this.element = h("div", { class: "topics", hidden: true }, this.tabs, this.delete);
    roving(this.tabs, ".topic", { select: (node) => this.actions.select(Number(node.dataset.thread)) });
  }

  nameOf(thread) {
    return this.threads.find((one) => one.thread_id === thread)?.name ?? "General";
  }

  /** The topic where it is there, else General. @param {number} thread */
  nearest(thread) {
    return this.threads.some((one) => one.thread_id === thread) ? thread : GENERAL;
  }

  /** @param {import("./api.js").Thread[]} threads @returns {boolean} whether the topic in front still exists */
  update(threads) {
    const others = threads.map((one) => one.thread_id).join() !== this.threads.map((one) => one.thread_id).join();
    this.threads = threads;
    this.draw();
    if (others) this.bringIntoView();
    return this.nearest(this.current) === this.current;
  }

  /** @param {number} thread */
  choose(thread) {
    this.current = thread;
    this.unread.delete(thread);
    this.draw();
    this.bringIntoView();
  }

  /** @param {number} thread @param {number} count */
  addUnread(thread, count) {
    this.unread.set(thread, (this.unread.get(thread) ?? 0) + count);
    this.draw();
  }

  draw() {
    const focused = this.tabs.contains(document.activeElement);
    this.element.hidden = !this.threads.length;
    this.delete.hidden = this.current === GENERAL;
    fill(this.tabs, this.tab(GENERAL, "General"), this.threads.map((one) => this.tab(one.thread_id, one.name)));
    if (focused) this.chosen()?.focus();
  }

  chosen() {
    return /** @type {HTMLElement|null} */ (this.tabs.querySelector('[aria-selected="true"]'));
  }

  /** Scrolls only where needed, and then to the beginning of a name: General stays at the edge, the tab comes beside it. */
  bringIntoView() {
    const tab = this.chosen();
    if (!tab || this.current === GENERAL) {
      this.tabs.scrollLeft = 0;
      return;
    }
    const general = /** @type {HTMLElement} */ (this.tabs.firstElementChild).offsetWidth;
    const [from, to] = [tab.offsetLeft - general, tab.offsetLeft + tab.offsetWidth + FADE_PX - this.tabs.clientWidth];
    if (this.tabs.scrollLeft < to || this.tabs.scrollLeft > from) this.tabs.scrollLeft = from;
  }

  tab(thread, name) {
    const [chosen, unread] = [thread === this.current, this.unread.get(thread) ?? 0];
    return h("button", {
      type: "button", role: "tab", class: "topic", "aria-selected": String(chosen), tabindex: chosen ? 0 : -1,
      dataset: { thread }, title: name, onClick: () => this.actions.select(thread),
    },
      h("span", { class: "topic-name", dir: "auto" }, name),
      unread > 0 && h("span", { class: "badge", "aria-label": `${unread} unread` }, unread));
  }
}

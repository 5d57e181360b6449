/** One person's chat with the bot on a phone: topics, pinned bar, messages, composer, notices. */

import { api } from "./api.js";
import { guessed } from "./attach.js";
import { summary } from "./bubble.js";
import { chatOf, unseen } from "./chats.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openImage } from "./media.js";
import { MessageList } from "./message-list.js";
import { messageMenu } from "./message-menu.js";
import { Notices } from "./notices.js";
import { Taps } from "./taps.js";
import { GENERAL, Topics } from "./topics.js";
import { quiet, world } from "./world.js";

/** @typedef {import("./api.js").Message} Message */

const threadOf = (message) => message.thread_id ?? GENERAL;

export class ChatView {
  /** @param {number} person @param {{openLink: (url: string) => boolean, onNews: () => void}} phone */
  constructor(person, { openLink, onNews }) {
    this.person = person;
    this.openLink = openLink;
    this.onNews = onNews;
    this.chat = chatOf(person);
    /** @type {Map<number, MessageList>} */ this.lists = new Map();
    this.newestId = 0;
    this.notices = new Notices();
    this.taps = new Taps(person, (message) => this.lists.get(threadOf(message))?.redraw(this.newest(message)));
    this.topics = new Topics({ select: (thread) => this.select(thread), remove: (thread, name) => this.removeTopic(thread, name) });
    this.composer = new Composer({
      person,
      thread: () => this.topics.current,
      lastOwn: () => this.chat.lastOwnText(this.topics.current),
      told: (work) => this.notices.told(work),
    });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true });
    this.body = h("div", { class: "chat-body" }, this.notices.element);
    this.element = h("div", { class: "chat" }, this.topics.element, this.pinned, this.body, this.composer.element);
    this.takeDrops();
    unseen.delete(person);
    this.stops = [world.on("people", () => this.showMode())];
    this.select(GENERAL);
    if (this.chat.loaded) this.apply({ changed: [...this.chat.messages.values()], removed: [], notices: [], first: true });
    this.stops.push(this.chat.watch((change) => this.apply(change)));
  }

  /** Files dropped on the chat wait in the composer. */
  takeDrops() {
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.composer.attach(guessed([...(event.dataTransfer?.files ?? [])]));
    });
  }

  apply({ changed, removed, notices, first }) {
    const byThread = Map.groupBy(changed, threadOf);
    for (const [thread, list] of this.lists) list.apply(byThread.get(thread) ?? [], removed, first);
    for (const [thread, messages] of byThread) {
      if (!this.lists.has(thread)) this.list(thread).apply(messages, [], first);
      const news = first ? [] : messages.filter((one) => one.from === "bot" && one.message_id > this.newestId);
      if (thread !== this.topics.current && news.length) this.topics.addUnread(thread, news.length);
      if (news.length) this.onNews();
    }
    const newest = changed.reduce((a, b) => (b.message_id > (a?.message_id ?? this.newestId) ? b : a), undefined);
    this.newestId = newest?.message_id ?? this.newestId;
    const known = this.topics.update(this.chat.threads);
    if (newest && (first || newest.from === "person")) this.select(this.topics.nearest(threadOf(newest)));
    else if (!known) this.select(GENERAL);
    for (const notice of notices) this.notices.show(notice);
    this.showPinned();
    this.showMode();
  }

  /** @param {number} thread */
  list(thread) {
    const there = this.lists.get(thread);
    if (there) return there;
    const list = new MessageList(this.actions());
    list.element.hidden = thread !== this.topics.current;
    this.lists.set(thread, list);
    this.body.append(list.element);
    return list;
  }

  /** @returns {import("./bubble.js").BubbleActions} */
  actions() {
    return {
      openLink: this.openLink,
      openImage,
      sendText: (text) => this.composer.post({ text }),
      scrollTo: (id) => this.reveal(id),
      find: (id) => this.chat.messages.get(id),
      react: (message, emoji) => this.notices.told(api.react(this.person, message.message_id, emoji)),
      tap: (message, row, column) => this.notices.told(this.taps.press(message, row, column)),
      isPending: (message, row, column) => this.taps.isPending(message, row, column),
      menu: (message, anchor) => this.openMenu(message, anchor),
    };
  }

  openMenu(message, anchor) {
    messageMenu(message, anchor, {
      react: (emoji) => this.notices.told(api.react(this.person, message.message_id, emoji)),
      reply: () => this.composer.reply(message),
      edit: () => this.composer.edit(message),
    });
  }

  newest(message) {
    return this.chat.messages.get(message.message_id) ?? message;
  }

  /** @param {number} thread */
  select(thread) {
    this.topics.choose(thread);
    const front = this.list(thread);
    for (const list of this.lists.values()) list.element.hidden = list !== front;
    if (front.atEnd) front.toEnd();
    this.showPinned();
  }

  reveal(id) {
    const message = this.chat.messages.get(id);
    if (!message) return;
    if (threadOf(message) !== this.topics.current) this.select(threadOf(message));
    this.list(threadOf(message)).reveal(id);
  }

  removeTopic(thread, name) {
    if (!confirm(`Delete the topic “${name}” for this person? Its messages go with it.`)) return;
    this.notices.told(api.deleteThread(this.person, thread));
  }

  showPinned() {
    const pinned = [...this.chat.messages.values()].filter(
      (one) => one.pinned && threadOf(one) === this.topics.current,
    );
    const last = pinned[pinned.length - 1];
    this.pinned.hidden = !last;
    if (!last) return;
    fill(this.pinned, icon("pin"), h("span", { class: "pinned-words" },
      h("strong", {}, pinned.length > 1 ? `Pinned (${pinned.length})` : "Pinned"),
      h("span", { dir: "auto" }, summary(last).slice(0, 120))));
    this.pinned.onclick = () => this.reveal(last.message_id);
  }

  showMode() {
    const blocked = world.person(this.person)?.blocked;
    const wrote = this.chat.messages.size > 0 || !this.chat.loaded;
    this.composer.show(blocked ? "blocked" : wrote ? "write" : "start", () => this.setBlocked(false));
    this.composer.showKeyboard(blocked ? null : this.chat.keyboard);
    this.element.classList.toggle("is-empty", this.chat.loaded && !this.chat.messages.size);
  }

  /** @param {boolean} blocked */
  async setBlocked(blocked) {
    await this.notices.told(api.block(this.person, blocked));
    quiet(world.refreshState());
  }

  dispose() {
    for (const stop of this.stops) stop();
    for (const list of this.lists.values()) list.dispose();
  }
}

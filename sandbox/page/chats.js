/** Each person's chat with the bot as the page knows it, brought up to date by sequence number. */

import { api } from "./api.js";
import { Emitter, coalesced } from "./emitter.js";
import { noteOpenings } from "./openings.js";
import { quiet, world } from "./world.js";

/** Event `change`: `{changed: Message[], removed: number[], notices: Notice[], first: boolean}`. */
export class Chat extends Emitter {
  /** @param {number} person */
  constructor(person) {
    super();
    this.person = person;
    this.seq = 0;
    this.loaded = false;
    this.whole = false;
    /** @type {Map<number, import("./api.js").Message>} */
    this.messages = new Map();
    /** @type {import("./api.js").Thread[]} */
    this.threads = [];
    this.keyboard = null;
    this.watchers = 0;
  }

  refresh = coalesced(async () => {
    const whole = this.whole || !this.loaded;
    this.whole = false;
    const answer = await api.chat(this.person, whole ? 0 : this.seq);
    this.apply(answer, whole);
  });

  /** After a lost connection: everything again, kept where it is unchanged. */
  refreshWhole() {
    this.whole = true;
    return this.refresh();
  }

  apply(answer, whole) {
    const first = !this.loaded;
    const removed = whole ? this.missing(answer.messages) : [];
    const changed = answer.messages.filter((one) => this.messages.get(one.message_id)?.seq !== one.seq);
    for (const one of changed) {
      if (one.deleted) removed.push(one.message_id);
      else this.messages.set(one.message_id, one);
    }
    for (const id of removed) this.messages.delete(id);
    noteOpenings(this.person, changed);
    this.seq = answer.seq;
    this.loaded = true;
    this.threads = answer.threads ?? [];
    this.keyboard = answer.keyboard ?? null;
    const notices = whole ? [] : (answer.notices ?? []);
    this.emit("change", { changed: changed.filter((one) => !one.deleted), removed, notices, first });
  }

  missing(messages) {
    const there = new Set(messages.map((one) => one.message_id));
    return [...this.messages.keys()].filter((id) => !there.has(id));
  }

  /** The newest own message that can still be edited, in one topic. @param {number} thread */
  lastOwnText(thread) {
    return [...this.messages.values()]
      .reverse()
      .find((one) => one.from === "person" && one.text && !one.service && (one.thread_id ?? 0) === thread);
  }

  /** Keeps the chat up to date while somebody looks. @returns {() => void} */
  watch(listener) {
    const stop = this.on("change", listener);
    this.watchers += 1;
    quiet(this.refresh());
    return () => {
      this.watchers -= 1;
      stop();
    };
  }
}

const chats = new Map();
/** People whose chat moved on while no phone showed it. */
export const unseen = new Set();

/** @param {number} person @returns {Chat} */
export function chatOf(person) {
  if (!chats.has(person)) chats.set(person, new Chat(person));
  return chats.get(person);
}

world.on("activity", ({ person_id: person }) => {
  const chat = chats.get(person);
  if (chat?.watchers) quiet(chat.refresh());
  else if (!unseen.has(person)) {
    unseen.add(person);
    world.emit("people");
  }
});

world.on("resumed", () => {
  for (const chat of chats.values()) {
    if (chat.watchers) quiet(chat.refreshWhole());
    else chats.delete(chat.person);
  }
});

/** Where a person writes: text, attachments, a reply or an edit; or "Start" and "Unblock" where there is no writing. */

import { api } from "./api.js";
import { chooseFiles, choosePlace, guessed, KINDS, toMessage } from "./attach.js";
import { summary } from "./bubble.js";
import { CommandHints, commandsOf, showCommands } from "./commands.js";
import { fill, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { size } from "./media.js";
import { menu } from "./popover.js";

/** @typedef {import("./api.js").Message} Message */
/** @typedef {{person: number, thread: () => number, lastOwn: () => Message|undefined,
 *   told: (work: Promise<any>) => Promise<any>}} Desk */

export class Composer {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Message|null} */ this.replying = null;
    /** @type {Message|null} */ this.editing = null;
    /** @type {import("./attach.js").Attachment[]} */ this.attachments = [];
    this.mode = "";
    this.idle = "Message";
    this.build();
    this.listen();
  }

  build() {
    const id = uniqueId("composer");
    this.field = h("textarea", { id, rows: 1, placeholder: "Message", dir: "auto", autocomplete: "off" });
    this.sendButton = button("send", "Send", () => this.send());
    this.sendButton.classList.add("send");
    this.attachButton = button("attach", "Attach", () => this.chooseAttachment());
    this.commandButton = button("menu", "Commands", () => this.openCommands());
    for (const one of [this.attachButton, this.commandButton]) one.setAttribute("aria-haspopup", "menu");
    this.context = h("div", { class: "composer-context", hidden: true });
    this.files = h("div", { class: "composer-files", hidden: true });
    this.keys = h("div", { class: "reply-keyboard", hidden: true });
    this.hints = new CommandHints(this.field, {
      load: () => this.desk.told(commandsOf(this.desk.person)), send: (text) => this.sendCommand(text),
    });
    this.write = h("div", { class: "composer-write" },
      this.hints.element, this.context, this.files,
      h("div", { class: "composer-line" }, this.commandButton, this.attachButton,
        h("label", { for: id, class: "visually-hidden" }, "Message"), this.field, this.sendButton),
      this.keys);
    this.instead = h("div", { class: "composer-instead", hidden: true });
    this.element = h("div", { class: "composer" }, this.write, this.instead);
  }

  listen() {
    this.field.addEventListener("input", () => this.onInput());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.attach(guessed(files));
    });
  }

  onInput() {
    this.grow();
    if (!this.editing && !this.attachments.length) this.hints.follow();
  }

  onKey(event) {
    if (!event.isComposing && this.hints.takes(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.field.value && !this.attachments.length) {
      const last = this.desk.lastOwn();
      if (!last) return;
      event.preventDefault();
      this.edit(last);
    } else if (event.key === "Escape" && (this.replying || this.editing || this.attachments.length)) {
      event.preventDefault();
      this.clear();
    }
  }

  /** @param {string} words what stands in the field while it is empty */
  suggest(words) {
    this.idle = words;
    if (!this.attachments.length) this.field.placeholder = words;
  }

  grow() {
    this.field.style.height = "auto";
    if (this.field.value) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 132)}px`;
  }

  /** @param {"write"|"start"|"blocked"} mode @param {() => void} [onUnblock] */
  show(mode, onUnblock) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.write.hidden = mode !== "write";
    this.instead.hidden = mode === "write";
    if (mode === "start") {
      fill(this.instead, h("button", { type: "button", class: "button primary wide", onClick: () => this.post({ text: "/start" }) }, "Start"));
    }
    if (mode === "blocked") {
      fill(this.instead, h("p", {}, "This person has blocked the bot."),
        h("button", { type: "button", class: "button wide", onClick: onUnblock }, "Unblock"));
    }
  }

  /** The bot's own keyboard under the field, or none. @param {any} keyboard */
  showKeyboard(keyboard) {
    const rows = keyboard?.keyboard ?? keyboard?.rows ?? (Array.isArray(keyboard) ? keyboard : []);
    this.keys.hidden = !rows.length;
    fill(this.keys, rows.map((row) => h("div", { class: "keyboard-row" }, row.map((one) => {
      const text = typeof one === "string" ? one : one.text;
      return h("button", { type: "button", class: "key", dir: "auto", onClick: () => this.post({ text }) }, text);
    }))));
  }

  /** @param {Message} message */
  reply(message) {
    this.clear();
    this.replying = message;
    this.showContext("reply", "Reply to", summary(message));
    this.field.focus();
  }

  /** @param {Message} message */
  edit(message) {
    this.clear();
    this.editing = message;
    const text = message.text ?? message.caption ?? "";
    this.showContext("edit", "Edit message", text);
    this.field.value = text;
    this.field.focus();
    this.grow();
  }

  showContext(sign, title, text) {
    this.context.hidden = false;
    fill(this.context, icon(sign),
      h("div", { class: "context-words" }, h("strong", {}, title), h("span", { dir: "auto" }, text.slice(0, 120))),
      button("close", "Cancel", () => {
        this.clear();
        this.field.focus();
      }));
  }

  clear() {
    this.replying = this.editing = null;
    this.attachments = [];
    this.field.value = "";
    this.context.hidden = true;
    this.hints.close();
    this.showFiles();
    this.grow();
  }

  chooseAttachment() {
    const items = KINDS.map((kind) => ({
      text: kind.text, icon: kind.icon, run: async () => this.attach(await chooseFiles(kind)),
    }));
    items.push({ text: "Location", icon: "place", run: () => choosePlace(this.attachButton, (place) => this.post(place)) });
    menu(this.attachButton, items, { label: "Attach" });
  }

  /** @param {import("./attach.js").Attachment[]} attachments */
  attach(attachments) {
    this.attachments = [...this.attachments, ...attachments].slice(0, 10);
    this.showFiles();
    if (attachments.length) this.field.focus();
  }

  showFiles() {
    this.files.hidden = !this.attachments.length;
    this.field.placeholder = this.attachments.length ? "Caption" : this.idle;
    fill(this.files, this.attachments.map((one, index) =>
      h("span", { class: "chip" }, icon(one.kind === "document" ? "file" : one.kind),
        h("span", { dir: "auto" }, one.file.name), h("small", {}, size(one.file.size)),
        button("close", `Remove ${one.file.name}`, () => {
          this.attachments.splice(index, 1);
          this.showFiles();
        }))));
  }

  async openCommands() {
    const commands = await this.desk.told(commandsOf(this.desk.person));
    if (!commands) return;
    showCommands(this.commandButton, commands, (text) => this.sendCommand(text));
  }

  sendCommand(text) {
    this.clear();
    this.field.focus();
    this.post({ text });
  }

  async send() {
    const text = this.field.value.trim();
    if (!text && !this.attachments.length) return;
    const { attachments, editing, replying } = this;
    if (editing) {
      this.clear();
      await this.desk.told(api.edit(this.desk.person, editing.message_id, text));
      return;
    }
    this.clear();
    const body = attachments.length ? await this.desk.told(toMessage(attachments, text)) : { text };
    if (!body) return;
    const sent = await this.post(body, replying);
    if (!sent && !attachments.length && !this.field.value) {
      this.field.value = text;
      this.grow();
    }
  }

  /** Into the topic in front, as a reply where one is open. @param {any} body @param {Message|null} [replying] */
  post(body, replying = null) {
    const thread = this.desk.thread();
    const placed = { ...body, ...(thread && { thread_id: thread }), ...(replying && { reply_to: replying.message_id }) };
    return this.desk.told(api.send(this.desk.person, placed));
  }
}

/** @param {any} sign @param {string} label @param {() => void} onClick */
function button(sign, label, onClick) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onClick }, icon(sign));
}

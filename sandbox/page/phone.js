/** A phone: whose it is, the bot's header, and the chat of that person. */

import { ChatView } from "./chat-view.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { aboutLine, face, firstCommandOf, fullName, newPersonForm, peopleList } from "./people.js";
import { menu, popover } from "./popover.js";
import { hourMinute } from "./time.js";
import { world } from "./world.js";

export class Phone {
  /**
   * @param {number} index from 0
   * @param {{choose: (phone: Phone, person: number) => void, openLink: (url: string, phone: Phone) => boolean,
   *   used: (phone: Phone) => void}} actions
   */
  constructor(index, actions) {
    this.index = index;
    this.actions = actions;
    this.person = 0;
    this.news = false;
    /** @type {ChatView|null} */ this.view = null;
    this.time = h("time", { class: "status-time" });
    this.who = h("button", {
      type: "button", class: "who", "aria-haspopup": "dialog", onClick: () => this.choosePerson(),
    });
    this.botName = h("div", { class: "bot-name" });
    this.more = h("button", {
      type: "button", class: "icon-button", "aria-label": "Chat menu", "aria-haspopup": "menu", onClick: () => this.openMenu(),
    }, icon("more"));
    this.slot = h("div", { class: "slot" });
    this.element = h("section", { class: "phone", id: `phone-${index + 1}`, "aria-label": `Phone ${index + 1}` },
      h("div", { class: "status-bar" }, this.who, this.time),
      h("header", { class: "chat-header" },
        h("span", { class: "bot-face", "aria-hidden": "true" }, "T"), this.botName, this.more),
      this.slot);
    for (const act of ["pointerdown", "keydown", "input"]) this.element.addEventListener(act, () => actions.used(this));
    world.on("people", () => this.drawHead());
    world.on("bot", () => this.drawHead());
    world.on("clock", () => this.drawTime());
    this.show(0);
  }

  /** @param {number} person 0 for nobody */
  show(person) {
    if (person && person === this.person) return;
    this.view?.dispose();
    this.person = person;
    this.news = false;
    const openLink = (url) => this.actions.openLink(url, this);
    this.view = person ? new ChatView(person, { openLink, onNews: () => this.noteNews() }) : null;
    fill(this.slot, this.view ? this.view.element : this.nobody());
    this.drawHead();
  }

  /** On a narrow screen something may happen on a phone out of sight. */
  noteNews() {
    if (this.news || this.element.checkVisibility()) return;
    this.news = true;
    world.emit("people");
  }

  nobody() {
    return h("div", { class: "nobody" }, h("p", {}, "Nobody holds this phone yet."),
      newPersonForm((id) => this.actions.choose(this, id)));
  }

  drawHead() {
    const person = world.person(this.person);
    this.more.hidden = !person;
    const command = person && firstCommandOf(person);
    this.view?.composer.suggest(command ? `Type ${command} here` : "Message");
    this.element.setAttribute("aria-label", `Phone ${this.index + 1}${person ? `: ${fullName(person)}` : ""}`);
    fill(this.who, person ? face(person) : icon("people"),
      h("span", { class: "who-words" },
        h("span", { class: "who-name", dir: "auto" }, person ? fullName(person) : "Choose a person"),
        h("small", { dir: "auto", title: person && aboutLine(person) }, person ? aboutLine(person) : `Phone ${this.index + 1}`)),
      icon("down"));
    this.who.title = "Give this phone to somebody else";
    fill(this.botName, h("strong", { dir: "auto" }, world.bot.name || world.bot.username || "Bot"),
      h("small", {}, person?.blocked ? "blocked by this person" : "bot"));
    this.element.classList.toggle("is-blocked", Boolean(person?.blocked));
    this.drawTime();
  }

  drawTime() {
    const now = world.now();
    this.time.textContent = hourMinute(now);
    this.time.dateTime = now;
  }

  choosePerson() {
    const choose = (id) => {
      floating.close();
      this.actions.choose(this, id);
    };
    const list = peopleList(choose, { aside: (one) => one.id === this.person && icon("check") });
    const floating = popover(this.who, list.element, { label: "Whose phone is this?", className: "chooser" });
    const first = list.search.hidden ? list.element.querySelector(".person") : list.search;
    /** @type {HTMLElement|null} */ (first)?.focus();
  }

  openMenu() {
    const blocked = Boolean(world.person(this.person)?.blocked);
    const block = {
      text: blocked ? "Unblock the bot" : "Block the bot", icon: "block", danger: !blocked,
      run: () => this.view?.setBlocked(!blocked),
    };
    menu(this.more, [
      { text: "Give this phone to somebody else", icon: "people", run: () => this.choosePerson() },
      { text: "To the latest message", icon: "down", run: () => this.view?.list(this.view.topics.current).toEnd() },
      block,
    ], { label: "Chat menu" });
  }
}

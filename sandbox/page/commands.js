/** The bot's commands as this person sees them: behind the menu button, and as hints while a command is being typed. */

import { api } from "./api.js";
import { fill, h, uniqueId } from "./dom.js";
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

const TYPING = /^\/\w*$/;

/**
 * The hints over the field while somebody types a command. The focus stays in the field; nothing is marked until an
 * arrow key marks it, so that Enter sends what was typed.
 */
export class CommandHints {
  /** @param {HTMLTextAreaElement} field @param {{load: () => Promise<any>, send: (text: string) => void}} actions */
  constructor(field, { load, send }) {
    this.field = field;
    this.load = load;
    this.send = send;
    /** @type {{command: string, description: string}[]} */ this.commands = [];
    this.loading = false;
    this.open = false;
    this.marked = -1;
    const id = uniqueId("hints");
    this.element = h("div", { id, class: "command-hints", role: "listbox", "aria-label": "Commands", hidden: true });
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("blur", () => this.close());
  }

  /** After each change of the field. */
  async follow() {
    this.marked = -1;
    if (!TYPING.test(this.field.value)) return this.close();
    if (this.field.value === "/" && !this.loading) {
      this.open = this.loading = true;
      this.commands = (await this.load()) ?? [];
      this.loading = false;
    }
    this.draw();
  }

  close() {
    this.open = false;
    this.draw();
  }

  hits() {
    const { value } = this.field;
    if (!this.open || !TYPING.test(value)) return [];
    return this.commands.filter((one) => `/${one.command}`.startsWith(value.toLowerCase()));
  }

  draw() {
    const hits = this.hits();
    this.element.hidden = !hits.length;
    fill(this.element, hits.map((one, index) => h("div", {
      id: `${this.element.id}-${index}`, class: "menu-item", role: "option", "aria-selected": String(index === this.marked),
      onClick: () => this.pick(one),
    }, h("span", { class: "menu-words" }, h("span", { dir: "auto" }, `/${one.command}`), h("small", { dir: "auto" }, one.description)))));
    const marked = this.element.children[this.marked];
    marked?.scrollIntoView({ block: "nearest" });
    if (marked) this.field.setAttribute("aria-activedescendant", marked.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  pick(one) {
    this.close();
    this.send(`/${one.command}`);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the hints */
  takes(event) {
    const hits = this.hits();
    if (!hits.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.marked = this.marked < 0 && step < 0 ? hits.length - 1 : (this.marked + step + hits.length) % hits.length;
      this.draw();
    } else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey && hits[this.marked]) this.pick(hits[this.marked]);
    else return false;
    return true;
  }
}

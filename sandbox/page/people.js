/** Words and controls for people: names, languages, the search list, the "new person" form. */

import { fill, h, roving, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { unseen } from "./chats.js";
import { world } from "./world.js";

/** @typedef {import("./api.js").Person} Person */

const LANGUAGES = { fr: "French", nl: "Dutch", de: "German", en: "English", ar: "Arabic", uk: "Ukrainian", tr: "Turkish" };
const names = new Intl.DisplayNames(["en"], { type: "language" });

/** @param {string} code */
export function languageName(code) {
  try {
    return LANGUAGES[code] ?? names.of(code) ?? code;
  } catch {
    return code || "no language";
  }
}

/** What a demo says of somebody, in brackets where a last name would be: "(mentor of Ana; try /progress)". */
const SAID = /^\((.+?)(?:; try (\/\w+))?\)$/;
/** @param {Person} person */
const said = (person) => SAID.exec(person.last_name ?? "");
/** Who somebody is, in a few words; empty where nothing is known. @param {Person} person */
export const roleOf = (person) => said(person)?.[1] ?? "";
/** The command that shows most on that phone, if the demo names one. @param {Person} person */
export const firstCommandOf = (person) => said(person)?.[2] ?? "";

/** @param {Person} person */
export const fullName = (person) => [person.first_name, said(person) ? "" : person.last_name].filter(Boolean).join(" ");
/** @param {Person} person */
export const aboutLine = (person) => [roleOf(person), languageName(person.language_code)].filter(Boolean).join(" · ");

/** A round sign with the first letter; the hue comes from the id so that a person keeps it. @param {Person} person */
export function face(person) {
  const letter = [...(person.first_name || "?").trim()][0] ?? "?";
  return h("span", { class: `face hue-${person.id % 6}`, "aria-hidden": "true" }, letter.toUpperCase());
}

/** @param {Person} person @param {string} query */
function matches(person, query) {
  const words = `${fullName(person)} ${roleOf(person)} ${person.username ?? ""} ${languageName(person.language_code)} ${person.id}`;
  return words.toLowerCase().includes(query.trim().toLowerCase());
}

/**
 * A searchable list of everybody. @param {(person: number) => void} choose @param {{aside?: (person: Person) => any}} [options]
 */
export function peopleList(choose, { aside } = {}) {
  const search = h("input", { type: "search", class: "search", placeholder: "Search people", "aria-label": "Search people" });
  const list = h("div", { class: "people-list", role: "group", "aria-label": "People" });
  const found = () => world.people.filter((one) => matches(one, search.value));
  const draw = () => {
    const shown = found();
    const none = world.people.length ? "Nobody found." : "Nobody here yet.";
    fill(list, shown.map((one, index) => line(one, index, choose, aside)), !shown.length && h("p", { class: "hint" }, none));
    search.hidden = world.people.length < 6;
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && search.value.trim() && found().length) {
      event.preventDefault();
      const [{ id }] = found();
      search.value = "";
      draw();
      choose(id);
    } else if (event.key === "ArrowDown") /** @type {HTMLElement|null} */ (list.querySelector(".person"))?.focus();
  });
  roving(list, ".person", { axis: "y" });
  draw();
  return { element: h("div", { class: "people" }, search, list), draw, search };
}

function line(person, index, choose, aside) {
  return h("button", {
    type: "button", class: "person", tabindex: index ? -1 : 0, onClick: () => choose(person.id),
  },
    face(person),
    h("span", { class: "person-words" },
      h("span", { class: "person-name", dir: "auto" }, fullName(person)),
      h("small", { dir: "auto" }, aboutLine(person), person.blocked ? " · blocked the bot" : "")),
    unseen.has(person.id) && h("span", { class: "dot", title: "Something new", "aria-label": "Something new" }),
    aside?.(person));
}

/** @param {(id: number) => void} onAdded @param {string} [submit] */
export function newPersonForm(onAdded, submit = "Give them a phone") {
  const [first, last, user, language] = ["first", "last", "user", "language"].map(uniqueId);
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const fields = {
    first_name: h("input", { id: first, required: true, maxlength: 64, autocomplete: "off" }),
    last_name: h("input", { id: last, placeholder: "optional", maxlength: 64, autocomplete: "off" }),
    username: h("input", { id: user, placeholder: "optional", maxlength: 32, pattern: "[A-Za-z0-9_]{4,32}", title: "4 to 32 letters, digits or _", autocomplete: "off" }),
    language_code: h("select", { id: language }, Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code }, name))),
  };
  const form = h("form", { class: "form new-person" },
    h("div", { class: "form-pair" },
      h("div", {}, h("label", { for: first }, "First name"), fields.first_name),
      h("div", {}, h("label", { for: last }, "Last name"), fields.last_name)),
    h("div", { class: "form-pair" },
      h("div", {}, h("label", { for: user }, "Username"), fields.username),
      h("div", {}, h("label", { for: language }, "Phone language"), fields.language_code)),
    trouble, h("button", { class: "button primary" }, icon("plus"), submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const filled = Object.entries(fields).map(([name, field]) => [name, field.value.trim()]).filter(([, value]) => value);
    try {
      const id = await world.addPerson(Object.fromEntries(filled));
      form.reset();
      trouble.hidden = true;
      onAdded(id);
    } catch (error) {
      trouble.hidden = false;
      trouble.textContent = error.message;
    }
  });
  return form;
}

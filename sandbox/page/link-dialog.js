/** "Who opens this link?": a new person (the usual choice), one of the phones, or somebody else. */

import { startText } from "./deep-links.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { face, fullName, languageName, newPersonForm, peopleList } from "./people.js";
import { world } from "./world.js";

/**
 * @param {{payload: string, text: string}} link @param {number[]} inFront the people on the phones, 0 for none
 * @param {(person: number) => void} opened
 */
export function askWhoOpens(link, inFront, opened) {
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close", onClick: () => dialog.close() }, icon("close"));
  const choose = (person) => {
    dialog.close();
    opened(person);
  };
  const others = peopleList(choose);
  const form = newPersonForm(choose, "Give them a phone and open");
  form.querySelector("input")?.setAttribute("autofocus", "");
  const holders = inFront.map((id, index) => phoneChoice(world.person(id), index, choose)).filter(Boolean);
  const dialog = h("dialog", { class: "sheet", "aria-label": "Who opens this link?" },
    h("header", { class: "sheet-head" }, h("h2", {}, "Who opens this link?"), close),
    link.text && h("blockquote", { class: "shared", dir: "auto" }, link.text),
    h("p", { class: "hint" }, "Their phone then sends ", h("code", {}, startText(link)), "."),
    h("h3", {}, "A new person"), form,
    holders.length > 0 && h("h3", {}, "One of the phones"),
    h("div", { class: "choices" }, holders),
    world.people.length > 0 && h("details", {}, h("summary", {}, "Somebody else"), others.element));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

function phoneChoice(person, index, choose) {
  if (!person) return null;
  return h("button", { type: "button", class: "person", onClick: () => choose(person.id) },
    face(person),
    h("span", { class: "person-words" },
      h("span", { class: "person-name", dir: "auto" }, fullName(person)),
      h("small", {}, `Phone ${index + 1} · ${languageName(person.language_code)}`)));
}

/** Everybody who has a phone, and a form for one more. */

import { h } from "./dom.js";
import { newPersonForm, peopleList } from "./people.js";
import { world } from "./world.js";

/** @param {{show: (person: number) => void, phoneOf: (person: number) => number}} desk `phoneOf` is 0 for none */
export function peoplePanel(desk) {
  const list = peopleList(desk.show, {
    aside: (person) => desk.phoneOf(person.id) > 0 && h("span", { class: "tag" }, `Phone ${desk.phoneOf(person.id)}`),
  });
  world.on("people", list.draw);
  const element = h("div", {},
    h("h2", {}, "People"),
    h("p", { class: "hint" }, "Choose somebody to see their phone. They write to the bot as on their own."),
    list.element,
    h("h3", {}, "New person"), newPersonForm(desk.show));
  return { element, draw: list.draw };
}

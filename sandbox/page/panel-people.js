/** Everybody who has a phone, and a form for one more. */

import { fill, h } from "./dom.js";
import { firstCommandOf, fullName, newPersonForm, peopleList, roleOf } from "./people.js";
import { world } from "./world.js";

/** @param {{show: (person: number) => void, phoneOf: (person: number) => number}} desk `phoneOf` is 0 for none */
export function peoplePanel(desk) {
  const list = peopleList(desk.show, {
    aside: (person) => desk.phoneOf(person.id) > 0 && h("span", { class: "tag" }, `Phone ${desk.phoneOf(person.id)}`),
  });
  const title = h("h2", {}, "People");
  const steps = h("div", { class: "card first-steps", hidden: true });
  const drawAll = () => {
    title.textContent = world.people.length > 1 ? `${world.people.length} people` : "People";
    drawSteps(steps);
    list.draw();
  };
  world.on("people", drawAll);
  const element = h("div", {},
    title, steps,
    h("p", { class: "hint" }, "Choose somebody to see their phone. They write to the bot as on their own."),
    list.element,
    h("h3", {}, "New person"), newPersonForm(desk.show));
  return { element, draw: drawAll };
}

/** Where to begin, where a demo says it: on whose phone which command shows most, and then the clock. */
function drawSteps(steps) {
  const starts = world.people.filter(firstCommandOf);
  steps.hidden = !starts.length;
  fill(steps, h("strong", {}, "Where to begin"), h("ol", { class: "steps" },
    starts.map((one) => h("li", {}, h("b", { dir: "auto" }, fullName(one)), ` (${roleOf(one)}): type `, h("code", {}, firstCommandOf(one)))),
    h("li", {}, h("b", {}, "Clock"), ": Next morning, and see who answers")));
}

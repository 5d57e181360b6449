/** The page: three phones, the tools beside them, and the bar on top. */

import { api } from "./api.js";
import { deepLink, startText } from "./deep-links.js";
import { fill, h, roving } from "./dom.js";
import { icon } from "./icons.js";
import { askWhoOpens } from "./link-dialog.js";
import { callsPanel } from "./panel-calls.js";
import { clockPanel, speedWords } from "./panel-clock.js";
import { troublePanel } from "./panel-faults.js";
import { linksPanel } from "./panel-links.js";
import { peoplePanel } from "./panel-people.js";
import { createPanel } from "./panel.js";
import { fullName } from "./people.js";
import { Phone } from "./phone.js";
import { hourMinute, shortDate } from "./time.js";
import { quiet, world } from "./world.js";

const PHONES = 3;
const TICK_MS = 1000;

const desk = {
  phoneOf: (person) => phones.findIndex((one) => one.person === person) + 1,
  show: (person) => place(person),
};
const openLink = (url, phone) => {
  const link = deepLink(url);
  if (!link) return false;
  askWhoOpens(link, phones.map((one) => one.person), (person) => openAs(person, link, phone));
  return true;
};
const people = peoplePanel(desk);
const clock = clockPanel();
const panel = createPanel([
  { id: "people", title: "People", icon: "people", element: people.element, onShow: people.draw },
  { id: "links", title: "Invitations", icon: "link", element: linksPanel((url) => openLink(url)).element },
  { id: "clock", title: "Clock", icon: "clock", element: clock.element, onShow: clock.draw },
  { id: "calls", title: "Calls", icon: "calls", ...callsPanel() },
  { id: "trouble", title: "Trouble", icon: "trouble", ...troublePanel() },
]);
/** @type {Phone[]} */
const phones = Array.from({ length: PHONES }, (_, index) => new Phone(index, { choose, openLink, used }));
/** Phones in the order of their last use (given to somebody, typed or tapped on), longest ago first. */
const turns = [...phones];

/** @param {Phone} phone */
function used(phone) {
  turns.push(...turns.splice(turns.indexOf(phone), 1));
}

/** Gives a phone to a person; one who already holds another swaps. @param {Phone} phone @param {number} person */
function choose(phone, person) {
  const other = phones.find((one) => one.person === person && one !== phone);
  const before = phone.person;
  if (other) other.show(0);
  phone.show(person);
  if (other && before) other.show(before);
  used(phone);
  remember();
}

/** Brings a person to the front: their phone where they hold one, else the one unused longest. */
function place(person, except) {
  let phone = phones.find((one) => one.person === person);
  if (!phone) {
    phone = phones.find((one) => !one.person) ?? turns.find((one) => one !== except) ?? phones[0];
    const before = world.person(phone.person);
    choose(phone, person);
    if (before) phone.view?.notices.toast(`${fullName(world.person(person))} has the phone of ${fullName(before)} now`);
  }
  used(phone);
  look(`phone-${phone.index + 1}`);
  phone.view?.composer.field.focus();
  return phone;
}

function openAs(person, link, from) {
  const phone = place(person, from);
  phone.view?.notices.told(api.send(person, { text: startText(link) }));
}

function remember() {
  localStorage.setItem("phones", JSON.stringify(phones.map((one) => one.person)));
  people.draw();
  drawSwitcher();
}

/** The people of last time where they still exist, then people of different languages. */
function firstPeople() {
  const ids = world.people.map((one) => one.id);
  const saved = JSON.parse(localStorage.getItem("phones") ?? "[]").filter((id) => ids.includes(id));
  const picked = [...new Set(saved)];
  const languages = new Set(picked.map((id) => world.person(id)?.language_code));
  for (const one of world.people) {
    if (picked.includes(one.id) || languages.has(one.language_code)) continue;
    languages.add(one.language_code);
    picked.push(one.id);
  }
  return [...picked, ...ids.filter((id) => !picked.includes(id))].slice(0, PHONES);
}

/* The bar on top and, on narrow screens, the switcher at the bottom */

const bar = {
  time: h("button", { type: "button", class: "bar-clock", title: "Programme clock", onClick: () => openTool("clock") }),
  fold: h("button", { type: "button", class: "button quiet fold", "aria-controls": "panel", onClick: () => fold(!folded()) }),
};
const lost = h("div", { class: "lost", role: "status", hidden: true }, "Connection lost, trying again…");
const switcher = h("nav", { class: "switcher", "aria-label": "Phones and tools" });

const folded = () => document.body.classList.contains("folded");

function fold(closed) {
  document.body.classList.toggle("folded", closed);
  localStorage.setItem("folded", closed ? "yes" : "");
  bar.fold.setAttribute("aria-expanded", String(!closed));
  fill(bar.fold, icon("tools"), h("span", {}, closed ? "Show tools" : "Hide tools"));
}

function openTool(id) {
  fold(false);
  panel.show(id);
  look("panel");
}

/** Which phone (or the tools) a narrow screen shows. @param {string} id */
function look(id) {
  document.body.dataset.look = id;
  const phone = phones.find((one) => one.element.id === id);
  if (phone) phone.news = false;
  drawSwitcher();
  phone?.view?.select(phone.view.topics.current);
}

/** Somebody turns to a phone by hand. @param {string} id */
function turnTo(id) {
  const phone = phones.find((one) => one.element.id === id);
  if (phone) used(phone);
  look(id);
}

function drawSwitcher() {
  const focused = switcher.contains(document.activeElement);
  const here = document.body.dataset.look;
  const entry = (id, sign, text, news = false) => h("button", {
    type: "button", class: "switch", "aria-current": id === here ? "true" : null, dataset: { look: id },
    onClick: () => turnTo(id),
  }, icon(sign), h("span", { dir: "auto" }, text), news && h("i", { class: "dot", "aria-label": "something new" }));
  fill(switcher, phones.map((one) => {
    const person = world.person(one.person);
    return entry(one.element.id, "phone", person ? fullName(person) : `Phone ${one.index + 1}`, one.news);
  }), entry("panel", "tools", "Tools"));
  if (focused) /** @type {HTMLElement|null} */ (switcher.querySelector('[aria-current="true"]'))?.focus();
}

function drawClock() {
  const now = world.now();
  fill(bar.time, icon("clock"), h("span", {}, `${shortDate(now)}, ${hourMinute(now)}`),
    h("small", {}, speedWords(world.clock.run)));
}

function build() {
  document.body.append(
    h("header", { class: "bar" },
      h("div", { class: "brand" }, h("img", { src: "/page/icon.svg", alt: "", width: 30, height: 30 }),
        h("h1", {}, "Tandem"), h("span", { class: "brand-note" }, "practice phones")),
      bar.time, bar.fold),
    lost,
    h("main", { class: "desk" }, h("div", { class: "phones" }, phones.map((one) => one.element)), panel.element),
    switcher);
  roving(switcher, ".switch", { select: (node) => turnTo(node.dataset.look ?? "") });
  fold(localStorage.getItem("folded") === "yes" || (innerWidth < 1280 && localStorage.getItem("folded") === null));
  look("phone-1");
  world.on("clock", drawClock);
  world.on("people", drawSwitcher);
  world.on("connection", () => (lost.hidden = world.connected));
  setInterval(() => {
    if (!world.clock.run) return;
    drawClock();
    clock.draw();
    for (const phone of phones) phone.drawTime();
  }, TICK_MS);
}

async function start() {
  build();
  world.listen();
  await Promise.all([quiet(world.refreshState()), quiet(world.refreshClock())]);
  firstPeople().forEach((person, index) => phones[index].show(person));
  remember();
  quiet(world.tryClock());
  document.body.dataset.ready = "yes";
}

start();

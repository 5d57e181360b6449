/** The programme clock: what time it is for the bot, and travelling forward. */

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { hourMinuteSecond, inUtc, nextMorning, shortDate } from "./time.js";
import { world } from "./world.js";

const HOUR = 3600;
const JUMPS = [["+1 hour", HOUR], ["+1 day", 24 * HOUR], ["+1 week", 7 * 24 * HOUR]];
/** When a team begins its day and finds the overview in its chat. */
const MORNINGS = [["Next morning 08:30", ""], ["Next Monday 08:30", "Mon"]];
const SPEEDS = [["1 minute a second", 60], ["1 hour a second", 3600], ["Stop", 0]];

export function clockPanel() {
  const face = h("div", { class: "clock-face", role: "timer" });
  const told = h("p", { class: "hint clock-told", role: "status", "aria-live": "polite" });
  const buttons = [...JUMPS, ...SPEEDS].map(([text, amount], index) => {
    const jump = index < JUMPS.length;
    const change = jump ? { advance: amount } : { run: amount };
    return h("button", {
      type: "button", class: "button", dataset: jump ? {} : { run: amount }, onClick: () => move(change, jump),
    }, text);
  });
  const mornings = MORNINGS.map(([text, weekday]) => h("button", {
    type: "button", class: "button primary", onClick: () => move({ to: nextMorning(world.now(), weekday) }, true),
  }, text));
  buttons.push(...mornings);
  const controls = h("div", {},
    h("h3", {}, "Jump forward"), h("div", { class: "button-row" }, mornings),
    h("div", { class: "button-row below" }, buttons.slice(0, JUMPS.length)),
    h("h3", {}, "Let time run"), h("div", { class: "button-row" }, buttons.slice(JUMPS.length, JUMPS.length + SPEEDS.length)));

  async function move(change, jump) {
    for (const one of buttons) one.disabled = true;
    told.textContent = jump ? "Travelling: everything that falls due on the way happens now…" : "";
    try {
      world.setClock(await api.moveClock(change));
      told.textContent = jump ? "Arrived. Everything due has happened." : "";
    } catch (error) {
      if (error.status === 409) world.refuseClock(error.message);
      told.textContent = error.message;
    }
    for (const one of buttons) one.disabled = false;
    draw();
  }

  function draw() {
    const now = world.now();
    const { run } = world.clock;
    fill(face, h("strong", {}, hourMinuteSecond(now)), h("span", {}, shortDate(now)),
      h("small", {}, `Brussels time · ${inUtc(now)} UTC`),
      h("small", { class: "clock-run" }, speedWords(run)));
    controls.hidden = Boolean(world.clockRefusal);
    for (const one of buttons.filter((each) => each.dataset.run)) one.setAttribute("aria-pressed", String(Number(one.dataset.run) === run));
    if (world.clockRefusal) told.textContent = world.clockRefusal;
  }

  world.on("clock", draw);
  const element = h("div", {}, h("h2", {}, "Clock"),
    h("p", { class: "hint" }, "The bot lives by this clock. Whatever falls due on the way happens, in order."), face, controls, told);
  return { element, draw };
}

/** @param {number} run */
export function speedWords(run) {
  if (!run) return "standing still";
  return run === 1 ? "running as in real life" : `running ${run.toLocaleString("en")} times as fast`;
}

/** What the bot called, newest first, with what it sent and what it got. */

import { fill, h, uniqueId } from "./dom.js";
import { fullName } from "./people.js";
import { hourMinuteSecond } from "./time.js";
import { quiet, world } from "./world.js";

const SHOWN = 150;
const EVERYTHING = "*";

export function callsPanel() {
  const id = uniqueId("method");
  const filter = h("select", { id });
  const list = h("ol", { class: "calls" });
  const count = h("p", { class: "hint", role: "status" });
  const methods = new Set();
  let open = false;

  const wanted = (call) => filter.value
    ? [EVERYTHING, call.method].includes(filter.value)
    : call.method !== "getUpdates";

  const drawAll = () => {
    const shown = world.calls.filter(wanted).slice(-SHOWN).reverse();
    fill(list, shown.map(row));
    say();
  };

  const say = () => {
    const shown = list.childElementCount;
    count.textContent = shown ? `The last ${shown === 1 ? "call" : `${shown} calls`}, newest first.` : "Nothing called yet.";
  };

  const drawFilter = () => fill(filter,
    h("option", { value: "" }, "All but getUpdates"), h("option", { value: EVERYTHING }, "All methods"),
    [...methods].sort().map((name) => h("option", { value: name }, name)));

  const learn = (calls) => {
    const fresh = calls.filter((one) => !methods.has(one.method));
    if (!fresh.length) return;
    for (const one of fresh) methods.add(one.method);
    const chosen = filter.value;
    drawFilter();
    filter.value = chosen;
  };

  filter.addEventListener("change", drawAll);
  world.on("calls", (calls) => {
    learn(calls);
    if (!open) return;
    list.prepend(...calls.filter(wanted).slice(-SHOWN).reverse().map(row));
    while (list.childElementCount > SHOWN) list.lastElementChild?.remove();
    say();
  });
  drawFilter();
  const element = h("div", {}, h("h2", {}, "Calls"),
    h("p", { class: "hint" }, "Every request of the bot to Telegram, and the answer."),
    h("div", { class: "form one-line" }, h("label", { for: id }, "Show"), filter), count, list);
  const onShow = () => {
    open = true;
    quiet(world.loadCalls());
    drawAll();
  };
  return { element, onShow };
}

function row(call) {
  const failed = call.status !== 200;
  const chat = call.params?.chat_id ?? call.params?.user_id;
  const person = chat === undefined ? null : world.person(Number(chat));
  const details = h("details", { class: failed ? "call failed" : "call" },
    h("summary", {},
      h("time", { datetime: call.at }, hourMinuteSecond(call.at)),
      h("span", { class: "call-method" }, call.method),
      h("span", { class: "call-status" }, call.status ?? "cut"),
      chat !== undefined && h("span", { class: "call-chat", dir: "auto" }, person ? fullName(person) : `chat ${chat}`)));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(h("h4", {}, "Sent"), json(call.params), h("h4", {}, "Answered"), json(call.result));
  });
  return h("li", {}, details);
}

const json = (value) => h("pre", { class: "json", tabindex: 0 }, JSON.stringify(value, null, 2) ?? "nothing");

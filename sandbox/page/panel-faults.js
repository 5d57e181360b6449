/** Trouble on demand: what the bot's next calls run into; and whether private chats have topics. */

import { api } from "./api.js";
import { fill, h, uniqueId } from "./dom.js";
import { fullName } from "./people.js";
import { quiet, world } from "./world.js";

const KINDS = {
  429: "Too many messages (429)",
  500: "Telegram has a failure (500)",
  drop_response: "Delivered, but the answer gets lost",
  reset: "Connection cut before delivery",
  delay: "Slow answer",
  blocked: "The person has blocked the bot",
  deactivated: "The account is gone",
  thread_not_found: "The topic is gone",
};

/** What the seconds mean, for the kinds that have them. */
const SECONDS = { 429: "how long the bot is told to wait before it tries again.", delay: "how late each answer comes." };

export function troublePanel() {
  const list = h("ul", { class: "links" });
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const told = async (work) => {
    trouble.hidden = true;
    try {
      return await work;
    } catch (error) {
      trouble.hidden = false;
      trouble.textContent = error.message;
      return undefined;
    }
  };

  const draw = async () => {
    const answer = await told(api.faults());
    if (!answer) return;
    const faults = answer.faults ?? answer;
    fill(list, faults.map((one) => h("li", { class: "card" }, h("strong", {}, KINDS[one.kind] ?? one.kind), h("span", {}, scope(one)))),
      !faults.length && h("li", { class: "hint" }, "No trouble at the moment."));
    clear.hidden = !faults.length;
  };

  const clear = h("button", {
    type: "button", class: "button", hidden: true, onClick: async () => {
      await told(api.clearFaults());
      draw();
    },
  }, "End all trouble");
  world.on("faults", draw);
  const element = h("div", {}, h("h2", {}, "Trouble"),
    h("p", { class: "hint" }, "See how the bot copes when Telegram or the network does not."),
    faultForm(told, draw), trouble, h("h3", {}, "Now"), list, clear, topicsSwitch(told));
  return { element, onShow: draw };
}

function scope(fault) {
  const chat = fault.chat_id ? world.person(Number(fault.chat_id)) : null;
  const who = fault.chat_id ? `in the chat of ${chat ? fullName(chat) : fault.chat_id}` : "in every chat";
  const left = fault.times ? `${fault.times} more times` : "until ended";
  const chance = fault.probability && fault.probability < 1 ? `, ${Math.round(fault.probability * 100)} % of calls` : "";
  return `${fault.method ?? "every call"}, ${who}, ${left}${chance}`;
}

function faultForm(told, done) {
  const ids = Object.fromEntries(["kind", "method", "chat", "seconds", "times", "chance"].map((name) => [name, uniqueId(name)]));
  const kind = h("select", { id: ids.kind }, Object.entries(KINDS).map(([value, text]) => h("option", { value }, text)));
  const method = h("input", { id: ids.method, placeholder: "every call", dir: "ltr", autocomplete: "off" });
  const chat = h("select", { id: ids.chat });
  const seconds = h("input", { id: ids.seconds, type: "number", min: 0, step: "any", value: 5 });
  const times = h("input", { id: ids.times, type: "number", min: 1, step: 1, placeholder: "no limit" });
  const chance = h("input", { id: ids.chance, type: "number", min: 1, max: 100, step: 1, value: 100 });
  const secondsField = h("div", {}, h("label", { for: ids.seconds }, "Seconds"), seconds);
  const drawPeople = () => {
    const chosen = chat.value;
    fill(chat, h("option", { value: "" }, "Everybody"), world.people.map((one) => h("option", { value: one.id }, fullName(one))));
    chat.value = chosen;
  };
  const secondsHint = h("span", {});
  const drawSeconds = () => {
    const told = SECONDS[kind.value];
    secondsField.hidden = !told;
    secondsHint.textContent = told ? `Seconds: ${told} ` : "";
  };
  world.on("people", drawPeople);
  kind.addEventListener("change", drawSeconds);
  drawPeople();
  drawSeconds();
  const form = h("form", { class: "form" },
    h("label", { for: ids.kind }, "What happens"), kind,
    h("div", { class: "form-pair" },
      h("div", {}, h("label", { for: ids.chat }, "To whom"), chat),
      h("div", {}, h("label", { for: ids.method }, "On which call"), method)),
    h("div", { class: "form-pair" },
      secondsField,
      h("div", {}, h("label", { for: ids.times }, "How often"), times),
      h("div", {}, h("label", { for: ids.chance }, "Chance, %"), chance)),
    h("p", { class: "hint" }, secondsHint, "How often: this many calls meet the trouble, then it ends. Chance: how many of the calls it strikes."),
    h("button", { class: "button primary" }, "Start this trouble"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wait = kind.value === "429" ? { retry_after: Number(seconds.value) } : { seconds: Number(seconds.value) };
    await told(api.addFault({
      kind: kind.value,
      ...(method.value.trim() && { method: method.value.trim() }),
      ...(chat.value && { chat_id: Number(chat.value) }),
      ...(!secondsField.hidden && wait),
      ...(times.value && { times: Number(times.value) }),
      ...(Number(chance.value) < 100 && { probability: Number(chance.value) / 100 }),
    }));
    done();
  });
  return form;
}

function topicsSwitch(told) {
  const id = uniqueId("topics");
  const box = h("input", { id, type: "checkbox", role: "switch" });
  const draw = () => (box.checked = world.bot.has_topics_enabled);
  box.addEventListener("change", async () => {
    await told(api.topics(box.checked));
    quiet(world.refreshState());
  });
  world.on("bot", draw);
  return h("div", {}, h("h3", {}, "Topics"),
    h("div", { class: "switch-line" }, box, h("label", { for: id }, "Private chats with the bot have topics")),
    h("p", { class: "hint" }, "Set for the bot as a whole, as at BotFather. The bot reads it when it starts."),
    h("p", { class: "hint" }, "Turning topics off and on again while people are talking mixes places: this is meant for trying a bot without topics."));
}

/**
 * What all parts of the page share: the people, the bot, the clock, the calls, and the line to the server.
 * Events: `people`, `links`, `bot`, `clock`, `calls`, `faults`, `connection`, `activity` (a person's chat moved on).
 */

import { api } from "./api.js";
import { Emitter, coalesced } from "./emitter.js";

const KEPT_CALLS = 300;
/** Between two readings on loading; somebody who moves programme time moves it further. */
const REAL_TIME_MS = 60_000;
const RETRY_MS = [500, 1000, 2000, 4000];

class World extends Emitter {
  bot = { id: 0, username: "", name: "", has_topics_enabled: false };
  /** @type {import("./api.js").Person[]} */ people = [];
  /** @type {{label: string, url: string}[]} */ links = [];
  /** @type {import("./api.js").Call[]} oldest first, the last few hundred */ calls = [];
  lastCall = 0;
  sawCalls = false;
  clock = { now: new Date(0).toISOString(), run: 0 };
  /** The server's sentence once it has refused to move the clock. */ clockRefusal = "";
  clockRead = 0;
  connected = true;
  attempts = 0;
  opened = false;

  refreshState = coalesced(async () => {
    const state = await api.state();
    this.bot = state.bot;
    this.people = state.people;
    this.links = state.links ?? [];
    for (const name of ["bot", "people", "links"]) this.emit(name);
  });

  refreshClock = coalesced(async () => this.setClock(await api.clock()));

  /** Programme time moves only where it runs or is moved; a standing clock that moved all the same is real time. */
  async tryClock() {
    const before = this.clock;
    const after = await api.clock();
    const moved = Date.parse(after.now) - Date.parse(before.now);
    if (before.run || after.run || before !== this.clock) return this.setClock(after);
    if (moved > 0 && moved < REAL_TIME_MS) this.refuseClock("This sandbox runs on real time, so its clock cannot be moved.");
    this.setClock(after);
  }

  /** @param {string} sentence */
  refuseClock(sentence) {
    this.clockRefusal = sentence;
    this.setClock(this.clock);
  }

  refreshCalls = coalesced(async () => {
    const { calls } = await api.calls(this.lastCall);
    if (!calls.length) return;
    this.lastCall = calls[calls.length - 1].n;
    this.calls = [...this.calls, ...calls].slice(-KEPT_CALLS);
    this.emit("calls", calls);
  });

  /** The calls of before this page was opened; asked for once somebody wants to see them. */
  async loadCalls() {
    if (this.sawCalls) return;
    this.sawCalls = true;
    this.lastCall = Math.max(0, this.lastCall - KEPT_CALLS);
    this.calls = [];
    await this.refreshCalls();
  }

  /** @param {number} id */
  person(id) {
    return this.people.find((one) => one.id === id);
  }

  setClock(clock) {
    this.clock = { now: clock.now, run: this.clockRefusal ? 1 : Number(clock.run ?? 0) };
    this.clockRead = performance.now();
    this.emit("clock");
  }

  /** Programme time now, carried on between two readings where the clock runs. @returns {string} */
  now() {
    const since = this.clock.run ? (performance.now() - this.clockRead) * this.clock.run : 0;
    return new Date(Date.parse(this.clock.now) + since).toISOString();
  }

  async addPerson(person) {
    const { id } = await api.addPerson(person);
    await this.refreshState();
    return id;
  }

  /** Opens the event stream and keeps it open. */
  listen() {
    const source = new EventSource("/sandbox/events");
    const on = (name, react) =>
      source.addEventListener(name, (event) => react(event.data ? JSON.parse(event.data) : {}));
    source.addEventListener("open", () => this.onOpen());
    source.addEventListener("error", () => this.onLost(source));
    on("chat", (data) => this.emit("activity", data));
    on("state", () => quiet(this.refreshState()));
    on("clock", (data) => (data.now ? this.setClock(data) : quiet(this.refreshClock())));
    on("call", ({ n }) => {
      if (!this.lastCall && !this.sawCalls) this.lastCall = n - 1;
      quiet(this.refreshCalls());
    });
    on("fault", () => this.emit("faults"));
  }

  onOpen() {
    const lost = this.opened && !this.connected;
    this.opened = this.connected = true;
    this.attempts = 0;
    this.emit("connection");
    if (!lost) return;
    this.calls = [];
    this.lastCall = 0;
    for (const refresh of [this.refreshState, this.refreshClock, this.refreshCalls]) quiet(refresh());
    this.emit("faults");
    this.emit("resumed");
  }

  onLost(source) {
    source.close();
    this.connected = false;
    this.emit("connection");
    const wait = RETRY_MS[Math.min(this.attempts++, RETRY_MS.length - 1)];
    setTimeout(() => this.listen(), wait);
  }
}

/** A refresh that fails shows as the connection bar; the next event or the reconnect repeats it. */
export const quiet = (promise) => promise.catch(() => undefined);

export const world = new World();

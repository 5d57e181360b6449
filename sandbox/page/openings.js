/** Which invitations have been opened, and by whom: every /start with a payload that a chat on this page has shown. */

import { world } from "./world.js";

const KEY = "openings";
const START = /^\/start (\S+)$/;

/** @type {Map<string, number[]>} payload to people; kept for this window only, since another sandbox has other people */
const openings = new Map(saved());

function saved() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {number} person @param {import("./api.js").Message[]} messages */
export function noteOpenings(person, messages) {
  let fresh = false;
  for (const message of messages) {
    const payload = message.from === "person" && START.exec(message.text ?? "")?.[1];
    const people = (payload && openings.get(payload)) || [];
    if (!payload || people.includes(person)) continue;
    openings.set(payload, [...people, person]);
    fresh = true;
  }
  if (!fresh) return;
  sessionStorage.setItem(KEY, JSON.stringify([...openings]));
  world.emit("links");
}

/** @param {string} payload @returns {import("./api.js").Person[]} in the order of opening */
export function openedBy(payload) {
  return (openings.get(payload) ?? []).flatMap((id) => world.person(id) ?? []);
}

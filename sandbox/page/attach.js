/** Choosing what to send besides text: pictures, a file, a voice message, a sticker, a place, an album. */

import { h, uniqueId } from "./dom.js";
import { popover } from "./popover.js";

/** @typedef {{kind: string, file: File}} Attachment */

const PLACES = [
  ["Brussels, Place Flagey", 50.8276, 4.3724],
  ["Antwerpen, Centraal", 51.2172, 4.4211],
  ["Liège, Guillemins", 50.6245, 5.5667],
  ["Eupen, Rathausplatz", 50.6279, 6.0363],
];

export const KINDS = [
  { kind: "photo", text: "Photo", icon: "photo", accept: "image/*" },
  { kind: "album", text: "Several photos (album)", icon: "album", accept: "image/*", multiple: true },
  { kind: "document", text: "File", icon: "file", accept: "" },
  { kind: "voice", text: "Voice message from a file", icon: "voice", accept: "audio/*" },
  { kind: "sticker", text: "Sticker", icon: "sticker", accept: "image/webp,image/png" },
];

/** @param {{accept: string, multiple?: boolean, kind: string}} kind @returns {Promise<Attachment[]>} */
export function chooseFiles({ accept, multiple = false, kind }) {
  const input = h("input", { type: "file", accept: accept || null, multiple, class: "visually-hidden", tabindex: -1 });
  document.body.append(input);
  return new Promise((resolve) => {
    const finish = () => {
      const files = [...(input.files ?? [])].slice(0, 10);
      input.remove();
      resolve(files.map((file) => ({ kind: kind === "album" ? "photo" : kind, file })));
    };
    input.addEventListener("change", finish, { once: true });
    input.addEventListener("cancel", finish, { once: true });
    input.click();
  });
}

/** What people paste or drop: pictures become photos, sound a voice message, the rest files. @param {File[]} files */
export function guessed(files) {
  const kind = (type) => (type.startsWith("image/") ? "photo" : type.startsWith("audio/") ? "voice" : "document");
  return files.map((file) => ({ kind: kind(file.type), file }));
}

/** The message body for the control call. @param {Attachment[]} attachments @param {string} caption */
export async function toMessage(attachments, caption) {
  const parts = await Promise.all(attachments.map(async ({ kind, file }) => ({
    [kind]: { filename: file.name, mime_type: file.type || undefined, base64: await base64(file) },
  })));
  const told = caption ? { caption } : {};
  if (parts.length === 1) return { ...parts[0], ...told };
  return { album: parts.map((part, index) => (index ? part : { ...part, ...told })) };
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(new Error("This file cannot be read.")));
    reader.readAsDataURL(file);
  });
}

/** A small form with a few known places. @param {HTMLElement} anchor @param {(place: any) => void} onPlace */
export function choosePlace(anchor, onPlace) {
  const [list, north, east] = ["place", "north", "east"].map(uniqueId);
  const latitude = h("input", { id: north, type: "number", step: "any", min: -90, max: 90, required: true, value: PLACES[0][1] });
  const longitude = h("input", { id: east, type: "number", step: "any", min: -180, max: 180, required: true, value: PLACES[0][2] });
  const known = h("select", { id: list }, PLACES.map(([name], index) => h("option", { value: index }, name)));
  known.addEventListener("change", () => {
    [, latitude.value, longitude.value] = PLACES[Number(known.value)];
  });
  const form = h("form", { class: "form" },
    h("label", { for: list }, "Place"), known,
    h("div", { class: "form-pair" },
      h("div", {}, h("label", { for: north }, "Latitude"), latitude),
      h("div", {}, h("label", { for: east }, "Longitude"), longitude)),
    h("button", { class: "button primary" }, "Send this place"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    floating.close();
    onPlace({ location: { latitude: Number(latitude.value), longitude: Number(longitude.value) } });
  });
  const floating = popover(anchor, form, { label: "Send a location" });
  known.focus();
}

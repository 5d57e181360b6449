/** What a message carries besides text: pictures, files, voice, stickers, places. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./api.js").Message} Message */

/** @param {Message} message @param {{openImage: (url: string, title: string) => void}} actions @returns {Node|null} */
export function media(message, actions) {
  if (message.venue) return place(message.venue.location, message.venue.title);
  if (message.location) return place(message.location);
  if (message.contact) return card("Contact", [message.contact.first_name, message.contact.phone_number]);
  if (message.poll) return card(message.poll.question, message.poll.options.map((one) => `○ ${one.text}`));
  if (message.dice) return h("span", { class: "dice" }, `${message.dice.emoji} ${message.dice.value}`);
  const one = message.media;
  if (!one) return null;
  switch (one.kind) {
    case "photo":
      return picture(one, actions);
    case "sticker":
      return sticker(one);
    case "voice":
    case "audio":
      return player(one);
    case "video":
    case "video_note":
    case "animation":
      return h("video", { class: "film", src: one.url, controls: true, preload: "metadata" });
    default:
      return file(one);
  }
}

/** @param {Message} message */
export function mediaWord(message) {
  const other = { location: "Location", venue: "Location", contact: "Contact", poll: "Poll", dice: "Dice" };
  const kind = Object.keys(other).find((name) => message[name]);
  if (kind) return other[kind];
  const words = { photo: "Photo", document: "File", voice: "Voice message", sticker: "Sticker", video: "Video" };
  return message.media ? (words[message.media.kind] ?? message.media.kind) : "";
}

function picture(one, actions) {
  const title = one.filename ?? "Photo";
  const image = h("img", { src: one.url, alt: title, loading: "lazy", decoding: "async" });
  const button = h("button", {
    type: "button", class: "picture", "aria-label": "Photo, enlarge", dataset: { key: "picture" },
    onClick: () => actions.openImage(one.url, title),
  }, image);
  image.addEventListener("error", () => button.replaceWith(file(one)), { once: true });
  return button;
}

function sticker(one) {
  const image = h("img", { class: "sticker", src: one.url, alt: "Sticker" });
  image.addEventListener("error", () => image.replaceWith(file(one)), { once: true });
  return image;
}

function file(one) {
  const name = one.filename || `${one.kind}.bin`;
  return h("a", { class: "file", href: one.url, download: name, dataset: { key: "file" } },
    h("span", { class: "file-sign" }, icon("file")),
    h("span", { class: "file-words" },
      h("span", { class: "file-name", dir: "auto" }, name),
      h("span", { class: "file-size" }, `${size(one.size)} · download`)));
}

/** @param {number} bytes */
export function size(bytes) {
  if (!(bytes >= 0)) return "size unknown";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function card(title, lines) {
  return h("div", { class: "info-card", dir: "auto" }, h("strong", {}, title), lines.map((one) => h("div", {}, one)));
}

function place({ latitude, longitude }, title = "Location") {
  const north = `${Math.abs(latitude).toFixed(4)}° ${latitude < 0 ? "S" : "N"}`;
  const east = `${Math.abs(longitude).toFixed(4)}° ${longitude < 0 ? "W" : "E"}`;
  return h("div", { class: "place" },
    h("div", { class: "place-plan", "aria-hidden": "true" }, icon("place")),
    h("div", { class: "place-words" }, h("strong", { dir: "auto" }, title), h("span", {}, `${north}, ${east}`)));
}

function player(one) {
  const audio = new Audio();
  audio.preload = "metadata";
  const play = h("button", { type: "button", class: "play", "aria-label": "Play voice message", dataset: { key: "play" } });
  const line = h("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": "Position" });
  const time = h("span", { class: "voice-time" }, size(one.size));
  const seconds = (value) => `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;
  const known = () => Number.isFinite(audio.duration) && audio.duration > 0;
  play.addEventListener("click", () => (audio.paused ? audio.play().catch(() => undefined) : audio.pause()));
  line.addEventListener("input", () => known() && (audio.currentTime = (audio.duration * Number(line.value)) / 1000));
  audio.addEventListener("loadedmetadata", () => known() && (time.textContent = seconds(audio.duration)));
  audio.addEventListener("timeupdate", () => {
    time.textContent = seconds(audio.currentTime);
    if (known()) line.value = String((audio.currentTime / audio.duration) * 1000);
  });
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => {
      play.classList.toggle("playing", !audio.paused);
      play.setAttribute("aria-label", audio.paused ? "Play voice message" : "Pause");
    });
  }
  const node = h("div", { class: "voice" }, play, h("div", { class: "voice-line" }, line, time));
  audio.addEventListener("error", () => node.replaceWith(file(one)), { once: true });
  audio.src = one.url;
  return node;
}

/** A large view over the page; any key press on its button, a click or Escape closes it. */
export function openImage(url, title) {
  const close = h("button", { type: "button", class: "icon-button viewer-close", "aria-label": "Close" }, icon("close"));
  const dialog = h("dialog", { class: "viewer", "aria-label": title }, close, h("img", { src: url, alt: title }));
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Invitations that people got outside Telegram (by mail, on paper), to be opened on a phone of one's choice. */

import { deepLink } from "./deep-links.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openedBy } from "./openings.js";
import { fullName } from "./people.js";
import { world } from "./world.js";

/** @param {(url: string) => void} open */
export function linksPanel(open) {
  const list = h("ul", { class: "links" });
  const another = h("h3", {}, "Another link");
  const draw = () => {
    another.hidden = !world.links.length;
    fill(list, world.links.map((one) => card(one, open)), !world.links.length && h("li", { class: "hint" }, "No invitations so far."));
  };
  world.on("links", draw);
  world.on("people", draw);
  draw();
  const own = h("input", { class: "search", placeholder: "https://t.me/…?start=…", "aria-label": "A link to open", dir: "ltr" });
  const wrong = h("p", { class: "trouble", role: "alert", hidden: true }, "This is not a link to this bot.");
  const form = h("form", { class: "form one-line" }, own, h("button", { class: "button" }, "Open"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wrong.hidden = !own.value.trim() || deepLink(own.value.trim()) !== null;
    if (own.value.trim() && wrong.hidden) open(own.value.trim());
  });
  const element = h("div", {},
    h("h2", {}, "Invitations"),
    h("p", { class: "hint" }, "What people received outside Telegram: by mail, by letter, as a QR code."),
    list, another, form, wrong);
  return { element };
}

/** @param {{label: string, url: string}} link @param {(url: string) => void} open */
function card(link, open) {
  const payload = deepLink(link.url)?.payload;
  const readers = payload ? openedBy(payload) : [];
  return h("li", { class: "card" },
    h("strong", { dir: "auto" }, link.label),
    h("code", { class: "address" }, link.url),
    readers.length > 0 && h("span", { class: "opened", dir: "auto" }, `Opened by ${readers.map(fullName).join(", ")}`),
    h("div", { class: "row-end" },
      h("button", { type: "button", class: "button quiet", onClick: () => navigator.clipboard?.writeText(link.url) }, icon("copy"), "Copy"),
      h("button", { type: "button", class: readers.length ? "button" : "button primary", onClick: () => open(link.url) },
        icon("phone"), readers.length ? "Open again" : "Open on a phone")));
}

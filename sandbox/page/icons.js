/** The page's own icons, drawn as 24 by 24 strokes. */

const PATHS = {
  send: "M3.4 20.4 21 12 3.4 3.6l2 6.6L15 12l-9.6 1.8z",
  attach: "M16.5 6.5v9.8a4.5 4.5 0 0 1-9 0V5.8a3 3 0 0 1 6 0v9.4a1.4 1.4 0 0 1-2.9 0V6.5",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "m6 9.5 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 7 4.5 12 10 17M5 12h8.5a6 6 0 0 1 6 6",
  edit: "M4.5 19.5 5.5 15 16 4.6a1.8 1.8 0 0 1 2.6 0l.8.8a1.8 1.8 0 0 1 0 2.6L9 18.5z",
  copy: "M9 9h10v10H9zM5 15V5h10",
  pin: "M9 4h6l-.8 6 3.3 3.5H6.5L9.8 10zM12 13.5V20",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  photo: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5v.01",
  album: "M7 7h13v12H7zM4 16V4.5h12.5M7 16.5l3.5-3.5 3 3 2-2 4.5 4.5",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5",
  sticker: "M5 5h14v9l-5 5H5zM14 19v-5h5M9.5 9.5v.01M14 9.5v.01M9 12.5c1.5 1.5 3 1.5 4.5.2",
  place: "M12 21c4-4.5 6-7.7 6-10.5a6 6 0 0 0-12 0C6 13.3 8 16.5 12 21zM12 12.3a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 5a3.3 3.3 0 0 1 0 6.3M18 14.3c2 .7 3.2 2.5 3.5 5.2",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5.2l3.5 2",
  calls: "M4 6.5h11M11.5 3 15 6.5 11.5 10M20 17.5H9M12.5 14 9 17.5l3.5 3.5",
  trouble: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01",
  phone: "M7.5 2.5h9v19h-9zM11 18.5h2",
  tools: "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
  plus: "M12 5v14M5 12h14",
  check: "m5 12.5 4.5 4.5L19 7.5",
  block: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13",
  menu: "M5 7h14M5 12h14M5 17h9",
  smile: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.5 14c1.8 2.5 5.2 2.5 7 0M9 9.5v.01M15 9.5v.01",
  out: "M13 5h6v6M19 5l-9 9M10 6H5v13h13v-5",
};

/** A decorative icon; the control around it carries the words. @param {keyof typeof PATHS} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

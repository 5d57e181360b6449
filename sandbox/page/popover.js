/** Small floating menus beside the control that opened them. Escape and a click elsewhere close them. */

import { fill, h, roving } from "./dom.js";
import { icon } from "./icons.js";

const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * @param {HTMLElement} anchor @param {HTMLElement} content
 * @param {{label: string, role?: string, className?: string}} options
 * @returns {{close: () => void, element: HTMLElement}}
 */
export function popover(anchor, content, { label, role = "dialog", className = "" }) {
  const element = h("div", { class: `popover ${className}`, popover: "auto", role, "aria-label": label }, content);
  const back = document.activeElement;
  element.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    const mine = element.contains(document.activeElement) || document.activeElement === document.body;
    element.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (mine && back instanceof HTMLElement) back.focus();
  });
  document.body.append(element);
  element.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  settle(anchor, element);
  return { close: () => element.isConnected && element.hidePopover(), element };
}

function settle(anchor, element) {
  const from = anchor.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const below = innerHeight - from.bottom - GAP_PX - EDGE_PX;
  const above = from.top - GAP_PX - EDGE_PX;
  const up = own.height > below && above > below;
  const top = up ? Math.max(EDGE_PX, from.top - GAP_PX - own.height) : Math.max(EDGE_PX, Math.min(from.bottom + GAP_PX, innerHeight - own.height - EDGE_PX));
  const left = Math.min(Math.max(EDGE_PX, from.left), innerWidth - own.width - EDGE_PX);
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
}

/**
 * @typedef {{text: string, icon?: any, detail?: string, run: () => void, danger?: boolean}} Item
 * @param {HTMLElement} anchor @param {Item[]} items
 * @param {{label: string, header?: (close: () => void) => Node, className?: string}} options
 */
export function menu(anchor, items, { label, header, className = "" }) {
  const body = h("div", { class: "menu" });
  const list = items.map((item, index) =>
    h("button", {
      type: "button", role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item",
      tabindex: index ? -1 : 0,
      onClick: () => {
        floating.close();
        item.run();
      },
    },
      item.icon && icon(item.icon),
      h("span", { class: "menu-words" },
        h("span", { dir: "auto" }, item.text), item.detail && h("small", { dir: "auto" }, item.detail))));
  roving(body, ".menu-item", { axis: "y" });
  const floating = popover(anchor, body, { label, role: "menu", className });
  fill(body, header?.(() => floating.close()), list);
  settle(anchor, floating.element);
  /** @type {HTMLElement|null} */ (body.querySelector("button"))?.focus();
  return floating;
}

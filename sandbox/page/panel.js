/** The tools beside the phones, as tabs; foldable on wide screens, a page of its own on narrow ones. */

import { h, roving } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @typedef {{id: string, title: string, icon: any, element: HTMLElement, onShow?: () => void}} Tool
 * @param {Tool[]} tools
 */
export function createPanel(tools) {
  const tabs = h("div", { class: "panel-tabs", role: "tablist", "aria-label": "Tools" });
  const pages = h("div", { class: "panel-pages" });

  const show = (id) => {
    const known = tools.some((one) => one.id === id) ? id : tools[0].id;
    for (const tool of tools) {
      const chosen = tool.id === known;
      const tab = /** @type {HTMLElement} */ (tabs.querySelector(`#tab-${tool.id}`));
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      /** @type {HTMLElement} */ (pages.querySelector(`#tool-${tool.id}`)).hidden = !chosen;
      if (chosen) tool.onShow?.();
    }
    localStorage.setItem("tool", known);
  };

  for (const tool of tools) {
    tabs.append(h("button", {
      type: "button", role: "tab", class: "panel-tab", id: `tab-${tool.id}`, "aria-controls": `tool-${tool.id}`,
      onClick: () => show(tool.id),
    }, icon(tool.icon), h("span", {}, tool.title)));
    pages.append(h("div", {
      class: "tool", role: "tabpanel", id: `tool-${tool.id}`, "aria-labelledby": `tab-${tool.id}`, hidden: true,
    }, tool.element));
  }
  roving(tabs, ".panel-tab", { select: (node) => show(node.id.slice("tab-".length)) });
  show(localStorage.getItem("tool") ?? "");
  return { element: h("aside", { class: "panel", id: "panel", "aria-label": "Tools" }, tabs, pages), show };
}

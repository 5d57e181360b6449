/** What Telegram shows over a chat after a tap: a toast that goes by itself, or an alert that waits for "OK". */

import { h } from "./dom.js";

const SHOWN_MS = 4500;

export class Notices {
  constructor() {
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.alerts = h("div", { class: "alerts" });
    this.element = h("div", { class: "notices" }, this.toasts, this.alerts);
  }

  /** @param {{text: string, alert: boolean}} notice */
  show(notice) {
    if (notice.alert) this.alert(notice.text);
    else this.toast(notice.text);
  }

  /** @param {string} text @param {"plain"|"trouble"} kind */
  toast(text, kind = "plain") {
    const node = h("div", { class: `toast ${kind}`, dir: "auto" }, text);
    this.toasts.append(node);
    while (this.toasts.children.length > 3) this.toasts.firstElementChild?.remove();
    setTimeout(() => node.remove(), SHOWN_MS);
  }

  /** @param {string} text */
  alert(text) {
    const back = wayBack();
    const ok = h("button", { type: "button", class: "button primary" }, "OK");
    const box = h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": "Notice" },
      h("p", { dir: "auto" }, text), ok);
    const close = () => {
      box.remove();
      back()?.focus();
    };
    ok.addEventListener("click", close);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab") event.preventDefault();
    });
    this.alerts.append(box);
    ok.focus();
  }

  /** Runs what may be refused and shows the refusal in the phone. @template T @param {Promise<T>} work */
  async told(work) {
    try {
      return await work;
    } catch (error) {
      this.toast(error.message, "trouble");
      return undefined;
    }
  }
}

/** Finds what has the focus now again later, even when its message has been drawn anew meanwhile. */
function wayBack() {
  const node = /** @type {HTMLElement|null} */ (document.activeElement);
  const row = /** @type {HTMLElement|null|undefined} */ (node?.closest(".row"));
  const key = node?.dataset.key;
  return () => (node?.isConnected ? node : (row?.querySelector(`[data-key="${key}"]`) ?? row));
}

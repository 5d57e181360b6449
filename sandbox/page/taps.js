/** A pressed inline button stays pressed until the bot has answered the query, as in Telegram. */

import { api } from "./api.js";
import { world } from "./world.js";

const PATIENCE_MS = 10_000;

export class Taps {
  /** @param {number} person @param {(message: any) => void} redraw */
  constructor(person, redraw) {
    this.person = person;
    this.redraw = redraw;
    this.pending = new Set();
  }

  isPending(message, row, column) {
    return this.pending.has(`${message.message_id}:${row}:${column}`);
  }

  /** Ends when the bot answered, or after ten seconds. @throws {import("./api.js").Refused} */
  async press(message, row, column) {
    const key = `${message.message_id}:${row}:${column}`;
    this.pending.add(key);
    this.redraw(message);
    try {
      const { callback_query_id: query } = await api.tap(this.person, message.message_id, row, column);
      await answered(String(query));
    } finally {
      this.pending.delete(key);
      this.redraw(message);
    }
  }
}

/** @param {string} query @returns {Promise<void>} */
function answered(query) {
  const isAnswer = (call) => call.method === "answerCallbackQuery" && String(call.params.callback_query_id) === query;
  if (world.calls.some(isAnswer)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, PATIENCE_MS);
    const stop = world.on("calls", (calls) => calls.some(isAnswer) && done());
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

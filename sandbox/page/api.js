/** The control side of the sandbox, one function a call. Errors carry the server's own sentence. */

export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** @param {string} method @param {string} path @param {any} [body] @returns {Promise<any>} */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, "The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/**
 * @typedef {{id: number, first_name: string, last_name?: string, username?: string, language_code: string,
 *   blocked: boolean}} Person
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string}} Entity
 * @typedef {{kind: string, filename?: string, mime_type: string, size: number, url: string}} Media
 * @typedef {{text: string, data?: string, url?: string, style?: string}} Button
 * @typedef {{message_id: number, seq: number, from: "bot"|"person", thread_id?: number, date: string, text?: string,
 *   caption?: string, media?: Media, location?: {latitude: number, longitude: number}, contact?: any, poll?: any,
 *   venue?: any, dice?: any, service?: string, album?: string,
 *   entities: Entity[], buttons: Button[][], reply_to?: number, reaction?: string, edited: boolean, deleted: boolean,
 *   pinned: boolean}} Message
 * @typedef {{thread_id: number, name: string}} Thread
 * @typedef {{n: number, at: string, method: string, params: any, status: number, result: any}} Call
 */

export const api = {
  state: () => call("GET", "state"),
  addPerson: (person) => call("POST", "people", person),
  chat: (person, after) => call("GET", `people/${person}/chat?after=${after}`),
  commands: (person) => call("GET", `people/${person}/commands`),
  send: (person, message) => call("POST", `people/${person}/messages`, message),
  edit: (person, message, text) => call("PATCH", `people/${person}/messages/${message}`, { text }),
  react: (person, message, emoji) => call("PUT", `people/${person}/messages/${message}/reaction`, { emoji }),
  tap: (person, message_id, row, column) => call("POST", `people/${person}/taps`, { message_id, row, column }),
  block: (person, blocked) => call(blocked ? "PUT" : "DELETE", `people/${person}/block`),
  deleteThread: (person, thread) => call("DELETE", `people/${person}/threads/${thread}`),
  clock: () => call("GET", "clock"),
  moveClock: (change) => call("POST", "clock", change),
  calls: (after, method) => call("GET", `calls?after=${after}${method ? `&method=${method}` : ""}`),
  faults: () => call("GET", "faults"),
  addFault: (fault) => call("POST", "faults", fault),
  clearFaults: () => call("DELETE", "faults"),
  topics: (enabled) => call("PUT", "topics", { enabled }),
};

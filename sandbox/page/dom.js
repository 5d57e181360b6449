/**
 * Building DOM nodes. Text only ever becomes a text node, so nothing a person or the bot writes can turn into markup.
 */

/** @typedef {Node|string|number|null|undefined|false} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `dataset`, `onX` listeners, properties such as `value`; the rest are
 *   attributes (`true` sets an empty one; `null`, `undefined` and `false` leave it out)
 * @param {...(Child|Child[])} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kept(children));
  return node;
}

/** @param {(Child|Child[])[]} children @returns {(Node|string)[]} */
function kept(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Replaces all children at once. @param {Element} node @param {...(Child|Child[])} children */
export function fill(node, ...children) {
  node.replaceChildren(...kept(children));
  return node;
}

/**
 * One stop for Tab, arrows move within (toolbar, tab list, message list).
 * @param {HTMLElement} container @param {string} selector
 * @param {{axis?: "x"|"y", select?: (node: HTMLElement) => void}} [options] `select` runs on the newly focused node
 */
export function roving(container, selector, { axis = "x", select } = {}) {
  const [back, forth] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  container.addEventListener("keydown", (event) => {
    const nodes = /** @type {HTMLElement[]} */ ([...container.querySelectorAll(selector)]);
    const here = nodes.indexOf(/** @type {any} */ (event.target));
    if (here < 0) return;
    const target = { [back]: here - 1, [forth]: here + 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (target === undefined || !nodes[target]) return;
    event.preventDefault();
    for (const node of nodes) node.tabIndex = node === nodes[target] ? 0 : -1;
    nodes[target].focus();
    select?.(nodes[target]);
  });
}

let counter = 0;
/** A document-wide unique id for label/control pairs. @param {string} stem */
export const uniqueId = (stem) => `${stem}-${++counter}`;

// Writing: a text is written, and an element hidden, only where that changes it. Whatever is set, a browser styles and lays
// out anew, with all that depends on it by :has().

/** @param {Element | null | undefined} node which holds text alone @param {string} text */
export function write(node, text) {
  if (!node || node.textContent === text) return;
  const { firstChild } = node;
  // Another text in the same node changes no tree.
  if (firstChild?.nodeType === 3 && !firstChild.nextSibling) firstChild.nodeValue = text;
  else node.textContent = text;
}

/** @param {HTMLElement} node @param {boolean} isShown */
export function show(node, isShown) {
  if (node.hidden === isShown) node.hidden = !isShown;
}

/** @param {Element} node @param {string} name @param {string} value */
export function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// The focus after an answer: it is set only where the person has not moved it meanwhile.

/** @param {HTMLElement} element to be focused @param {Element | null} [before] what had the focus; without it, what had it must be gone @param {FocusOptions} [how] */
export function refocus(element, before = null, how = {}) {
  const { activeElement, body } = document;
  if (!activeElement || activeElement === body || activeElement === before) element.focus(how);
}

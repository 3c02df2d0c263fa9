// What is typed into a field stays while one types: an answer to another change does not take it back.

/** The field that is typed into. @type {Element | null} */
let typed = null;

/** Whether something is being typed into it. @param {Element} host */
export const isTyped = (host) => typed !== null && host.contains(typed);

/** Show it anew: what was typed is refused, or is asked for. @param {Element} host */
export function endTyping(host) {
  if (isTyped(host)) typed = null;
}

/** From now on, in all fields of the page. @param {() => void} left shows the actual values of controls again, where what was typed has changed nothing */
export function keepTyping(left) {
  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && ["number", "text"].includes(target.type))) typed = target;
  });
  // Captured: the control asks for its change after this.
  document.addEventListener("change", () => (typed = null), true);
  document.addEventListener("focusout", () => {
    const isOfControl = typed?.closest("[data-field]");
    typed = null;
    if (isOfControl) left();
  });
}

// What is typed into a control stays while one types: an answer to another change does not take it back.

export class Typing {
  /** @param {() => void} left shows the actual values again, where what was typed has changed nothing */
  constructor(left) {
    /** The control that is typed into. @type {Element | null} */
    this.host = null;
    document.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && ["number", "text"].includes(target.type))) this.host = target.closest("[data-field]");
    });
    // Captured: the control asks for its change after this.
    document.addEventListener("change", () => this.end(), true);
    document.addEventListener("focusout", () => {
      if (this.end()) left();
    });
  }

  /** @param {Element | null} [host] this control alone @returns {boolean} whether one was typed into */
  end(host = this.host) {
    if (host === null || host !== this.host) return false;
    this.host = null;
    return true;
  }
}

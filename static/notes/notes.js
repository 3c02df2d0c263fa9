// The notes: sentences about what of an address could not be taken as it is written. They stay until they are closed.

export class Notes {
  constructor() {
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("notes");
    this.list = find("notes-list");
    find("close-notes").addEventListener("click", () => this.say([]));
  }

  /** @param {string[]} sentences none: nothing is shown */
  say(sentences) {
    const items = [...new Set(sentences)].map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    });
    this.list.replaceChildren(...items);
    this.host.hidden = items.length === 0;
  }
}

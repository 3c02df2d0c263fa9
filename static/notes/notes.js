// The notes: sentences about the parts of an address that were changed. They stay until the visitor closes them.

export class Notes {
  constructor() {
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("notes");
    this.list = find("notes-list");
    find("close-notes").addEventListener("click", () => this.say([]));
  }

  /** @param {string[]} sentences an empty list hides the notes */
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

// The speaker: reads out what the page shows, at once where it is about something new, else only now and then.

export const defaults = { every: 5000 };

export class Speaker {
  /** @param {HTMLElement} host where its words stand for those who listen */
  constructor(host) {
    this.words = Object.assign(document.createElement("span"), { className: "unseen" });
    this.words.setAttribute("role", "status");
    host.append(this.words);
    this.about = "";
    this.at = 0;
  }

  /** @param {string} words @param {string} about what they are about */
  say(words, about) {
    if (this.words.textContent === words) return;
    const now = performance.now();
    if (about === this.about && now - this.at < defaults.every) return;
    this.about = about;
    this.at = now;
    this.words.textContent = words;
  }
}

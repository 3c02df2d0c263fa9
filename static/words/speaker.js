// The speaker: announces changes of the page to screen readers, at once for a new subject, else at intervals.

export const defaults = { every: 5000 };

export class Speaker {
  /** @param {HTMLElement} host the host of the live region */
  constructor(host) {
    this.words = Object.assign(document.createElement("span"), { className: "unseen" });
    this.words.setAttribute("role", "status");
    host.append(this.words);
    this.about = "";
    this.at = 0;
  }

  /** @param {string} words @param {string} about the subject of the words */
  say(words, about) {
    if (this.words.textContent === words) return;
    const now = performance.now();
    if (about === this.about && now - this.at < defaults.every) return;
    this.about = about;
    this.at = now;
    this.words.textContent = words;
  }
}

// A line that says how acts went. Words about a later act are not replaced by those about an earlier one that ends after it.

import { write } from "./write.js";

export class Said {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.acts = 0;
    /** The act that the present words are about. */
    this.about = 0;
    /** The first act of which something is said. */
    this.first = 0;
  }

  /** The line is empty, and what comes of the acts until now is not said any more. */
  clear() {
    this.first = this.acts + 1;
    this.begin();
  }

  /** An act begins, with its first words or with none. @param {string} [words] @returns {(words: string) => void} says what comes of it */
  begin(words = "") {
    const act = ++this.acts;
    const say = (/** @type {string} */ words) => {
      if (act < this.first || (act < this.about && this.host.textContent)) return;
      this.about = act;
      write(this.host, words);
    };
    say(words);
    return say;
  }
}

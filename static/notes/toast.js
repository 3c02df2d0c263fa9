// The toast: a short sentence over the page, such as "The connection is lost".

export class Toast {
  constructor() {
    this.host = /** @type {HTMLElement} */ (document.getElementById("connection"));
    this.timer = 0;
  }

  /**
   * @param {string} words
   * @param {number} [seconds] until it disappears; without it the toast stays
   */
  say(words, seconds) {
    clearTimeout(this.timer);
    this.host.textContent = words;
    this.host.hidden = false;
    if (seconds) this.timer = window.setTimeout(() => this.hide(), seconds * 1000);
  }

  hide() {
    clearTimeout(this.timer);
    this.host.hidden = true;
  }
}

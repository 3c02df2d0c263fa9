// The rows of a list that the server answers with. They are made anew only where the answer has changed, so that no button disappears under the pointer.

/** @template T */
export class Rows {
  /**
   * @param {HTMLElement} host
   * @param {(each: T) => HTMLElement} row
   * @param {(each: T) => unknown} [shown] what of an item its row shows
   */
  constructor(host, row, shown = (each) => each) {
    this.host = host;
    this.row = row;
    this.shown = shown;
    this.key = "";
    this.asked = 0;
  }

  /** Show an answer. Of several answers under way, only the one that was asked for last is shown. @param {Promise<T[]>} answer */
  async take(answer) {
    const asked = ++this.asked;
    const all = await answer;
    if (asked !== this.asked) return;
    const key = JSON.stringify(all.map(this.shown));
    if (key !== this.key) this.host.replaceChildren(...all.map(this.row));
    this.key = key;
  }
}

// The rows of a list that the server answers with. A row is made anew only where what it shows has changed, so that no button disappears under the pointer.

import { Latest } from "../run/latest.js";

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
    /** The rows, by what they show. @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    this.latest = new Latest();
  }

  /** Show an answer. Of several answers under way, only the one that was asked for last is shown. @param {Promise<T[]>} answer @returns {Promise<boolean>} whether it is shown */
  async take(answer) {
    const isLatest = this.latest.ask();
    const all = await answer;
    if (isLatest()) this.show(all);
    return isLatest();
  }

  /** @param {T[]} all */
  show(all) {
    /** @type {Map<string, HTMLElement>} */
    const rows = new Map();
    for (const each of all) {
      const key = JSON.stringify(this.shown(each));
      rows.set(key, this.rows.get(key) ?? this.row(each));
    }
    for (const [key, row] of this.rows) if (!rows.has(key)) row.remove();
    this.rows = rows;
    const { activeElement } = document;
    // Only rows that have another place are moved: what is moved loses the focus.
    let next = this.host.firstElementChild;
    for (const row of rows.values()) {
      if (row === next) next = row.nextElementSibling;
      else this.host.insertBefore(row, next);
    }
    if (activeElement !== document.activeElement && this.host.contains(activeElement)) /** @type {HTMLElement} */ (activeElement).focus();
  }
}

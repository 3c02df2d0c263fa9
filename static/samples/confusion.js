// The confusion matrices: of each class, how many samples were taken for which.

import { mark } from "../paint/marks.js";
import { letters } from "../words/letters.js";
import { percentage, t, whole } from "../words/messages.js";
import { show, write } from "../words/write.js";

export const defaults = { sets: /** @type {const} */ (["train", "test"]), sideBySide: 3, short: 3 };
export const ariaLabel = t("Confusion matrix");

export class Confusion {
  /** @param {{className: (label: number) => string, kind: {is_table: boolean}}} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("confusion");
    this.matrices = /** @type {HTMLElement} */ (this.host.querySelector(".matrices"));
    /** What stands in the heads. */
    this.heads = "";
    this.sets = defaults.sets.map((name) => {
      const matrix = /** @type {HTMLTableElement} */ (find(`confusion-${name}`));
      return { matrix, right: /** @type {HTMLElement} */ (matrix.querySelector(".right")), cells: /** @type {HTMLElement[]} */ ([]) };
    });
  }

  /** @param {import("../live/wire.js").Frame} frame */
  draw(frame) {
    const { confusion } = frame.arrays;
    show(this.host, Boolean(confusion));
    // Where each set is the whole table, one matrix says all.
    show(/** @type {HTMLElement} */ (this.matrices.lastElementChild), !this.state.kind.is_table);
    if (!confusion) return;
    const k = confusion.shape[1] ?? 0;
    const names = Array.from({ length: k }, (_, label) => this.state.className(label));
    if (names.join("\n") !== this.heads) this.make(names);
    const accuracies = [frame.train_accuracy, frame.test_accuracy];
    this.sets.forEach(({ right, cells }, set) => {
      const own = confusion.data.subarray(k * k * set, k * k * (set + 1));
      const accuracy = accuracies[set] ?? 0;
      write(right, t("{share} % right", { share: percentage(accuracy) }));
      cells.forEach((cell, i) => {
        const row = Math.floor(i / k);
        const ofClass = Array.from(own.subarray(row * k, (row + 1) * k)).reduce((sum, each) => sum + each, 0);
        const count = own[i] ?? 0;
        write(cell, whole(count));
        cell.classList.toggle("nobody", count === 0);
        cell.style.setProperty("--share", String(ofClass ? count / ofClass : 0));
      });
    });
  }

  /** A row and a column for each class. @param {string[]} names of the classes */
  make(names) {
    const k = names.length;
    this.heads = names.join("\n");
    this.matrices.classList.toggle("named", names.some((name) => letters(name) > defaults.short));
    this.matrices.classList.toggle("many", k > defaults.sideBySide);
    for (const set of this.sets) {
      const { tHead, tBodies } = set.matrix;
      const head = /** @type {HTMLTableRowElement} */ (tHead?.rows[0]);
      head.replaceChildren(/** @type {Node} */ (head.firstElementChild), ...heads(names, "col", t("predicted")));
      const rows = heads(names, "row", t("Class")).map((name, label) => {
        const row = document.createElement("tr");
        row.append(name);
        for (let answer = 0; answer < k; answer++) row.insertCell().classList.toggle("own", answer === label);
        return row;
      });
      tBodies[0]?.replaceChildren(...rows);
      set.cells = rows.flatMap((row) => [...row.cells].slice(1));
    }
  }
}

/** The heads of the rows or columns; a long name is cut, and is whole where one points. @param {string[]} names @param {"row" | "col"} scope @param {string} word @returns {HTMLElement[]} */
const heads = (names, scope, word) =>
  names.map((name, label) => {
    const head = document.createElement("th");
    head.scope = scope;
    head.title = name;
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = `${word} `;
    head.append(unseen, mark(label), name);
    return head;
  });

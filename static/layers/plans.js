// Plans: of the large networks that are not trained here, what each layer gives, learns and costs.

import { t, whole } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { Latest } from "../run/latest.js";
import { architecturesFor, kindText, planOf, shapeText, titleOf } from "./architectures.js";

/** @typedef {import("./architectures.js").Architecture} Architecture */

export class Plans {
  constructor() {
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("plans"));
    this.select = /** @type {HTMLSelectElement} */ (find("plan-choice"));
    this.about = find("plan-about");
    this.rows = find("plan-rows");
    this.scroller = find("plan-table");
    /** @type {Architecture[]} */
    this.architectures = [];
    this.latest = new Latest();
    find("close-plans").addEventListener("click", () => this.dialog.close());
    this.select.addEventListener("change", () => this.show(this.select.value));
  }

  async open() {
    this.dialog.showModal();
    if (this.architectures.length > 0) return;
    const isLatest = this.latest.ask();
    try {
      const all = await architecturesFor({});
      if (!isLatest()) return;
      this.architectures = all.filter(({ trains }) => !trains);
      this.select.replaceChildren(...this.architectures.map((each) => Object.assign(document.createElement("option"), { value: each.name, textContent: titleOf(each) })));
      await this.show(this.select.value);
    } catch (error) {
      if (isLatest()) this.fail(error);
    }
  }

  /** @param {string} name of an architecture */
  async show(name) {
    const architecture = this.architectures.find((each) => each.name === name);
    if (!architecture) return;
    const isLatest = this.latest.ask();
    try {
      const { shape_in, layers } = await planOf(name);
      if (!isLatest()) return;
      this.about.textContent = t("{source}. From pictures of {shape}: {parameters} parameters, {multiplications} multiplications for a sample.", {
        source: architecture.source,
        shape: shapeText(shape_in),
        parameters: architecture.parameters ?? 0,
        multiplications: architecture.multiplications ?? 0,
      });
      // What costs nothing stands beside what it follows.
      this.rows.replaceChildren(...layers.map(({ kind, shape, parameters, multiplications }, i) => row([whole(i + 1), kindText(kind), shapeText(shape), parameters ? whole(parameters) : "", multiplications ? whole(multiplications) : ""])));
      this.scroller.scrollTop = 0;
    } catch (error) {
      if (isLatest()) this.fail(error);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    this.about.textContent = reasonOf(error);
  }
}

/** @param {string[]} cells the second is what the row is about */
function row(cells) {
  const line = document.createElement("tr");
  line.append(
    ...cells.map((text, i) => {
      const cell = document.createElement(i === 1 ? "th" : "td");
      if (i === 1) cell.setAttribute("scope", "row");
      cell.textContent = text;
      return cell;
    }),
  );
  return line;
}

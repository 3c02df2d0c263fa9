// Probabilities: what the network gives each class for the sample, as bars with their numbers.

import { outputFunction } from "../error.js";
import { figure, t } from "../messages.js";

export const defaults = {};
export const ariaLabel = t("Probabilities");

export class Probabilities {
  constructor() {
    this.host = /** @type {HTMLElement} */ (document.getElementById("worked-probabilities"));
  }

  /** @param {import("../example.js").Example} example */
  draw(example) {
    const answers = example.layer("a", example.L);
    this.host.hidden = outputFunction(example) !== "softmax";
    if (this.host.hidden) return;
    while (this.host.children.length < answers.length) this.host.append(row());
    while (this.host.children.length > answers.length) this.host.lastElementChild?.remove();
    const targets = example.list("targets");
    answers.forEach((answer, k) => {
      const [name, bar, value] = /** @type {[HTMLElement, HTMLElement, HTMLElement]} */ (/** @type {unknown} */ (this.host.children[k]?.children));
      const isOwn = targets[k] === 1;
      const words = isOwn ? t("class {number}: its own", { number: k + 1 }) : t("class {number}", { number: k + 1 });
      if (name.textContent !== words) name.textContent = words;
      this.host.children[k]?.classList.toggle("own", isOwn);
      bar.style.setProperty("--share", String(answer));
      value.textContent = figure(answer);
    });
  }
}

function row() {
  const node = document.createElement("li");
  const [name, bar, value] = ["name", "bar", "value"].map((each) => Object.assign(document.createElement("span"), { className: each }));
  node.append(/** @type {Node} */ (name), /** @type {Node} */ (bar), /** @type {Node} */ (value));
  return node;
}

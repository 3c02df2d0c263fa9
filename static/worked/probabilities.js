// Probabilities: what the network gives each class for the sample, as bars with their numbers.

import { outputFunction } from "./error.js";
import { mark } from "../paint/marks.js";
import { figure, t } from "../words/messages.js";
import { show, write } from "../words/write.js";

export const defaults = {};
export const ariaLabel = t("Probabilities");

export class Probabilities {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.host = /** @type {HTMLElement} */ (document.getElementById("worked-probabilities"));
  }

  /** @param {import("./example.js").Step} example */
  draw(example) {
    const [output] = example.heads;
    // Of answers at each step, the loss lists the probabilities of the right ones.
    const isShown = output !== undefined && output.steps === 0 && outputFunction(output) === "softmax";
    show(this.host, isShown);
    if (!isShown) return;
    const { a: answers, y: targets } = output;
    if (this.host.children.length !== answers.length) this.host.replaceChildren(...answers.map((_, k) => row(k)));
    answers.forEach((answer, k) => {
      const [name, , bar, value] = /** @type {HTMLElement[]} */ ([...(this.host.children[k]?.children ?? [])]);
      const isOwn = targets[k] === 1;
      this.host.children[k]?.classList.toggle("own", isOwn);
      const number = this.state.className(k);
      const words = isOwn ? t("class {number}, its own", { number }) : t("class {number}", { number });
      write(name?.lastElementChild, words);
      bar?.style.setProperty("--share", String(answer));
      write(value, figure(answer));
    });
  }
}

/** @param {number} k */
function row(k) {
  const node = document.createElement("li");
  const [name, letters, bar, value] = /** @type {[HTMLElement, HTMLElement, HTMLElement, HTMLElement]} */ (
    ["name", "symbol", "bar", "value"].map((each) => Object.assign(document.createElement("span"), { className: each }))
  );
  name.append(mark(k), document.createElement("span"));
  const text = (/** @type {string} */ tag, /** @type {string} */ textContent) => Object.assign(document.createElement(tag), { textContent });
  letters.append(text("i", "ŷ"), text("sub", String(k + 1)));
  bar.style.setProperty("--class", `var(--class-${k})`);
  node.append(name, letters, bar, value);
  return node;
}

// The units of the worked example: the activation of each for the sample, layer by layer, and the choice of the worked
// one.

import { Example } from "./example.js";
import { figure, t } from "../words/messages.js";
import { symbol, symbolText } from "../words/notation.js";
import { attribute, show, write } from "../words/write.js";

export const defaults = { fitting: 20, listed: 64 };
export const ariaLabel = t("Unit");


export class Units {
  /** @param {import("../run/state.js").State} state @param {import("./sample.js").Choose} choose */
  constructor(state, choose) {
    this.state = state;
    this.host = /** @type {HTMLElement} */ (document.getElementById("worked-units"));
    this.made = "";
    this.host.addEventListener("change", (event) => {
      const [layer = 0, unit = 0] = /** @type {HTMLInputElement} */ (event.target).value.split(".").map(Number);
      choose({ layer, unit, parameter: 0 });
    });
  }

  /** Those of any other network's layers are chosen as cells. @param {import("./example.js").Step} step */
  draw(step) {
    const isShown = step instanceof Example;
    show(/** @type {HTMLElement} */ (this.host.closest("fieldset")), isShown);
    if (isShown) this.show(step);
  }

  /** @param {Example} example */
  show(example) {
    this.make(example);
    const { signed } = this.state.colors;
    const values = [example.list("inputs"), ...example.sizes.slice(1).map((_, l) => example.layer("passed", l + 1))];
    this.host.querySelectorAll("dd").forEach((row, l) => {
      const of = values[l] ?? [];
      const largest = Math.max(1, ...of.map(Math.abs));
      row.querySelectorAll(".answer").forEach((answer, i) => {
        const [swatch, text] = /** @type {[HTMLElement, HTMLElement]} */ (/** @type {unknown} */ (answer.children));
        const value = of[i] ?? 0;
        swatch.style.background = signed(value / largest);
        write(text, figure(value));
        const input = answer.previousElementSibling;
        if (!(input instanceof HTMLInputElement)) return;
        input.checked = l === example.l && i === example.i;
        attribute(input, "aria-label", `${symbolText("a", l, i + 1)} = ${figure(value)}`);
      });
    });
  }

  /** A row for each layer. @param {Example} example */
  make(example) {
    const key = example.sizes.join();
    if (key === this.made) return;
    this.made = key;
    this.host.replaceChildren(...example.sizes.flatMap((n, l) => {
      const [title, row] = [document.createElement("dt"), document.createElement("dd")];
      const letters = document.createElement("span");
      letters.className = "symbol";
      letters.append(...(l ? symbol("a", l) : symbol("x", 0).slice(0, 1)));
      title.append(l === 0 ? t("Inputs") : l === example.L ? t("Output") : t("Layer {layer}", { layer: l }), " ", letters);
      row.className = "chips";
      if (l === 0 && n > defaults.fitting) row.tabIndex = 0; // a scrolling row is reached by keyboard
      for (let i = 0; i < Math.min(n, defaults.listed); i++) row.append(l ? choice(l, i) : answer());
      if (n > defaults.listed) row.append(t("and {count} more", { count: n - defaults.listed }));
      return [title, row];
    }));
  }
}

/** @param {number} l @param {number} i */
function choice(l, i) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "worked-unit";
  input.value = `${l - 1}.${i}`;
  label.className = "chip";
  label.append(input, answer());
  return label;
}

function answer() {
  const node = document.createElement("span");
  node.className = "answer";
  node.append(document.createElement("i"), document.createElement("span"));
  return node;
}

// The gradient check: asks the server to check the gradient, and shows the result.

import { layersOf } from "../layers/architectures.js";
import { joinClauses, joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { symbol } from "../words/notation.js";
import { typeset } from "../words/typeset.js";

export const defaults = { agree: 1e-6 };
export const ariaLabel = t("Gradient check");

/** Whether the gradient of a layer through time stops at some steps. @param {import("../address/address.js").Experiment} experiment */
export const isTruncated = (experiment) => layersOf(experiment)?.some((layer) => "truncation" in layer && layer.truncation != null) ?? false;

export class GradientCheck {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.button = /** @type {HTMLButtonElement} */ (document.getElementById("check"));
    this.host = /** @type {HTMLElement} */ (document.getElementById("finding"));
    /** @type {unknown} the full frame of the last change or reset */
    this.scene = null;
    this.asking = false;
    this.button.addEventListener("click", async () => {
      if (this.asking) return;
      this.asking = true;
      const { scene } = state;
      const step = state.frame?.step ?? 0;
      const found = await commands.check();
      this.asking = false;
      // After a change, the answer is about another network.
      if (found && scene === state.scene) this.say(found, step);
    });
  }

  /** Hide the result after a change of the network. */
  draw() {
    if (this.scene === this.state.scene) return;
    this.scene = this.state.scene;
    this.host.replaceChildren();
  }

  /** @param {import("../live/wire.js").Finding} found @param {number} step */
  say(found, step) {
    const { checked, parameters, samples, place } = found;
    const agrees = found.difference < defaults.agree;
    const verdict = document.createElement("p");
    verdict.className = agrees ? "verdict" : "verdict differs";
    verdict.textContent = agrees
      ? t("Both agree: the gradient is correct.")
      : isTruncated(this.state.experiment)
        ? t("They differ: through time, back-propagation is truncated, and leaves out what would come from further on.")
        : t("They differ, as they may at a kink such as ReLU's.");
    const letters = document.createElement("span");
    letters.className = "symbol";
    const indices = place.column === null ? [place.row + 1] : [place.row + 1, place.column + 1];
    letters.append(...symbol(place.letter === "W" ? "w" : place.letter, place.layer, ...indices));
    const list = document.createElement("dl");
    list.append(
      pair(...largest(found), t("at"), letters),
      pair(t("By back-propagation"), exact(found.analytic)),
      pair(t("By finite differences"), exact(found.numeric)),
    );
    const which = checked === parameters ? t("All {count} parameters", { count: parameters }) : t("{checked} of {count} parameters, drawn at random", { checked, count: parameters });
    const how = document.createElement("p");
    how.className = "why";
    const where = t("{samples} samples of the next batch, about iteration {step}, in double precision.", { samples, step });
    const rounding = t("A difference of less than a billionth may be rounding, and counts as none.");
    how.textContent = joinSentences([joinClauses([which, where]), rounding]);
    this.host.replaceChildren(verdict, list, how);
  }
}

/**
 * The largest difference, and what it is: where both gradients agree but for rounding, it is not taken relative to them.
 * @param {{difference: number, analytic: number, numeric: number}} found
 * @returns {[string, string]}
 */
export function largest({ difference, analytic, numeric }) {
  const apart = Math.abs(analytic - numeric);
  const relative = apart / (Math.abs(analytic) + Math.abs(numeric));
  return difference < 0.99 * relative ? [t("Largest difference"), figure(apart)] : [t("Largest relative difference"), figure(difference)];
}

/** @param {string} name @param {(string | Node)[]} values */
function pair(name, ...values) {
  const group = document.createElement("div");
  const [term, value] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  value.append(...values.flatMap((each, i) => (i ? [" ", each] : [each])));
  group.append(term, value);
  return group;
}

/** A number with eight significant digits. @param {number} value */
const exact = (value) => typeset(Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(7) : value.toPrecision(8));

// The diagnosis: what the engine's rules find in the layers and the losses, in words, and what to try.

import { gap } from "../words/joined.js";
import { t } from "../words/messages.js";
import { typeset } from "../words/typeset.js";

/** @typedef {{text: string, advice: string, values: Record<string, number>}} Finding */

export const defaults = { every: 1000 };
export const ariaLabel = t("Diagnosis");

export class Diagnosis {
  constructor() {
    this.host = /** @type {HTMLElement} */ (document.getElementById("diagnosis"));
    this.said = "";
    this.at = -Infinity;
  }

  /** While the run plays, the words change once a second at most. @param {import("../live/wire.js").Frame} frame */
  draw({ diagnosis, state }) {
    const now = performance.now();
    if (!diagnosis || (state === "playing" && now - this.at < defaults.every)) return;
    const said = JSON.stringify(diagnosis);
    if (said === this.said) return;
    this.said = said;
    this.at = now;
    const items = diagnosis.map((finding) => item(words(finding), t(finding.advice), finding.advice !== ""));
    this.host.replaceChildren(...(items.length > 0 ? items : [item(t("None of the rules finds anything wrong at this step."), "", false)]));
  }
}

/** A finding's sentence, with its numbers. @param {Finding} finding */
export const words = ({ text, values }) =>
  t(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number.isSafeInteger(value) ? value : typeset(value)])));

/** @param {string} text @param {string} advice @param {boolean} isFinding */
function item(text, advice, isFinding) {
  const found = document.createElement("li");
  found.className = isFinding ? "found" : "";
  found.append(Object.assign(document.createElement("span"), { className: "what", textContent: text }), gap(), advice);
  return found;
}

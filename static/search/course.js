// The course of a search: of each method the lowest validation loss so far, trial by trial, on a scale of factors.

import { joinClauses, titled } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { DASHES, placeOf, svg } from "./marks.js";
import { bestSoFar } from "./trials.js";
import { attribute, write } from "../words/write.js";

/** @typedef {import("./trials.js").Trial} Trial */
/** @typedef {import("../live/wire.js").SearchFrame} SearchFrame */

/** The room above and below the lines, where the ends of the scale are written. */
export const defaults = { edge: 12 };

/** The steps of a line through the bests so far, in a chart of 200 by 100. @param {number[]} bests @param {number} most trials @param {(loss: number) => number} place of a loss, from the top */
export function stepsOf(bests, most, place) {
  const width = 200 / most;
  let [path, begun] = ["", false];
  bests.forEach((best, i) => {
    if (Number.isNaN(best)) return;
    const y = place(best).toFixed(2);
    path += `${begun ? "V" : `M${(i * width).toFixed(2)},`}${y}H${((i + 1) * width).toFixed(2)}`;
    begun = true;
  });
  return path;
}

export class Course {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.svg = /** @type {SVGElement} */ (host.querySelector("svg"));
    this.high = /** @type {HTMLElement} */ (host.querySelector(".high"));
    this.low = /** @type {HTMLElement} */ (host.querySelector(".low"));
    this.last = /** @type {HTMLElement} */ (host.querySelector(".last"));
  }

  /** @param {SearchFrame} frame @param {Trial[]} trials @param {(method: number) => string} nameOfMethod */
  draw({ search }, trials, nameOfMethod) {
    const courses = search.strategies.map((_, method) => bestSoFar(trials.filter((trial) => trial.method === method)));
    const known = courses.flat().filter((loss) => loss > 0);
    const low = known.length ? Math.min(...known) : 1;
    const high = Math.max(known.length ? Math.max(...known) : 1, low * 1.001);
    const place = (/** @type {number} */ loss) => defaults.edge + ((100 - 2 * defaults.edge) * Math.log(high / Math.max(loss, low))) / Math.log(high / low);
    this.svg.replaceChildren(
      ...courses.map((bests, method) => {
        const name = placeOf(search.strategies[method] ?? "");
        return svg("path", { class: `search-line by-${name}`, d: stepsOf(bests, search.trials, place), "stroke-dasharray": DASHES[name] ?? "" });
      }),
    );
    write(this.high, known.length ? figure(high) : "");
    write(this.low, known.length ? figure(low) : "");
    write(this.last, t("trial {number}", { number: search.trials }));
    const words = courses.map((bests, method) => `${nameOfMethod(method)} ${figure(bests.at(-1))}`);
    attribute(this.svg, "aria-label", titled(t("The lowest validation loss so far, trial by trial, log scale"), joinClauses(words)));
  }
}

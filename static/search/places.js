// Where each method has tried: over one field the loss as a height, over two a plane, over three the plane of each pair.

import { joinClauses, joinGroups, titled } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { fieldName, shownValue } from "../families/words.js";
import { placeOf, shapeOf, svg } from "./marks.js";
import { attribute, write } from "../words/write.js";
import { bestOf, counts, lowness, nearest, rangeOf, rank } from "./trials.js";

/** @typedef {import("./trials.js").Trial} Trial */
/** @typedef {import("../live/wire.js").SearchFrame} SearchFrame */

/** Cells along a side of the response, and the strength of its best; the size of a mark in a plane of 100, and of what a pointer meets. */
export const defaults = { side: 40, strength: 0.75, size: 0.4, reach: 5.5, edge: 4 };

/** What a searched field is called: of the hidden layers, a number is their width. @param {import("./ranges.js").Dimension} dimension */
export const titleOf = ({ field, values }) => (field === "network.hidden" && !values?.length ? t("Width of layers") : fieldName(field));

/** The same, with the scale where equal distances are no equal differences. @param {import("./ranges.js").Dimension} dimension */
const scaled = (dimension) => {
  const name = titleOf(dimension);
  return dimension.scale === "log" ? t("{name}, log scale", { name }) : dimension.scale === "near-one" ? t("{name}, ever nearer to 1", { name }) : name;
};

/** A name with the scale's ends. @param {import("./ranges.js").Dimension} dimension @returns {[string, string]} */
export function endsOf({ field, low, high, values }) {
  const ends = values?.length ? [values[0], values.at(-1)] : [low, high];
  return /** @type {[string, string]} */ (ends.map((value) => shownValue(field, value)));
}

/** The losses at the lower and the upper edge, where very high ones lie, too. @param {Trial[]} trials @returns {[string, string]} */
export function lossEndsOf(trials) {
  const range = rangeOf(trials.map(({ loss }) => loss));
  if (!range) return ["", ""];
  const [low, high] = range;
  return [figure(low), `${trials.some(({ loss }) => !(loss <= high)) ? "≥ " : ""}${figure(high)}`];
}

/** A trial in words. @param {SearchFrame} frame @param {Trial} trial @param {string} method */
export function wordsOf({ search }, trial, method) {
  const values = search.dimensions.map((dimension, i) => `${titleOf(dimension)} ${shownValue(dimension.field, trial.values[i])}`);
  return joinClauses([titled(method, joinClauses(values)), `${t("Validation loss")} ${figure(trial.loss)}`, stateWord(trial)]);
}

/** How a trial goes, where that is worth a word. @param {Trial} trial */
export const stateWord = ({ state }) => ({ trains: () => t("in training"), ended: () => "", stopped: () => t("stopped early"), diverged: () => t("diverged") })[state]();

/** A trial's mark, which stays the same element: what a finger is on may move, but is not replaced. @param {number} number */
function markOfTrial(number) {
  const mark = svg("g", { "data-trial": number });
  mark.append(svg("circle", { r: defaults.reach, class: "reach" }), svg("circle", { r: 4, class: "best" }), svg("path", { transform: `scale(${defaults.size})` }), svg("title"));
  return mark;
}

/** The known losses, joined from left to right: a path. @param {Trial[]} trials @param {(trial: Trial) => number[]} at */
function lineOf(trials, at) {
  const places = trials.map(at).sort(([a = 0], [b = 0]) => a - b);
  return places.map((place, i) => `${i ? "L" : "M"}${place.map((each) => each.toFixed(2)).join(",")}`).join("");
}

/** A plane of two fields, or a line over one. */
class Place {
  /** @param {(trial: number) => void} open @param {[number, number | null]} sides */
  constructor(open, sides) {
    this.sides = sides;
    this.host = document.createElement("figure");
    this.canvas = Object.assign(document.createElement("canvas"), { width: defaults.side, height: defaults.side, ariaHidden: "true" });
    this.svg = svg("svg", { viewBox: "0 0 100 100", role: "img" });
    this.line = svg("path", { class: "known" });
    this.svg.append(this.line);
    /** The marks of the trials, by their numbers. @type {SVGElement[]} */
    this.marks = [];
    this.svg.addEventListener("click", (event) => {
      const mark = /** @type {Element} */ (event.target).closest("[data-trial]");
      if (!mark) return;
      open(Number(mark.getAttribute("data-trial")));
      // Of trials at one point, the next click reaches the next.
      this.svg.querySelector(`[transform="${mark.getAttribute("transform")}"]`)?.before(mark);
    });
    this.frame = Object.assign(document.createElement("div"), { className: "search-frame" });
    const span = (/** @type {string} */ name) => Object.assign(document.createElement("span"), { className: name });
    this.high = span("high");
    this.low = span("low");
    this.ends = Object.assign(document.createElement("p"), { className: "search-ends" });
    this.left = span("");
    this.right = span("last");
    this.ends.append(this.left, this.right);
    this.frame.append(this.high, this.low, this.canvas, this.svg);
    this.caption = document.createElement("figcaption");
    this.host.append(this.caption, this.frame, this.ends);
    this.known = "";
  }

  /** @param {SearchFrame} frame @param {Trial[]} trials @param {import("../paint/colors.js").Colors} colors @param {(method: number) => string} nameOfMethod */
  draw(frame, trials, colors, nameOfMethod) {
    const [across, up] = this.sides;
    const { dimensions } = frame.search;
    const measured = trials.filter(({ loss }) => Number.isFinite(loss));
    const height = lowness(measured.map(({ loss }) => loss));
    const inset = (/** @type {number} */ share) => defaults.edge + share * (100 - 2 * defaults.edge);
    const at = (/** @type {Trial} */ { point, loss }) => [inset(point[across] ?? 0.5), 100 - inset(up === null ? (Number.isFinite(loss) ? 1 - height(loss) : 1) : (point[up] ?? 0.5))];
    const first = /** @type {import("./ranges.js").Dimension} */ (dimensions[across]);
    const [left, right] = endsOf(first);
    write(this.left, left);
    write(this.right, right);
    const second = up === null ? null : /** @type {import("./ranges.js").Dimension} */ (dimensions[up]);
    const [low, high] = second ? endsOf(second) : lossEndsOf(trials.filter(({ state, loss }) => state === "diverged" || Number.isFinite(loss)));
    write(this.low, low);
    write(this.high, high);
    write(this.caption, second ? t("{across} (across), {up} (upwards)", { across: scaled(first), up: scaled(second) }) : t("{across} (across), validation loss, log scale (upwards)", { across: scaled(first) }));
    const best = bestOf(trials);
    const points = trials.filter(({ state, loss }) => up !== null || state === "diverged" || Number.isFinite(loss));
    for (const [nth, mark] of this.marks.entries()) if (!points.some(({ number }) => number === nth)) mark.remove();
    for (const trial of points) {
      const [x = 0, y = 0] = at(trial);
      const method = frame.search.strategies[trial.method] ?? "";
      const mark = (this.marks[trial.number] ??= markOfTrial(trial.number));
      attribute(mark, "class", ["search-trial", `by-${placeOf(method)}`, trial.state, ...(trial === best ? ["is-best"] : [])].join(" "));
      attribute(mark, "transform", `translate(${x.toFixed(2)},${y.toFixed(2)})`);
      attribute(/** @type {Element} */ (mark.querySelector("path")), "d", shapeOf(method));
      write(mark.querySelector("title"), wordsOf(frame, trial, nameOfMethod(trial.method)));
      if (!mark.isConnected) this.svg.append(mark);
    }
    if (up === null) attribute(this.line, "d", lineOf(measured.filter(counts), at));
    attribute(this.svg, "aria-label", joinGroups([this.caption.textContent ?? "", best ? t("The best: {trial}", { trial: wordsOf(frame, best, nameOfMethod(best.method)) }) : ""]));
    this.paint(measured, colors);
  }

  /** Each cell as strong as the loss of the nearest trial is low. @param {Trial[]} trials @param {import("../paint/colors.js").Colors} colors */
  paint(trials, colors) {
    const [across, up] = this.sides;
    if (up === null) return;
    const key = `${colors.token("value-high")} ${trials.map(({ loss, state }) => (state === "trains" ? "" : loss)).join()}`;
    if (key === this.known) return;
    this.known = key;
    const { side, strength, edge } = defaults;
    const known = trials.filter(({ state }) => state !== "trains");
    const height = rank(known.map(({ loss }) => loss));
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, side, side);
    pen.fillStyle = colors.token("value-high");
    const inset = (/** @type {number} */ share) => (edge + share * (100 - 2 * edge)) / 100;
    const found = nearest(known.map(({ point }) => [inset(point[across] ?? 0.5), inset(point[up] ?? 0.5)]), side);
    found.forEach((place, cell) => {
      const trial = known[place];
      if (!trial) return;
      pen.globalAlpha = trial.state === "diverged" ? 0 : strength * height(trial.loss);
      pen.fillRect(cell % side, Math.floor(cell / side), 1, 1);
    });
  }
}

export class Places {
  /** @param {HTMLElement} host @param {(trial: number) => void} open */
  constructor(host, open) {
    this.host = host;
    this.open = open;
    this.count = 0;
    /** @type {Place[]} */
    this.places = [];
  }

  /** @param {SearchFrame} frame @param {Trial[]} trials @param {import("../paint/colors.js").Colors} colors @param {(method: number) => string} nameOfMethod */
  draw(frame, trials, colors, nameOfMethod) {
    const count = frame.search.dimensions.length;
    if (count !== this.count) {
      /** @type {[number, number | null][]} */
      const pairs = count === 1 ? [[0, null]] : count === 2 ? [[0, 1]] : [[0, 1], [0, 2], [1, 2]];
      this.count = count;
      this.places = pairs.map((sides) => new Place(this.open, sides));
      this.host.replaceChildren(...this.places.map(({ host }) => host));
      this.host.dataset.count = String(this.places.length);
    }
    for (const place of this.places) place.draw(frame, trials, colors, nameOfMethod);
  }
}

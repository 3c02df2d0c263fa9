// Predict first: the question, how many have guessed, and all guesses beside the outcome once the teacher opens them.

import { rounded } from "../paint/axes.js";
import { colors } from "../paint/colors.js";
import { figure, t, whole, withUnit } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { histogram, median } from "./histogram_of_guesses.js";
import { find } from "./site.js";

/** @typedef {{id: string, text: string, kind: "number" | "choice" | "boundary", unit: string, measure: string | null, options: string[], epochs: number, state: "asked" | "running" | "open", outcome: number | null}} Question */
/** @typedef {number | [number, number][]} Guess */

export class GuessesView {
  /** @param {HTMLElement} host @param {import("./plane.js").Plane} marks over the map of the class network */
  constructor(host, marks) {
    this.host = host;
    this.marks = marks;
    /** @type {import("./together.js").Part[]} */
    this.parts = ["guesses"];
    this.chart = /** @type {HTMLCanvasElement} */ (find("guesses-chart"));
    /** @type {{question: Question | null, guessed: number, of: number, guesses: Guess[]}} */
    this.told = { question: null, guessed: 0, of: 0, guesses: [] };
    this.colors = colors();
    /** Called with every state of the question. @type {(question: Question | null) => void} */
    this.heard = () => {};
    new ResizeObserver(() => this.drawChart()).observe(this.chart);
    document.addEventListener("chalknet-theme", () => {
      this.colors = colors();
      this.drawChart();
    });
  }

  /** @param {import("../live/wire.js").Shared} told */
  take(told) {
    this.told = /** @type {any} */ (told);
    this.draw();
    this.heard(this.told.question);
  }

  draw() {
    const { question, guessed, of, guesses } = this.told;
    show(find("guesses-none"), question === null);
    show(find("guesses-question"), question !== null);
    this.marks.draw({ lines: question?.state === "open" && question.kind === "boundary" ? guesses.map((places) => ({ places: /** @type {[number, number][]} */ (places) })) : [] });
    if (!question) return;
    write(find("guesses-text"), question.text);
    write(find("guesses-count"), t("{count} of {of} have guessed", { count: guessed, of }));
    write(find("guesses-state"), stateOf(question));
    const isOpen = question.state === "open";
    show(this.chart, isOpen && question.kind === "number" && guesses.length > 0);
    show(find("guesses-bars"), isOpen && question.kind === "choice");
    const words = isOpen ? said(question, guesses) : "";
    write(find("guesses-words"), words);
    attribute(this.chart, "aria-label", words);
    if (isOpen && question.kind === "choice") this.drawBars(question, /** @type {number[]} */ (guesses));
    this.drawChart();
  }

  /** @param {Question} question @param {number[]} guesses */
  drawBars({ options, outcome }, guesses) {
    const counts = options.map((_, nth) => guesses.filter((guess) => guess === nth).length);
    const most = Math.max(1, ...counts);
    find("guesses-bars").replaceChildren(
      ...options.map((option, nth) => {
        const item = document.createElement("li");
        item.classList.toggle("outcome", nth === outcome);
        const name = Object.assign(document.createElement("span"), { className: "name", textContent: option, dir: "auto" });
        const bar = Object.assign(document.createElement("span"), { className: "bar-of-guesses" });
        bar.style.width = `${(100 * Number(counts[nth])) / most}%`;
        const track = Object.assign(document.createElement("span"), { className: "track" });
        track.append(bar);
        const count = Object.assign(document.createElement("span"), { textContent: whole(Number(counts[nth])) });
        item.append(name, track, count);
        if (nth === outcome) item.append(Object.assign(document.createElement("strong"), { textContent: t("that is what came") }));
        return item;
      }),
    );
  }

  /** The histogram, and the outcome as a line. */
  drawChart() {
    const { question, guesses } = this.told;
    const { clientWidth: width, clientHeight: height } = this.chart;
    if (!width || question?.kind !== "number" || question.state !== "open" || guesses.length === 0) return;
    const { outcome } = question;
    const { low, high, counts, below, above } = histogram(/** @type {number[]} */ (guesses), outcome);
    const context = /** @type {CanvasRenderingContext2D} */ (this.chart.getContext("2d"));
    Object.assign(this.chart, { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) });
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const style = getComputedStyle(this.host);
    const rem = parseFloat(style.fontSize);
    const { token } = this.colors;
    const [left, right, top, bottom] = [rem, width - rem, 2.6 * rem, height - 2.2 * rem];
    const at = (/** @type {number} */ value) => left + ((right - left) * (value - low)) / (high - low);
    const most = Math.max(...counts);
    const wide = (right - left) / counts.length;
    context.font = `${rem}px ${style.fontFamily}`;
    context.textAlign = "center";
    counts.forEach((count, i) => {
      const tall = ((bottom - top - 1.4 * rem) * count) / most;
      context.fillStyle = token("accent");
      context.beginPath();
      context.roundRect(left + i * wide + 1, bottom - tall, wide - 2, tall, [3, 3, 0, 0]);
      context.fill();
      context.fillStyle = token("muted");
      if (count > 0) context.fillText(whole(count), left + (i + 0.5) * wide, bottom - tall - 0.35 * rem);
    });
    context.fillStyle = token("line");
    context.fillRect(left, bottom, right - left, 1);
    context.fillStyle = token("muted");
    for (const share of [0, 0.5, 1]) {
      context.textAlign = share === 0 ? "left" : share === 1 ? "right" : "center";
      const outside = share === 0 && below ? ` (${whole(below)} ←)` : share === 1 && above ? ` (→ ${whole(above)})` : "";
      context.fillText(rounded(low + share * (high - low)) + outside, left + share * (right - left), bottom + 1.4 * rem);
    }
    if (outcome === null) return;
    context.strokeStyle = context.fillStyle = token("alert");
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(at(outcome), 1.7 * rem);
    context.lineTo(at(outcome), bottom);
    context.stroke();
    const share = (at(outcome) - left) / (right - left);
    context.textAlign = share < 0.2 ? "left" : share > 0.8 ? "right" : "center";
    context.font = `600 ${1.1 * rem}px ${style.fontFamily}`;
    context.fillText(t("outcome {value}", { value: withUnit(figure(outcome), question.unit) }), at(outcome), 1.2 * rem);
  }
}

/** @param {Question} question */
function stateOf({ state, epochs }) {
  if (state === "asked") return t("Guess now: the network has not run yet. It will run for {epochs} epochs.", { epochs });
  return state === "running" ? t("The run has started: no more guesses.") : t("The guesses are open.");
}

/** The guesses and the outcome in a sentence. @param {Question} question @param {Guess[]} guesses */
export function said({ kind, unit, outcome, options }, guesses) {
  if (guesses.length === 0) return t("Nobody has guessed.");
  if (kind === "boundary") return t("{count} guessed boundaries, over that of the network", { count: guesses.length });
  if (kind === "choice") {
    const right = guesses.filter((guess) => guess === outcome).length;
    return t("{right} of {count} guessed what came: {option}", { right, count: guesses.length, option: options[Number(outcome)] ?? "" });
  }
  const numbers = /** @type {number[]} */ (guesses);
  const values = { low: rounded(Math.min(...numbers)), high: rounded(Math.max(...numbers)), median: withUnit(rounded(median(numbers)), unit), outcome: withUnit(figure(Number(outcome)), unit) };
  return t("Guesses from {low} to {high}, the median is {median}; the outcome is {outcome}.", values);
}

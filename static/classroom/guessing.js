// Guessing: a student's answer to what will happen, before the network runs in front of all.

import { colors } from "../paint/colors.js";
import { ask } from "../live/rest.js";
import { joinSentences } from "../words/joined.js";
import { figure, t, withUnit } from "../words/messages.js";
import { typeset } from "../words/typeset.js";
import { show, write } from "../words/write.js";
import { Plane } from "./plane.js";
import { onSubmit, sending } from "./site.js";

/** @typedef {import("./guesses.js").Question & {guess: import("./guesses.js").Guess | null}} Question */
/** @typedef {import("./plane.js").Place} Place */

/** The least distance between two corners of a drawn line, and how many it may have. */
export const defaults = { apart: 0.35, corners: 64 };

export class Guessing {
  /** @param {string} api of the class */
  constructor(api) {
    this.api = api;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.slip = find("class-question");
    this.sheet = find("class-guess");
    this.form = /** @type {HTMLFormElement} */ (find("class-guess-form"));
    this.parts = Object.fromEntries(["question-text", "question-said", "question-open", "guess-text", "guess-number", "guess-unit", "guess-value", "guess-options", "guess-boundary", "guess-plane", "guess-help", "guess-clear"].map((id) => [id, find(`class-${id}`)]));
    this.number = /** @type {HTMLInputElement} */ (this.parts["guess-value"]);
    /** @type {Plane | null} */
    this.plane = null;
    /** The drawn line. @type {Place[]} */
    this.line = [];
    /** The samples below it. @type {import("./plane.js").Drawn} */
    this.data = {};
    /** @type {Question | null} */
    this.question = null;
    /** The question that the student has read to the end. @type {string | null} */
    this.known = null;
    this.close = find("class-question-close");
    this.close.addEventListener("click", () => {
      this.known = this.question?.id ?? null;
      show(this.slip, false);
    });
    this.parts["guess-clear"]?.addEventListener("click", () => this.draw([]));
    onSubmit(this.form, async () => {
      await ask(`${api}/seat/guess`, sending("PUT", { question: this.question?.id, value: this.value() }));
      this.sheet.hidePopover();
    });
  }

  value() {
    const { kind } = this.question ?? {};
    if (kind === "boundary") return this.line;
    if (kind === "number") return Number(this.number.value);
    return Number(this.form.querySelector("input[type=radio]:checked")?.getAttribute("value"));
  }

  /** @param {Question | null} question */
  take(question) {
    const isNew = question?.id !== this.question?.id;
    this.question = question;
    show(this.slip, question !== null && question.id !== this.known);
    if (question?.state !== "asked" && this.sheet.matches(":popover-open")) this.sheet.hidePopover();
    if (!question) return;
    write(this.parts["question-text"], question.text);
    write(this.parts["question-said"], saidOf(question));
    const opener = /** @type {HTMLElement} */ (this.parts["question-open"]);
    show(opener, question.state === "asked");
    show(this.close, question.state === "open");
    write(opener, question.guess === null ? t("Guess") : t("Guess again"));
    if (isNew) this.prepare(question);
  }

  /** @param {Question} question */
  prepare({ text, kind, unit, options, guess }) {
    const { parts } = this;
    write(parts["guess-text"], text);
    write(parts["guess-unit"], unit);
    write(this.form.querySelector(".error"), "");
    for (const [id, its] of /** @type {const} */ ([["guess-number", "number"], ["guess-options", "choice"], ["guess-boundary", "boundary"]])) show(/** @type {HTMLElement} */ (parts[id]), kind === its);
    this.number.required = kind === "number";
    this.number.value = typeof guess === "number" && kind === "number" ? String(guess) : "";
    parts["guess-options"]?.replaceChildren(
      ...(kind === "choice" ? options : []).map((option, nth) => {
        const label = document.createElement("label");
        const radio = Object.assign(document.createElement("input"), { type: "radio", name: "class-guess", value: String(nth), required: true, checked: guess === nth });
        label.append(radio, Object.assign(document.createElement("span"), { textContent: option, dir: "auto" }));
        return label;
      }),
    );
    if (kind === "boundary") this.prepareLine(Array.isArray(guess) ? guess : []);
  }

  /** @param {Place[]} line that was guessed before */
  async prepareLine(line) {
    this.plane ??= new Plane(/** @type {HTMLElement} */ (this.parts["guess-plane"]), colors(), { put: (place, isFirst) => this.put(place, isFirst), erase: () => this.draw(this.line.slice(0, -1)) });
    this.draw(line);
    const { id } = this.question ?? {};
    const found = await ask(`${this.api}/question/points`).catch(() => null);
    if (!found || id !== this.question?.id) return;
    this.data = { points: found.points.map((/** @type {number[]} */ [x1, x2, label]) => ({ x1, x2, label })), isRegression: found.problem === "regression" };
    this.draw(this.line);
  }

  /** With the pointer, a new stroke is a new line; keys put one corner after another. @param {Place} place @param {boolean} isFirst */
  put(place, isFirst) {
    const isStroke = /** @type {Plane} */ (this.plane).cursor.hidden;
    const line = isStroke && isFirst ? [] : this.line;
    const last = line.at(-1);
    if (line.length >= defaults.corners || (last && Math.hypot(place[0] - last[0], place[1] - last[1]) < defaults.apart)) return;
    this.draw([...line, place]);
  }

  /** @param {Place[]} line */
  draw(line) {
    this.line = line;
    this.plane?.draw({ ...this.data, lines: [{ places: line, isOwn: true }] });
    write(this.parts["guess-help"], line.length < 2 ? t("Draw the boundary over the plane. With keys: arrows move, Space puts a corner, Delete takes the last one away.") : t("The line has {count} corners.", { count: line.length }));
  }
}

/** What a student reads of it. @param {Question} question */
function saidOf({ kind, unit, options, state, outcome, guess }) {
  /** A guess as it was typed; an outcome is measured. @param {number} value @param {(value: number) => string} written */
  const put = (value, written) => (kind === "choice" ? (options[value] ?? "") : withUnit(written(value), unit));
  const own = guess === null ? t("You have not guessed.") : typeof guess === "number" ? t("Your guess: {guess}", { guess: put(guess, typeset) }) : t("Your line is in.");
  if (state === "asked") return guess === null ? "" : own;
  if (state === "running") return joinSentences([t("The run has started: no more guesses."), own]);
  return joinSentences([outcome === null ? t("The guesses are open: look at the wall.") : t("Outcome: {outcome}.", { outcome: put(outcome, figure) }), own]);
}

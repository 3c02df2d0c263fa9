// Through time: the network unrolled over one sequence, its states and gates, its answers, and the gradient that flows back.

import { described } from "../address/schema.js";
import { enable } from "../controls/enable.js";
import { layersOf, withLayers } from "../layers/architectures.js";
import { Refused } from "../live/rest.js";
import { wholeIn } from "../numbers/whole.js";
import { percent } from "../samples/drawing.js";
import { bracketed, joinSentences, titled } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { attribute, show, write } from "../words/write.js";
import { arrivingText, rowsOf, shade } from "./arriving.js";
import { ArrivingTable } from "./arriving_table.js";
import { defaults, paintBorder, paintCells, pathsOf, stripsOf } from "./strips.js";

/** @typedef {import("../live/wire.js").Frame} Frame */
/** @typedef {import("../live/wire.js").ThroughTime} ThroughTime */

export const ariaLabel = t("Through time");

/** With which kind of layer a network is compared. @type {Record<string, "recurrent" | "lstm">} */
const OTHER = { recurrent: "lstm", gru: "recurrent", lstm: "recurrent" };

/** A layer of another kind in its place. What only gates have stays behind. @param {import("../layers/architectures.js").Layer} layer @param {string} kind */
const turned = ({ forget_bias, ...shared }, kind) => ({ ...shared, kind });

/** The kind of what goes through time in a layer: itself or, of an encoder with a decoder, theirs. @param {import("../layers/architectures.js").Layer} layer */
const cellsOf = ({ kind, cells }) => (kind === "encoder_decoder" ? String(cells ?? "lstm") : kind);

export class SequencesView {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../curve/beside.js").Beside} beside
   * @param {(changes: import("../address/address.js").Changes, kind: "recurrent" | "lstm") => Promise<void>} begin begins the run beside the page's own
   */
  constructor(state, beside, begin) {
    this.state = state;
    this.beside = beside;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.panel = /** @type {HTMLDetailsElement} */ (find("through-time"));
    this.sample = /** @type {HTMLInputElement} */ (find("sequence-number"));
    /** The number of the sample that is shown. */
    this.number = 1;
    this.typing = find("sequence-typing");
    this.typed = /** @type {HTMLInputElement} */ (find("sequence-typed"));
    this.symbols = find("sequence-symbols");
    this.refusal = find("sequence-refusal");
    this.unrolled = find("unrolled");
    this.scroll = /** @type {HTMLElement} */ (this.unrolled.closest(".unrolled-host"));
    this.answer = find("sequence-answer");
    this.layer = /** @type {HTMLSelectElement} */ (find("arriving-layer"));
    this.matrices = /** @type {const} */ (["own", "other"]).map((name) => ({
      figure: find(`arriving-${name}`),
      title: find(`arriving-${name}-title`),
      canvas: /** @type {HTMLCanvasElement} */ (find(`arriving-${name}-map`)),
      words: find(`arriving-${name}-words`),
      table: new ArrivingTable(/** @type {HTMLDetailsElement} */ (find(`arriving-${name}-table`))),
    }));
    this.compare = /** @type {HTMLButtonElement} */ (find("arriving-compare"));
    this.status = find("arriving-status");
    this.shown = { frame: /** @type {unknown} */ (null), other: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), made: "" };
    this.sample.addEventListener("change", () => {
      const number = wholeIn(this.sample, this.number);
      if (number === null) return;
      this.number = number;
      this.typed.value = "";
      state.changed();
    });
    this.typed.addEventListener("input", () => state.changed());
    this.layer.addEventListener("change", () => state.changed());
    this.compare.addEventListener("click", () => this.begin(begin));
    this.panel.addEventListener("toggle", () => this.panel.open || (this.isCompared && beside.look({})));
  }

  /** What is watched of this run, and of the one beside it. */
  asks() {
    const typed = this.typed.value.trim() !== "" && !this.typing.hidden;
    return { through_time: true, ...(typed ? { typed: this.typed.value } : { sequence: this.number - 1 }), through: Number(this.layer.value) || 0 };
  }

  /** Whether the run beside it has layers of another kind in place of its own. */
  get isCompared() {
    return this.beside.run !== null && (this.beside.kind === "recurrent" || this.beside.kind === "lstm");
  }

  /** The kind of the first recurrent layer. */
  get kind() {
    const layer = layersOf(this.state.experiment)?.find((each) => cellsOf(each) in OTHER);
    return layer ? cellsOf(layer) : null;
  }

  /** @param {(changes: import("../address/address.js").Changes, kind: "recurrent" | "lstm") => Promise<void>} begin */
  async begin(begin) {
    const other = OTHER[this.kind ?? ""];
    if (!other) return;
    write(this.status, "");
    enable(this.compare, false);
    try {
      const layers = (layersOf(this.state.experiment) ?? []).map((layer) => (layer.kind in OTHER ? turned(layer, other) : layer.kind === "encoder_decoder" ? { ...layer, cells: other } : layer));
      await begin(withLayers(described(this.state.experiment), layers), other);
    } catch (error) {
      write(this.status, error instanceof Refused ? translated(error) : t("The server does not answer as expected."));
    } finally {
      enable(this.compare, true);
    }
  }

  draw() {
    const { state, beside, shown } = this;
    const { frame, colors } = state;
    if (this.isCompared) beside.look(this.panel.open ? this.asks() : {});
    show(this.compare, this.kind !== null && !this.isCompared);
    write(this.compare, OTHER[this.kind ?? ""] === "lstm" ? t("Train the same network of LSTM layers beside it") : t("Train the same network of plain recurrent layers beside it"));
    const other = this.isCompared ? beside.frame : null;
    show(/** @type {HTMLElement} */ (this.matrices[1]?.figure), Boolean(other?.arrays.time_arriving));
    // A look that is dear rests now and then: what was shown last stays.
    if (other?.arrays.time_arriving && (other !== shown.other || colors !== shown.colors)) this.paint(1, other, this.nameOf(beside.kind));
    if (other?.arrays.time_arriving) shown.other = other;
    const about = frame?.through_time;
    if (!frame || about === undefined || (frame === shown.frame && colors === shown.colors)) return;
    shown.frame = frame;
    shown.colors = colors;
    const refusal = about === null ? t("The network has no recurrent layer: edit its layers.") : about.refusal ? translated(about.refusal) : "";
    write(this.refusal, refusal);
    show(this.refusal, refusal !== "");
    const { time_arriving: arriving } = frame.arrays;
    // What was shown before belongs to another network, or to another sequence.
    if (refusal !== "") write(this.answer, "");
    if (about === null) this.clear();
    if (about === null || about.refusal || !arriving) return;
    this.offer(about);
    this.unroll(frame, about);
    this.paint(0, frame, this.nameOf(this.kind ?? ""));
  }

  /** Show nothing: no layer goes through time. */
  clear() {
    this.shown.made = "";
    this.unrolled.replaceChildren();
    show(this.scroll, false);
    for (const matrix of this.matrices) show(matrix.figure, false);
  }

  /** What can be chosen. @param {ThroughTime & {refusal?: undefined}} about */
  offer({ layers, symbols, first, samples }) {
    const { scene } = this.state;
    attribute(this.sample, "max", String(samples));
    if (this.number > samples) this.sample.value = String((this.number = samples));
    show(this.typing, symbols !== null);
    const own = scene?.symbols ?? null;
    write(this.symbols, own ? t("Symbols: {symbols}", { symbols: own.join(" ") }) : "");
    const names = pathsOf(layers, first).map(({ name }) => name);
    if (names.join() !== Array.from(this.layer.options, ({ text }) => text).join()) {
      const chosen = this.layer.value;
      this.layer.replaceChildren(...names.map((name, nth) => new Option(name, String(nth), false, String(nth) === chosen)));
    }
    show(/** @type {HTMLElement} */ (this.layer.parentElement), names.length > 1);
  }

  /** @param {string} kind */
  nameOf(kind) {
    return kind === "lstm" ? t("LSTM") : kind === "gru" ? t("GRU") : t("Plain recurrent");
  }

  /** The states and gates, one under the other, with the sequence above and the answers below. @param {Frame} frame @param {ThroughTime & {refusal?: undefined}} about */
  unroll(frame, { layers, length, symbols, first, written }) {
    const { time_inputs: inputs, time_states: states, time_gates: gates, time_outputs: outputs } = frame.arrays;
    if (!inputs || !states || !gates || !outputs) return;
    const T = inputs.shape[1] ?? 0;
    const strips = [
      ...(symbols ? [] : [{ name: t("Input"), letter: "x", data: inputs.data, rows: inputs.shape[0] ?? 1 }]),
      ...stripsOf(layers, states, gates),
      ...(this.state.classes > 0 ? [] : this.ofNumbers(frame)),
    ];
    const isAtEachStep = (outputs.shape[1] ?? 1) > 1;
    const key = `${T} ${isAtEachStep} ${strips.map(({ name, rows }) => `${name}${rows}`)}`;
    if (key !== this.shown.made) this.make(key, T, strips, isAtEachStep);
    const texts = (/** @type {string} */ row, /** @type {(step: number) => [string, string]} */ text) =>
      this.unrolled.querySelectorAll(`[data-row=${row}] td`).forEach((cell, step) => {
        const [words, name] = text(step);
        write(cell, words);
        if (cell.className !== name) cell.className = name;
      });
    texts("symbols", (step) => [symbols?.[step] ?? (symbols ? "" : step < length ? String(step + 1) : ""), ""]);
    this.unrolled.querySelectorAll("canvas").forEach((canvas, nth) => {
      const strip = strips[nth];
      if (!strip) return;
      paintCells(canvas, strip.data, strip.rows, T, length, defaults.height, this.state.colors.signed);
      canvas.style.height = `${canvas.height}px`;
    });
    this.tell(frame, length, first, written, texts);
  }

  /** Of numbers, what is answered at each step and, of a wave, how the network carries it on. @param {Frame} frame */
  ofNumbers({ arrays: { time_outputs: outputs, time_continued: continued } }) {
    const strip = (/** @type {string} */ name, /** @type {import("../live/wire.js").Values | undefined} */ values) => (values && (values.shape.at(-1) ?? 0) > 1 ? [{ name, letter: "ŷ", data: values.data, rows: values.shape.length > 1 ? (values.shape[0] ?? 1) : 1 }] : []);
    return [...strip(t("Answer"), outputs), ...strip(t("Second half continued by itself"), continued)];
  }

  /** The table: a column for each step. @param {string} key @param {number} T @param {{name: string, letter: string, rows: number}[]} strips @param {boolean} isAtEachStep */
  make(key, T, strips, isAtEachStep) {
    this.shown.made = key;
    const row = (/** @type {string} */ name, /** @type {string} */ text) => {
      const made = document.createElement("tr");
      made.dataset.row = name;
      made.append(Object.assign(document.createElement("th"), { scope: "row", textContent: text }));
      return made;
    };
    const ofSteps = (/** @type {string} */ name, /** @type {string} */ text) => {
      const made = row(name, text);
      made.append(...Array.from({ length: T }, () => document.createElement("td")));
      return made;
    };
    const painted = strips.map(({ name, letter, rows }) => {
      const made = row("cells", `${name} `);
      made.firstElementChild?.append(Object.assign(document.createElement("i"), { textContent: letter, lang: "en" }));
      const cell = Object.assign(document.createElement("td"), { colSpan: T, className: "cells" });
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", t("{name}: {rows} rows, a column for each step; orange is below 0, blue above", { name, rows }));
      cell.append(canvas);
      made.append(cell);
      return made;
    });
    const answers = this.state.classes > 0 && isAtEachStep ? [ofSteps("answers", t("Answer")), ofSteps("sure", this.state.outputsAreProbabilities ? t("Probability, %") : t("Output"))] : [];
    show(this.scroll, true);
    this.unrolled.replaceChildren(ofSteps("symbols", t("Time step")), ...painted, ...answers);
  }

  /** The answers: at each step its class and its probability, and whether it is right; or the only one, in a sentence. @param {Frame} frame @param {number} length @param {number} begin the first step that is answered @param {string | null} written @param {(row: string, text: (step: number) => [string, string]) => void} texts */
  tell({ arrays: { time_outputs: outputs, time_labels: labels } }, length, begin, written, texts) {
    const { state } = this;
    const [k = 0, T = 0] = outputs?.shape ?? [];
    const value = (/** @type {number} */ unit, /** @type {number} */ step) => outputs?.data[unit * T + step] ?? 0;
    const answerAt = (/** @type {number} */ step) => (k > 1 ? Array.from({ length: k }, (_, unit) => value(unit, step)).reduce((best, each, unit, all) => (each > (all[best] ?? 0) ? unit : best), 0) : Number(value(0, step) > (state.outputsAreProbabilities ? 0.5 : 0)));
    const sureAt = (/** @type {number} */ step) => (k > 1 ? value(answerAt(step), step) : Math.abs(value(0, step)));
    const isRight = (/** @type {number} */ step) => (labels && (labels.data[step] ?? -1) >= 0 ? labels.data[step] === answerAt(step) : null);
    const first = T === 1 ? length - 1 : begin;
    const at = (/** @type {number} */ step) => (T === 1 ? 0 : step);
    const isThere = (/** @type {number} */ step) => step >= first && step < length;
    texts("answers", (step) => {
      if (!isThere(step)) return ["", ""];
      const right = isRight(at(step));
      return [`${state.className(answerAt(at(step)))}${right === null ? "" : right ? " ✓" : " ✗"}`, right === null ? "unasked" : right ? "right" : "wrong"];
    });
    texts("sure", (step) => [isThere(step) ? (state.outputsAreProbabilities ? String(Math.round(100 * sureAt(at(step)))) : figure(sureAt(at(step)))) : "", ""]);
    const asked = Array.from({ length: T }, (_, step) => isRight(step)).filter((right) => right !== null);
    const last = at(length - 1);
    const number = { answer: figure(value(0, T - 1)), label: figure(labels?.data.at(-1) ?? 0) };
    const verdict = (/** @type {boolean | null} */ right) => (right === null ? [] : [right ? t("It is right.") : t("It is wrong.")]);
    const words =
      written !== null
        ? [t("It writes: {text}", { text: written }), ...verdict(asked.length > 0 ? !asked.includes(false) : null)].join(" · ")
      : state.classes === 0
        ? labels ? t("The last answer is {answer}, and should be {label}.", number) : t("The last answer is {answer}.", number)
        : T > 1 && asked.length > 0
          ? t("{right} of {all} answers are right.", { right: asked.filter(Boolean).length, all: asked.length })
          : joinSentences([t("The last answer is {answer}.", { answer: bracketed(state.className(answerAt(last)), state.outputsAreProbabilities ? percent(sureAt(last)) : figure(sureAt(last))) }), ...verdict(isRight(last))]);
    write(this.answer, words);
  }

  /** What stands in the way of the gradient: the step at which it goes from a decoder into its encoder, and after how many steps it is cut. @param {Frame} frame */
  pathOf({ through_time: about }) {
    const paths = !about || about.refusal ? [] : pathsOf(about.layers, about.first);
    return paths[(Number(this.layer.value) || 0) % paths.length] ?? { border: null, truncation: null };
  }

  /** A matrix, of this run or of the one beside it. @param {number} nth @param {Frame} frame @param {string} name */
  paint(nth, frame, name) {
    const { time_arriving: arriving } = frame.arrays;
    const matrix = this.matrices[nth];
    if (!arriving || !matrix) return;
    show(matrix.figure, true);
    const { data, rows, columns } = rowsOf(arriving);
    const { colors } = this.state;
    paintCells(matrix.canvas, data, rows, columns, columns, Infinity, (share) => colors.signed(shade(share)));
    const { border, truncation } = this.pathOf(frame);
    if (border !== null && border < columns) paintBorder(matrix.canvas, border, colors.token("ink"));
    const words = arrivingText(arriving, border, truncation);
    matrix.table.draw(arriving, border);
    write(matrix.title, name);
    write(matrix.words, words);
    attribute(matrix.canvas, "aria-label", titled(name, words));
  }
}

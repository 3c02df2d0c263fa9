// The worked example: the next step of the run with all its numbers, as a sheet of formulas.

import { backward } from "./backward.js";
import { Cells } from "./cells.js";
import { error } from "./error.js";
import { Example } from "./example.js";
import { forward } from "./forward.js";
import { LayerExample } from "./layer_example.js";
import * as ofLayers from "./layer_sheet.js";
import { joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { typeset } from "../words/typeset.js";
import { update } from "./update.js";
import { Line } from "./formulas.js";
import { exact, Parameters } from "./parameter_table.js";
import { Probabilities } from "./probabilities.js";
import { Sample } from "./sample.js";
import { showDigits } from "./tex.js";
import { Units } from "./units.js";
import { show, write } from "../words/write.js";

export const defaults = { every: 400, choice: { sample: null, nth: 0, layer: 0, unit: 0, parameter: 0 } };
export const ariaLabel = t("Worked example");

const CHAPTERS = { forward, error, backward, update };

/** The lines of the chapters. @param {import("./example.js").Step} example @returns {Record<keyof typeof CHAPTERS, import("./forward.js").Line[]>} */
function chaptersOf(example) {
  const way = example instanceof LayerExample ? { forward: ofLayers.forward(example), backward: example.trains ? ofLayers.backward(example) : [] } : null;
  const course = /** @type {Example} */ (example);
  return { ...(way ?? { forward: forward(course), backward: course.trains ? backward(course) : [] }), error: error(example), update: example.moves ? update(example) : [] };
}

export class WorkedExample {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = /** @type {HTMLDetailsElement} */ (find("worked"));
    this.status = find("worked-state");
    this.end = find("worked-end");
    /** @type {import("./example.js").Choice} */
    this.choice = defaults.choice;
    /** @type {import("./formulas.js").Render | null} */
    this.render = null;
    /** @type {Record<string, {host: HTMLElement, list: HTMLElement, lines: Line[]}>} */
    this.chapters = {};
    for (const name of Object.keys(CHAPTERS)) {
      const host = find(`worked-${name}`);
      this.chapters[name] = { host, list: /** @type {HTMLElement} */ (host.querySelector(".lines")), lines: [] };
    }
    const choose = (/** @type {Partial<import("./example.js").Choice>} */ change) => this.choose(change);
    this.sample = new Sample(state, choose);
    this.units = new Units(state, choose);
    this.cells = new Cells(state, choose);
    this.parameters = new Parameters(choose);
    this.probabilities = new Probabilities(state);
    /** @type {import("./example.js").Step | null} */
    this.example = null;
    this.drawn = { worked: /** @type {import("./example.js").Worked | null | undefined} */ (undefined), colors: /** @type {unknown} */ (null), at: 0 };
    this.toggled();
    this.host.addEventListener("toggle", () => this.toggled());
  }

  /** KaTeX loads when the panel first opens. */
  toggled() {
    this.sample.mark(this.host.open ? this.example : null);
    if (!this.host.open || this.host.dataset.asked) return;
    this.host.dataset.asked = "yes";
    const address = new URL(`${this.host.dataset.katex}`, document.baseURI).href;
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = `${address}.css`;
    document.head.append(sheet);
    import(`${address}.js`).then((/** @type {{render: import("./formulas.js").Render}} */ { render }) => {
      this.render = render;
      this.state.changed();
    }).catch(() => {
      delete this.host.dataset.asked;
      write(this.status, t("The formulas could not be loaded: close this and open it again."));
    });
  }

  /** The choice for the next step. */
  asks() {
    return { worked: this.choice };
  }

  /** Whether what is shown is of an earlier choice, or nothing yet. */
  waits() {
    const { worked } = this.drawn;
    if (!this.host.dataset.asked || worked === null) return false;
    return Object.entries(this.choice).some(([name, value]) => worked?.choice[/** @type {keyof typeof this.choice} */ (name)] !== value);
  }

  /** @param {Partial<import("./example.js").Choice>} change */
  choose(change) {
    this.choice = { ...this.choice, ...change };
    this.state.changed();
  }

  draw() {
    const { frame, colors, experiment } = this.state;
    if (!this.render || !frame) return;
    this.sample.place();
    const { drawn } = this;
    const isNew = frame.worked !== undefined && frame.worked !== drawn.worked;
    if (!isNew && drawn.colors === colors) return;
    const now = performance.now();
    if (isNew && frame.state === "playing" && now - drawn.at < defaults.every && !this.waits()) return;
    const worked = isNew ? frame.worked : drawn.worked;
    this.drawn = { worked, colors, at: now };
    if (isNew && frame.worked) this.example = frame.worked.told ? new LayerExample(/** @type {import("./layer_example.js").WorkedLayer} */ (frame.worked), frame, experiment) : new Example(frame.worked, frame, experiment);
    if (!this.example || !worked) return this.nothing();
    this.show(this.example, this.render);
  }

  /** @param {import("./example.js").Step} example @param {import("./formulas.js").Render} render */
  show(example, render) {
    const { worked } = example;
    showDigits(example.experiment.training.precision);
    const values = { step: worked.step, sample: worked.sample + 1 };
    write(this.status, {
      batch: t("After iteration {step}. The next step sees this batch; here it is worked out for sample {sample}.", values),
      alone: t("After iteration {step}. A step that sees sample {sample} alone is worked out here.", values),
      solve: t("After iteration {step}. Least squares sees all training samples; here is what it does for sample {sample}.", values),
      use: t("After iteration {step}. The network predicts sample {sample}; it does not learn from it.", values),
    }[worked.kind]);
    this.sample.draw(example);
    this.units.draw(example);
    this.cells.draw(example);
    this.probabilities.draw(example);
    for (const [name, lines] of Object.entries(chaptersOf(example))) {
      const chapter = this.chapters[name];
      if (!chapter) continue;
      show(chapter.host, lines.length > 0);
      this.chapter(chapter, lines, render);
    }
    this.parameters.draw(example);
    write(this.end, outcome(worked, example.experiment.training.precision === "double" ? exact : figure));
  }

  /**
   * @param {{list: HTMLElement, lines: Line[]}} chapter
   * @param {import("./forward.js").Line[]} models
   * @param {import("./formulas.js").Render} render
   */
  chapter({ list, lines }, models, render) {
    while (lines.length < models.length) {
      const line = new Line(render);
      lines.push(line);
      list.append(line.host);
    }
    for (const line of lines.splice(models.length)) line.remove();
    const plays = this.state.frame?.state === "playing";
    models.forEach((model, i) => {
      const line = lines[i];
      line?.take(model, plays);
    });
  }

  /** Explain why there is no example: the numbers are too large. */
  nothing() {
    this.example = null;
    write(this.status, t("The numbers of the next step are too large to be worked out. Try a smaller learning rate."));
    for (const { host } of Object.values(this.chapters)) host.hidden = true;
    this.parameters.draw(null);
    this.sample.mark(null);
    write(this.end, "");
  }
}

/**
 * The losses before and after the step, and why a loss may rise.
 * @param {import("./example.js").Worked} worked
 * @param {(value: number) => string} text of a loss
 */
function outcome({ m, loss, rates: { loss_after, mean_loss = 0, mean_loss_after = 0 } }, text) {
  if (loss_after === undefined) return "";
  const sentences = [t("After this step, the sample's loss would be {after}; before it, it was {before}.", apart(loss, loss_after, text))];
  if (m > 1) sentences.push(t("The mean loss of the batch would be {after}; before it, it was {before}.", apart(mean_loss, mean_loss_after, text)));
  if (mean_loss_after > mean_loss) sentences.push(t("The step is too long here, or does not follow this gradient alone, but momentum or a penalty, too."));
  else if (loss_after > loss) sentences.push(t("A step reduces the mean loss of the batch: the loss of a single sample may rise."));
  return joinSentences(sentences);
}

/** Two losses with so many digits as tell them apart. @param {number} before @param {number} after @param {(value: number) => string} text */
export function apart(before, after, text) {
  const shown = (/** @type {(value: number) => string} */ write) => ({ before: write(before), after: write(after) });
  const more = [4, 5, 6, 7, 8, 9].map((digits) => shown((value) => typeset(Number(value.toPrecision(digits)))));
  return [shown(text), ...more].find((pair) => pair.before !== pair.after) ?? shown(text);
}

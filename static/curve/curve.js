// The curves: loss by step, for batches (faint), the training set (dashed), the validation set (dotted) and the test
// set.

import uPlot from "../vendor/uplot.js";
import { browser } from "../run/storage.js";
import { Ghosts, colorOf, defaults as ghost, lossesOf, numberGhosts } from "../compare/ghosts.js";
import { drawMilestones } from "./milestones.js";
import { Moment, defaults as moment } from "./moment.js";
import { STEPS, WHOLE, lossText } from "./steps.js";

export const defaults = { log: false, every: 90, remembered: "chalknet-log-scale" };

export class Curve {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.ghosts = new Ghosts(state);
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("chart");
    this.moment = new Moment(state, commands);
    /** @type {uPlot | null} */
    this.plot = null;
    this.plotted = 0;
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    this.made = {
      log: false,
      colors: /** @type {unknown} */ (null),
      kept: /** @type {unknown} */ (null),
      isTable: false,
      hasBeside: false,
      width: 0,
      height: 0,
    };
    const box = (this.box = /** @type {HTMLInputElement} */ (find("log-scale")));
    this.log = box.checked = (browser.get(defaults.remembered) ?? String(defaults.log)) === "true";
    box.addEventListener("change", () => {
      browser.set(defaults.remembered, String(box.checked));
      state.changed();
    });
    this.width = this.height = 0;
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      this.height = Math.floor(entry?.contentRect.height ?? 0);
      state.changed();
    }).observe(this.host);
  }

  draw() {
    const { frame } = this.state;
    this.log = this.box.checked;
    this.make();
    this.moment.draw();
    const now = performance.now();
    const isPlaying = frame?.state === "playing";
    if (this.plot && frame !== this.frame && (!isPlaying || now - this.plotted > defaults.every)) {
      this.plotted = now;
      this.frame = frame;
      this.plot.setData(this.data());
    }
  }

  /** The curves over their common steps. @returns {uPlot.AlignedData} */
  data() {
    const { batches, beside, evaluations, kind, left } = this.state;
    // A logarithmic scale cannot show 0.
    const positive = (/** @type {(number | null)[]} */ column) => (this.log ? column.map((value) => value || null) : column);
    return uPlot.join([
      [batches.steps, positive(batches.columns[0] ?? [])],
      [evaluations.steps, ...[0, 1, 2].map((i) => positive(evaluations.columns[i] ?? evaluations.steps.map(() => null)))],
      [beside?.steps ?? [], positive(beside?.columns[0] ?? [])],
      [left?.steps ?? [], positive(left?.columns[kind.is_table ? 0 : 1] ?? [])],
      ...this.ghosts.drawn.map((each) => /** @type {uPlot.AlignedData} */ ([each.steps, positive(lossesOf(each, kind.is_table))])),
    ]);
  }

  /** A new plot for another scale or theme; another size keeps the plot. */
  make() {
    const { width, height } = this;
    if (width === 0) return;
    const { colors } = this.state;
    const kept = this.ghosts.drawn;
    const isTable = this.state.kind.is_table;
    const hasBeside = this.state.beside !== null;
    const { made } = this;
    const isSame = made.log === this.log && made.colors === colors && made.kept === kept && made.isTable === isTable;
    if (this.plot && isSame && made.hasBeside === hasBeside) {
      if (made.width !== width || made.height !== height) this.plot.setSize({ width, height });
      this.made = { ...made, width, height };
      return;
    }
    this.plot?.destroy();
    this.plot = new uPlot(this.options(width, height), this.data(), this.host);
    this.made = { log: this.log, colors, kept, isTable, hasBeside, width, height };
  }

  /** @param {number} width @param {number} height @returns {uPlot.Options} */
  options(width, height) {
    const { colors, kind } = this.state;
    const kept = this.ghosts.drawn;
    const { token, thick } = colors;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${Math.round(rem * 0.857)}px ${getComputedStyle(document.body).fontFamily}`;
    const axis = {
      stroke: token("muted"),
      font,
      ticks: { show: false },
      grid: { stroke: token("line"), width: 1 },
    };
    const line = { spanGaps: true, points: { show: false } };
    return {
      width,
      height,
      padding: [8, rem * 1.4, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      hooks: {
        draw: [
          (plot) => drawMilestones(plot, this.state.scene?.milestones ?? [], colors, font),
          (plot) => numberGhosts(plot, kept, kind.is_table, colors, font),
          (plot) => this.moment.place(plot),
        ],
      },
      scales: { x: { time: false }, y: this.log ? { distr: 3 } : { range: (_plot, _low, high) => [0, nonzero(high)] } },
      axes: [
        { ...axis, size: rem * 1.5, gap: 4, space: 70, grid: { show: false }, incrs: WHOLE },
        {
          ...axis,
          // Numbers with a power of ten and two digits before it are wider.
          size: (_, numbers) => rem * ((numbers ?? []).some((text) => text.length > 5) ? 3.9 : 2.9),
          gap: 6,
          space: rem * 2.2,
          incrs: this.log ? (_, __, low, high) => [high - low] : STEPS,
          values: (_, ticks) => ticks.map(lossText),
          // A logarithmic scale has its lines at powers of ten, or at every second, third ... of many.
          ...(this.log && { splits: (_, __, low, high) => powers(low, high, height / (rem * 2.2)), filter: (_, ticks) => ticks }),
        },
      ],
      series: [
        {},
        { ...line, stroke: token("batch"), width: thick },
        { ...line, stroke: token("accent"), width: 2 * thick, dash: [6, 4] },
        // The test set of a truth table is the table: its loss equals the training loss.
        { ...line, stroke: token("ink"), width: 2 * thick, show: !this.state.kind.is_table },
        { ...line, stroke: token("validation"), width: 2 * thick, dash: [1.5, 3.5] },
        { ...line, stroke: token("beside"), width: 2 * thick, dash: [8, 3, 2, 3], show: this.state.beside !== null },
        { ...line, stroke: token("muted"), width: 1.5 * thick, alpha: moment.left },
        ...kept.map((each) => ({ ...line, stroke: colorOf(each, colors), width: ghost.width * thick })),
      ],
    };
  }
}

/** @param {number} high */
const nonzero = (high) => (high > 0 ? high * 1.05 : 1);

/** At most so many powers of ten, evenly spaced between two values. @param {number} low @param {number} high @param {number} most */
function powers(low, high, most) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-6), Math.floor(Math.log10(high) + 1e-6)];
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, most)));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
}

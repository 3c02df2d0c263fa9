// The race: one curve for each optimiser or loss, all from the same start; of a sweep over rates the best of each, and the others faintly.

import uPlot from "../vendor/uplot.js";
import { WHOLE } from "../curve/steps.js";
import { joinClauses, joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";
import { haveOwnUnits, measured } from "./members.js";
import { RaceGround } from "./race_ground.js";
import { drawnCurve, racersOf } from "./racers.js";
import { namesOf, stateWord, written } from "./words.js";
import { attribute, write } from "../words/write.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */

export const defaults = { height: 17, every: 120, faint: 0.3, dashes: [[], [8, 4], [2, 3], [8, 3, 2, 3], [14, 4], [1, 2, 6, 2]] };

/** The colours of the racers, by their names in tokens.css: lines of the page's own, which are seen on both themes. */
const COLORS = ["value-high", "alert", "beside", "validation", "accent", "ink"];

export class Race {
  /** @param {HTMLElement} host with a chart and a legend @param {() => void} changed */
  constructor(host, changed) {
    this.host = host;
    this.chart = /** @type {HTMLElement} */ (host.querySelector(".family-chart"));
    this.legend = /** @type {HTMLElement} */ (host.querySelector("ol"));
    this.caption = /** @type {HTMLElement} */ (host.querySelector(".why"));
    this.ground = new RaceGround(/** @type {HTMLElement} */ (host.querySelector("figure")), changed);
    /** @type {uPlot | null} */
    this.plot = null;
    this.made = "";
    /** @type {unknown} */
    this.colors = null;
    this.drawn = -Infinity;
    this.frame = /** @type {FamilyFrame | null} */ (null);
    this.width = 0;
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      changed();
    }).observe(this.chart);
  }

  /** @param {FamilyFrame} frame @param {import("../paint/colors.js").Colors} colors @param {number} density */
  draw(frame, colors, density) {
    const now = performance.now();
    const lines = racersOf(frame).map(({ best }, racer) => ({ member: best, color: colorOf(racer, colors), dash: defaults.dashes[racer % defaults.dashes.length] ?? [] }));
    this.ground.draw(frame, lines, colors, density);
    if (this.width === 0 || (frame === this.frame && colors === this.colors && this.width === this.plot?.width)) return;
    if (frame.state === "playing" && now - this.drawn < defaults.every && colors === this.colors) return;
    const racers = racersOf(frame);
    const key = JSON.stringify([frame.variations, racers.map(({ best }) => best)]);
    if (key !== this.made || colors !== this.colors) this.make(racers, colors);
    if (this.plot && this.plot.width !== this.width) this.plot.setSize({ width: this.width, height: this.plot.height });
    this.made = key;
    this.colors = colors;
    this.drawn = now;
    this.frame = frame;
    this.plot?.setData(uPlot.join(racers.flatMap(({ members }) => members).map((member) => /** @type {uPlot.AlignedData} */ (drawnCurve(frame, member)))));
    this.say(frame, racers, colors);
  }

  /** @param {ReturnType<typeof racersOf>} racers @param {import("../paint/colors.js").Colors} colors */
  make(racers, colors) {
    this.plot?.destroy();
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${Math.round(rem * 0.857)}px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: colors.token("muted"), font, ticks: { show: false }, grid: { stroke: colors.token("line"), width: 1 } };
    const series = racers.flatMap(({ best, members }, racer) =>
      members.map((member) => ({
        spanGaps: true,
        points: { show: false },
        stroke: colorOf(racer, colors),
        width: (member === best ? 2.5 : 1) * colors.thick,
        alpha: member === best ? 1 : defaults.faint,
        dash: defaults.dashes[racer % defaults.dashes.length] ?? [],
      })),
    );
    const options = {
      width: this.width,
      height: Math.round(defaults.height * rem),
      padding: /** @type {[number, number, number, number]} */ ([8, rem, 0, 0]),
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false }, y: { range: (/** @type {uPlot} */ _plot, /** @type {number} */ _low, /** @type {number} */ high) => /** @type {[number, number]} */ ([0, this.highest(high)]) } },
      axes: [
        { ...axis, size: rem * 1.5, gap: 4, space: 70, grid: { show: false }, incrs: WHOLE },
        { ...axis, size: rem * 3.2, gap: 6, space: rem * 2.2 },
      ],
      series: [{}, ...series],
    };
    this.plot = new uPlot(options, /** @type {any} */ ([[], ...series.map(() => [])]), this.chart);
  }

  /** The upper edge: twice the largest loss at the start, so that one that diverges does not flatten the others. @param {number} high */
  highest(high) {
    const { frame } = this;
    const starts = frame ? racersOf(frame).map(({ best }) => Number(drawnCurve(frame, best)[1][0])).filter(Number.isFinite) : [];
    const most = 2 * Math.max(...starts, 0);
    return Math.min(high > 0 ? high * 1.05 : 1, most > 0 ? most : Infinity);
  }

  /** The legend: each racer with its line, its loss and its rate. @param {FamilyFrame} frame @param {ReturnType<typeof racersOf>} racers @param {import("../paint/colors.js").Colors} colors */
  say(frame, racers, colors) {
    const names = namesOf(frame.variations);
    const rows = racers.map(({ best }, racer) => {
      const accuracy = measured(frame, best, "test_accuracy");
      const words = [
        (names[best] ?? []).join(" · "),
        `${t("Test loss")} ${written(measured(frame, best, "test_loss"), "test_loss")}`,
        ...(Number.isNaN(accuracy) ? [] : [t("{share} right", { share: written(accuracy, "test_accuracy") })]),
        stateWord(frame, best),
      ];
      return { color: colorOf(racer, colors), dash: defaults.dashes[racer % defaults.dashes.length] ?? [], words: joinClauses(words) };
    });
    while (this.legend.children.length > rows.length) this.legend.lastElementChild?.remove();
    rows.forEach(({ color, dash, words }, i) => {
      const item = this.legend.children[i] ?? this.legend.appendChild(entry());
      const line = item.querySelector("line");
      if (line) attribute(line, "stroke", color);
      if (line) attribute(line, "stroke-dasharray", dash.join(" "));
      const text = /** @type {HTMLElement} */ (item.querySelector("span"));
      write(text, words);
    });
    const told = [haveOwnUnits(frame) ? t("The test loss by iteration, each as a share of its value at the start: different losses have different units.") : t("The test loss by iteration: the same initial weights, the same samples in the same order.")];
    if (frame.variations.length > 1) told.push(t("Each is drawn with the learning rate that has the lowest validation loss now; the faint lines are its other rates."));
    const words = joinSentences(told);
    write(this.caption, words);
  }
}

/** @param {number} racer @param {import("../paint/colors.js").Colors} colors */
const colorOf = (racer, { token }) => token(COLORS[racer % COLORS.length] ?? "ink");

function entry() {
  const item = document.createElement("li");
  item.innerHTML = '<svg width="32" height="8" aria-hidden="true"><line x1="0" y1="4" x2="32" y2="4" stroke-width="2.5"/></svg><span></span>';
  return item;
}

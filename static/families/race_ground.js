// The race on one surface: the way of each racer over the loss that they have in common, in the line of its curve.

import { Marks } from "../ground/marks.js";
import { paintRelief } from "../ground/relief.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { show, write } from "../words/write.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */
/** @typedef {{member: number, color: string, dash: number[]}} Racer the member that is drawn, and its line */

export class RaceGround {
  /** @param {HTMLElement} host a figure with a canvas and a caption @param {() => void} changed */
  constructor(host, changed) {
    this.host = host;
    this.canvas = /** @type {HTMLCanvasElement} */ (host.querySelector("canvas"));
    this.caption = host.querySelector("figcaption");
    this.relief = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.painted = { key: "", colors: /** @type {unknown} */ (null) };
    this.width = 0;
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      changed();
    }).observe(this.host);
  }

  /** @param {FamilyFrame} frame @param {Racer[]} racers @param {import("../paint/colors.js").Colors} colors @param {number} density */
  draw(frame, racers, colors, density) {
    const { race, arrays: { race_losses: losses, race_paths: paths } } = frame;
    const isThere = Boolean(race?.window && losses && paths);
    show(this.canvas, isThere);
    const words = race?.refusal ? translated(race.refusal) : isThere ? t("Their ways on one surface: the loss over the plane through the common start that shows most of all ways, over {count} training samples.", { count: race?.samples ?? 0 }) : t("The surface comes when the runs have moved.");
    write(this.caption, words);
    if (!isThere || !race?.window || !losses || !paths || this.width === 0) return;
    const side = Math.round(this.width * density);
    const { canvas } = this;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const grid = losses.shape[0] ?? 0;
    // The surface stands still for most of the time.
    const key = `${side} ${grid} ${race.window} ${losses.data[0]} ${losses.data[grid + 1]}`;
    if (key !== this.painted.key || colors !== this.painted.colors) {
      this.painted = { key, colors };
      this.relief.canvas.width = this.relief.canvas.height = side;
      paintRelief(this.relief, losses.data, grid, colors);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(this.relief.canvas, 0, 0);
    const [a, b, half] = race.window;
    const marks = new Marks(context, colors, density);
    for (const { member, color, dash } of racers) {
      /** @type {[number, number][]} */
      const way = [];
      for (let i = 0; i + 2 < paths.data.length; i += 3) {
        if (paths.data[i + 2] === member) way.push([((Number(paths.data[i]) - a) / half / 2 + 0.5) * side, (0.5 - (Number(paths.data[i + 1]) - b) / half / 2) * side]);
      }
      marks.way(way, color, dash);
      const last = way.at(-1);
      if (last) marks.ball(last, false, color);
    }
  }
}

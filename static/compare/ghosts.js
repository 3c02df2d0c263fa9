// The ghosts: the curves of kept runs behind the present one, each with its number at its end.

import { described } from "../address/schema.js";
import { lossesAreAlike } from "./kept.js";

/** @typedef {import("./kept.js").Kept} Kept */

export const defaults = { width: 1.5, pad: 3 };

/** The kept runs whose curves are drawn: those whose losses are measured like the present ones. */
export class Ghosts {
  /** @param {Pick<import("../run/state.js").State, "kept" | "experiment">} state */
  constructor(state) {
    this.state = state;
    this.of = { kept: /** @type {unknown} */ (null), experiment: /** @type {unknown} */ (null) };
    /** @type {Kept[]} */
    this.alike = [];
  }

  /** The same list as long as they are the same. */
  get drawn() {
    const { kept, experiment } = this.state;
    if (kept === this.of.kept && experiment === this.of.experiment) return this.alike;
    this.of = { kept, experiment };
    const present = described(experiment);
    const alike = kept.filter((each) => lossesAreAlike(each.experiment, present));
    if (alike.length !== this.alike.length || alike.some((each, i) => each !== this.alike[i])) this.alike = alike;
    return this.alike;
  }
}

/** Which loss of a kept run is drawn: the test loss, or where all samples are for training, the training loss. @param {Kept} kept @param {boolean} isTable */
export const lossesOf = ({ train, test }, isTable) => (isTable ? train : test);

/** The color of a kept run. @param {Kept} kept @param {import("../paint/colors.js").Colors} colors */
export const colorOf = ({ number }, { classes }) => classes[number % classes.length]?.color ?? "";

/** Write each number where its curve ends. @param {import("uplot")} plot @param {Kept[]} kept @param {boolean} isTable @param {import("../paint/colors.js").Colors} colors @param {string} font */
export function numberGhosts({ ctx, valToPos }, kept, isTable, colors, font) {
  ctx.save();
  ctx.font = font.replace(/^\d+/, (size) => String(Number(size) * devicePixelRatio));
  ctx.textBaseline = "middle";
  ctx.fillStyle = colors.token("ink");
  for (const each of kept) {
    const [step, loss] = [each.steps.at(-1), lossesOf(each, isTable).at(-1)];
    if (step === undefined || loss === undefined) continue;
    ctx.fillText(String(each.number), valToPos(step, "x", true) + defaults.pad * devicePixelRatio, valToPos(loss, "y", true));
  }
  ctx.restore();
}

// Where the network looks: maps of the pixels that speak for a class, with the sample drawn over them.

import { paintPicture } from "../paint/picture.js";
import { percent } from "../samples/drawing.js";
import { figure, t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { attribute, show, write } from "../words/write.js";

export const defaults = { finer: 8, shade: 0.3 };

/** The option for the class that the network answers. */
const ANSWERED = "";

export class AttributionView {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.select = /** @type {HTMLSelectElement} */ (find("attribution-class"));
    this.score = find("attribution-score");
    this.refusal = find("attribution-refusal");
    this.sample = contextOf("attributed");
    this.maps = /** @type {const} */ (["saliency", "occlusion"]).map((name) => ({ name, context: contextOf(name), scale: find(`${name}-scale`) }));
    this.stamp = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    /** The class that was chosen; null: the one that the network answers. @type {number | null} */
    this.label = null;
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), names: "" };
    this.select.addEventListener("change", () => this.choose(this.select.value === ANSWERED ? null : Number(this.select.value)));
  }

  asks() {
    return { attribution: true, ...(this.label !== null && this.label < this.state.classes && { label: this.label }) };
  }

  waits() {
    return this.drawn.frame === null;
  }

  /** @param {number | null} label */
  choose(label) {
    const before = this.label;
    const show = (/** @type {number | null} */ chosen) => {
      this.label = chosen;
      this.state.changed();
    };
    show(label);
    this.state.note({ undo: () => show(before), redo: () => show(label) });
  }

  draw() {
    const { frame, colors } = this.state;
    this.offer();
    const about = frame?.attribution;
    if (!frame || !about || (frame === this.drawn.frame && colors === this.drawn.colors)) return;
    this.drawn = { ...this.drawn, frame, colors };
    const refusal = about.refusal ? translated(about.refusal) : "";
    write(this.refusal, refusal);
    show(this.refusal, Boolean(refusal));
    const { attributed } = frame.arrays;
    if (about.refusal || !attributed) return;
    const side = attributed.shape[0] ?? 0;
    const name = this.state.className(about.label);
    paintPicture(this.sample, /** @type {Uint8Array} */ (attributed.data), side, colors.token("ink"));
    paintPicture(this.stamp, /** @type {Uint8Array} */ (attributed.data), side, colors.token("map-ink"));
    for (const { name: map, context, scale } of this.maps) {
      this.paint(context, /** @type {import("../live/wire.js").Values} */ (frame.arrays[map]));
      write(scale, `±${figure(about[map])}`);
      const words = { label: name, where: this.where(/** @type {import("../live/wire.js").Values} */ (frame.arrays[map])) };
      attribute(context.canvas, "aria-label", map === "saliency" ? t("Gradient for class {label}: what speaks most for it lies {where}", words) : t("Occlusion for class {label}: what speaks most for it lies {where}", words));
    }
    const score = this.state.outputsAreProbabilities ? percent(about.score) : figure(about.score);
    const words = t("The answer for class {label} is {score}.", { label: name, score });
    write(this.score, words);
  }

  /** One option for each class, and one for the predicted class. */
  offer() {
    const { state } = this;
    const names = Array.from({ length: state.classes }, (_, label) => state.className(label));
    if (this.drawn.names !== names.join("\n")) {
      this.drawn.names = names.join("\n");
      const option = (/** @type {string} */ value, /** @type {string} */ textContent) => Object.assign(document.createElement("option"), { value, textContent });
      this.select.replaceChildren(option(ANSWERED, t("The predicted class")), ...names.map((name, label) => option(String(label), name)));
    }
    this.select.value = this.label === null || this.label >= names.length ? ANSWERED : String(this.label);
  }

  /** The map in colours, and the sample over it. @param {CanvasRenderingContext2D} context @param {import("../live/wire.js").Values} values */
  paint(context, { data, shape }) {
    const [rows = 0, columns = 0] = shape;
    const { canvas } = context;
    const side = this.stamp.canvas.width * defaults.finer;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    context.globalAlpha = 1;
    const [width, height] = [side / columns, side / rows];
    for (let i = 0; i < rows * columns; i++) {
      context.fillStyle = this.state.colors.signed((data[i] ?? 0) / 127);
      context.fillRect((i % columns) * width, Math.floor(i / columns) * height, width + 0.5, height + 0.5);
    }
    context.globalAlpha = defaults.shade;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.stamp.canvas, 0, 0, side, side);
  }

  /** Where in a map its largest value lies, in words. @param {import("../live/wire.js").Values} values */
  where({ data, shape }) {
    const [rows = 1, columns = 1] = shape;
    const place = data.indexOf(/** @type {never} */ (Math.max(...data)));
    const third = (/** @type {number} */ at, /** @type {number} */ of) => Math.min(2, Math.floor((3 * (at + 0.5)) / of));
    return /** @type {string} */ (PLACES[third(Math.floor(place / columns), rows) * 3 + third(place % columns, columns)]);
  }
}

const PLACES = [t("at the upper left"), t("at the top"), t("at the upper right"), t("on the left"), t("in the middle"), t("on the right"), t("at the lower left"), t("at the bottom"), t("at the lower right")];

/** @param {string} id of a canvas */
const contextOf = (id) => /** @type {CanvasRenderingContext2D} */ (/** @type {HTMLCanvasElement} */ (document.getElementById(id)).getContext("2d", { willReadFrequently: true }));

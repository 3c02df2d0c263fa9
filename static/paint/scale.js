// The scale below the output: the values of its colours, the marks of its classes, or the meaning of its lines.

import { markedNames } from "./marks.js";
import { rounded } from "./axes.js";
import { attribute, show, write } from "../words/write.js";

export class Scale {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.low = find("legend-low");
    this.high = find("legend-high");
    this.bar = /** @type {HTMLCanvasElement} */ (find("legend-bar"));
    /** The marks of the points, beside the ends that belong to their classes: a long name is cut without its mark. */
    this.marks = /** @type {NodeListOf<HTMLElement>} */ (find("legend-values").querySelectorAll(".mark-of-end"));
    this.hosts = { values: find("legend-values"), classes: find("legend-classes"), lines: find("legend-lines") };
    this.painted = { bar: "", classes: "" };
  }

  /** @param {"values" | "classes" | "lines" | "nothing"} what @param {number} [classes] their number */
  show(what, classes = 0) {
    for (const [name, host] of Object.entries(this.hosts)) show(host, name === what);
    if (what === "classes") this.classes(classes);
  }

  /** A mark and a name for each class: dense layers have an output for each class at each step of a sequence. @param {number} outputs */
  classes(outputs) {
    const count = Math.min(outputs, this.state.scene?.class_names?.length ?? outputs);
    const names = Array.from({ length: count }, (_, label) => this.state.className(label));
    if (this.painted.classes === names.join("\n")) return;
    this.painted.classes = names.join("\n");
    this.hosts.classes.replaceChildren(...markedNames(names));
  }

  /**
   * The values at the ends of the colours.
   * @param {ArrayLike<number>} ranges
   * @param {number} nth
   * @param {Uint32Array} table
   */
  values(ranges, nth, table) {
    const isClass = this.state.frame?.test_accuracy !== null && !this.state.focus && !this.state.feature;
    const [first, second] = (isClass && this.state.names?.classes) || [];
    const low = first ?? rounded(ranges[2 * nth] ?? 0);
    const high = second ?? rounded(ranges[2 * nth + 1] ?? 0);
    for (const mark of this.marks) show(mark, isClass);
    const bar = `${low} ${high} ${table[0]} ${table[64]} ${table[254]}`;
    if (bar === this.painted.bar) return;
    this.painted.bar = bar;
    for (const [node, text] of /** @type {const} */ ([[this.low, low], [this.high, high]])) {
      write(node, text);
      attribute(node, "title", text);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.bar.getContext("2d"));
    const image = context.createImageData(255, 1);
    new Uint32Array(image.data.buffer).set(table);
    context.putImageData(image, 0, 0);
  }
}

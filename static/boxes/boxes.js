// The boxes: a sheet of samples, with the true box of each and the one that the network finds; and what both heads lose.

import { titled } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";
import { paintNth } from "../paint/channels.js";
import { headsOf, saysBox } from "./heads.js";
import { attribute, write } from "../words/write.js";

/** @typedef {import("../live/wire.js").Frame} Frame */
/** @typedef {import("../live/wire.js").Values} Values */

const SVG = "http://www.w3.org/2000/svg";

export class Boxes {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.rows = /** @type {HTMLElement} */ (find("heads").querySelector("tbody"));
    this.mean = find("boxes-mean");
    this.sheet = find("boxes-sheet");
    /** @type {Sample[]} */
    this.samples = [];
    this.painted = { frame: /** @type {unknown} */ (null), scene: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
  }

  asks() {
    return { boxes: true };
  }

  waits() {
    return this.painted.frame === null;
  }

  draw() {
    const { frame, scene, colors } = this.state;
    const { found_boxes: found, box_ious: shares } = frame?.arrays ?? {};
    if (!frame || !scene || !found || !shares || frame === this.painted.frame && colors === this.painted.colors) return;
    if (scene !== this.painted.scene || colors !== this.painted.colors) this.make(scene);
    this.painted = { frame, scene, colors };
    this.tell(frame);
    const ious = Array.from(shares.data);
    this.samples.forEach((sample, nth) => sample.show(boxOf(found, nth), ious[nth] ?? 0));
    const mean = ious.reduce((sum, share) => sum + share, 0) / ious.length;
    write(this.mean, t("Mean IoU of these {count} samples: {mean}", { count: ious.length, mean: mean.toFixed(2) }));
  }

  /** A line for each head: its loss, and its measure. @param {Frame} frame */
  tell(frame) {
    const heads = headsOf(this.state.experiment.objective);
    if (frame.heads?.length !== heads.length) return;
    while (this.rows.children.length > heads.length) this.rows.lastElementChild?.remove();
    heads.forEach((head, nth) => {
      const { train = {}, test = {} } = frame.heads?.[nth] ?? {};
      const isBox = saysBox(head);
      const measure = isBox ? "iou" : "accuracy";
      const shown = (/** @type {number | undefined} */ value) => (value === undefined ? "–" : isBox ? value.toFixed(2) : t("{share} % right", { share: percentage(value) }));
      const weight = Number(head.weight ?? 1);
      const loss = weight === 1 ? lossName(head.loss) : `${lossName(head.loss)} × ${weight}`;
      const texts = [isBox ? t("Box") : t("Class"), loss, figure(train.loss ?? null), figure(test.loss ?? null), isBox ? t("mean IoU") : t("accuracy"), shown(train[measure]), shown(test[measure])];
      const row = this.rows.children[nth] ?? this.rows.appendChild(line(texts.length));
      texts.forEach((text, column) => write(row.children[column], text));
    });
  }

  /** Other samples. @param {Frame} scene */
  make(scene) {
    const { true_boxes: boxes, box_samples: numbers, box_labels: labels, box_pictures: pictures } = scene.arrays;
    if (!boxes || !numbers || !pictures) return;
    const { state } = this;
    const ink = state.colors.token("ink");
    this.samples = Array.from(numbers.data, (number, nth) => {
      const sample = new Sample(number, state.className(labels?.data[nth] ?? 0), boxOf(boxes, nth));
      paintNth(sample.canvas, pictures, nth, ink);
      sample.button.addEventListener("click", () => state.ask({ sample: number }));
      return sample;
    });
    this.sheet.replaceChildren(...this.samples.map(({ item }) => item));
  }
}

/** A sample on the sheet. It is a button: the diagram then shows this sample. */
class Sample {
  /** @param {number} number @param {string} name of its class @param {number[]} box the true one */
  constructor(number, name, box) {
    this.words = t("Sample {number}, {name}", { number: number + 1, name });
    this.item = document.createElement("li");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.canvas = document.createElement("canvas");
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("aria-hidden", "true");
    this.truth = outline(svg, "true-box");
    this.found = outline(svg, "found-box");
    place(this.truth, box);
    this.share = document.createElement("span");
    const picture = document.createElement("span");
    picture.className = "boxed";
    picture.append(this.canvas, svg);
    this.button.append(picture, this.share);
    this.item.append(this.button);
  }

  /** @param {number[]} box @param {number} iou */
  show(box, iou) {
    place(this.found, box);
    const text = iou.toFixed(2);
    if (this.share.textContent === text) return;
    write(this.share, text);
    attribute(this.button, "aria-label", titled(this.words, t("IoU {share}", { share: text })));
  }
}

/** Two lines one over the other, so that a box is seen on every ground. @param {SVGElement} svg @param {string} name */
function outline(svg, name) {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", name);
  const lines = ["casing", "line"].map((className) => {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", className);
    group.append(rect);
    return rect;
  });
  svg.append(group);
  return lines;
}

/** @param {SVGRectElement[]} lines @param {number[]} box the x and y of its middle, its width and its height */
function place(lines, [x = 0, y = 0, width = 0, height = 0]) {
  const [w, h] = [Math.max(0, width), Math.max(0, height)];
  const values = { x: x - w / 2, y: y - h / 2, width: w, height: h };
  for (const rect of lines) for (const [name, value] of Object.entries(values)) attribute(rect, name, (100 * value).toFixed(1));
}

/** @param {Values} boxes @param {number} nth */
const boxOf = ({ data }, nth) => Array.from(data.slice(4 * nth, 4 * nth + 4));

/** What a loss is called: as its control says it. @param {string | undefined} loss */
function lossName(loss = "") {
  const option = document.querySelector(`[data-field="objective.loss"] option[value="${CSS.escape(loss)}"]`);
  return option?.textContent ?? loss;
}

/** A row with a head and cells. @param {number} columns */
function line(columns) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  row.append(head);
  for (let column = 1; column < columns; column++) row.insertCell();
  return row;
}

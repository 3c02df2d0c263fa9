// The fit: the network's output along its one input, as a curve through the samples, or the activation of the focused
// unit.

import { blank } from "../paint/blank.js";

export const defaults = { reach: 1.5, margin: 0.25, stroke: 2.5, faint: 0.28, fainter: 0.2, behind: 0.5, radius: 3.4, crowd: 250 };

/** @typedef {import("../live/wire.js").Frame} Frame */
/** @typedef {import("../run/state.js").State} State */

/**
 * The lowest and highest value of the drawing.
 * @param {State} state
 * @param {Frame} frame
 * @returns {[number, number]}
 */
export function heights({ scene, focus, fits, sizes }, frame) {
  const { ranges } = frame.arrays;
  if (focus && fits && ranges) {
    const nth = sizes.slice(1, focus.layer).reduce((a, b) => a + b, 0) + focus.unit;
    return /** @type {[number, number]} */ (Array.from(ranges.data.slice(2 * nth, 2 * nth + 2)));
  }
  if (scene?.targets) {
    const [low, high] = scene.targets;
    const margin = defaults.margin * (high - low);
    return [low - margin, high + margin];
  }
  const labels = Array.from(scene?.arrays.points?.data ?? []).filter((_, i) => i % 2 === 1);
  const reach = Math.max(defaults.reach, Math.ceil(2 * labels.reduce((most, label) => Math.max(most, Math.abs(label)), 0)) / 2);
  return [-reach, reach];
}

/**
 * The height at which a sample is drawn: for a class, the target of its output.
 * @param {Frame} scene
 * @param {number} label
 */
export function heightOf({ targets, sizes }, label) {
  if (!targets) return label;
  return sizes.at(-1) !== 1 || label > 0 ? targets[1] : targets[0];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width of the canvas in CSS pixels
 * @param {Frame} frame
 * @param {State} state
 */
export function paintLine(canvas, width, frame, state) {
  const { scene, colors, focus, fits, sizes } = state;
  const { curves, unit_curves: small, focus_curve: large } = frame.arrays;
  if (!scene || !curves || !small) return;
  const dense = state.density;
  const context = blank(canvas, Math.round(width * dense));
  context.scale(dense, dense);
  context.lineJoin = "round";
  const [low, high] = heights(state, frame);
  const y = (/** @type {number} */ value) => Math.max(-9, Math.min(width + 9, (width * (high - value)) / (high - low)));
  const draw = new Brush(context, width, y);

  const ink = colors.token("map-ink");
  context.globalAlpha = defaults.fainter;
  context.fillStyle = ink;
  context.fillRect(0, Math.round(y(0)), width, 1);
  context.globalAlpha = 1;
  const several = (curves.shape[0] ?? 1) > 1;
  if (focus && fits) {
    const isOutput = focus.layer === sizes.length - 1;
    const isLarge = large && frame.focus?.[0] === focus.layer - 1 && frame.focus[1] === focus.unit;
    const nth = sizes.slice(1, focus.layer).reduce((a, b) => a + b, 0) + focus.unit;
    const values = isLarge ? large.data : row(isOutput ? curves : small, isOutput ? focus.unit : nth);
    const table = (isOutput && several && colors.outputs[focus.unit]) || colors.smooth;
    draw.area(values, table, low, high);
    draw.curve(values, ink);
    return;
  }
  if (scene.arrays.truth) draw.curve(scene.arrays.truth.data, ink, true);
  if (!several) draw.area(curves.data, colors.smooth, low, high);
  if (!several) paintSamples(draw, scene, state);
  for (let label = 0; label < (curves.shape[0] ?? 0); label++) {
    draw.curve(row(curves, label), several ? (colors.classes[label]?.color ?? "") : ink);
  }
  if (several) paintSamples(draw, scene, state);
}

/**
 * Draw the samples: a class at the height of its output's target.
 * @param {Brush} draw
 * @param {Frame} scene
 * @param {State} state
 */
function paintSamples({ context, width, y }, scene, { colors, look, classes }) {
  const { points } = scene.arrays;
  const [count = 0] = points?.shape ?? [];
  const { n_train = 0, n_validation = 0, domain: [low, high] = [0, 1] } = scene;
  const edge = colors.token("mark-edge");
  const radius = defaults.radius * (classes > 0 ? 2 : Math.max(0.6, Math.min(1, Math.sqrt(defaults.crowd / count))));
  for (let i = 0; i < (look.show_test ? count : n_train); i++) {
    const [x = 0, label = 0] = Array.from(points?.data.slice(2 * i, 2 * i + 2) ?? []);
    const height = heightOf(scene, label);
    const mark = colors.classes[Number(label > 0)]?.mark ?? edge;
    const isTest = i >= n_train;
    context.beginPath();
    context.arc((width * (x - low)) / (high - low), y(height), radius, 0, 2 * Math.PI);
    context.fillStyle = isTest ? edge : mark;
    context.strokeStyle = isTest ? mark : edge;
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    if (!isTest || i >= n_train + n_validation) continue;
    context.beginPath();
    context.arc((width * (x - low)) / (high - low), y(height), 0.45 * radius, 0, 2 * Math.PI);
    context.fillStyle = mark;
    context.fill();
  }
}

/** Row `nth` of an array of rows. @param {import("../live/wire.js").Values} values @param {number} nth */
function row({ data, shape }, nth) {
  const count = shape[1] ?? 0;
  return data.subarray(nth * count, (nth + 1) * count);
}

class Brush {
  /** @param {CanvasRenderingContext2D} context @param {number} width @param {(value: number) => number} y */
  constructor(context, width, y) {
    this.context = context;
    this.width = width;
    this.y = y;
  }

  /** @param {ArrayLike<number>} values @param {string} color @param {boolean} isBehind dashed and faint */
  curve(values, color, isBehind = false) {
    const { context, width, y } = this;
    context.beginPath();
    for (let i = 0; i < values.length; i++) context.lineTo((width * i) / (values.length - 1), y(/** @type {number} */ (values[i])));
    context.setLineDash(isBehind ? [6, 5] : []);
    context.globalAlpha = isBehind ? defaults.behind : 1;
    context.strokeStyle = color;
    context.lineWidth = defaults.stroke;
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /** Fill the area between 0 and the curve, faintly, in the values' colours. @param {ArrayLike<number>} values @param {Uint32Array} table @param {number} low @param {number} high */
  area(values, table, low, high) {
    const { context, width, y } = this;
    context.globalAlpha = defaults.faint;
    const wide = width / (values.length - 1);
    const { a: dense } = context.getTransform();
    // Strips end at whole pixels, so that none shines through another.
    const edge = (/** @type {number} */ i) => Math.round((i - 0.5) * wide * dense) / dense;
    for (let i = 0; i < values.length; i++) {
      const value = /** @type {number} */ (values[i]);
      const share = Math.max(0, Math.min(1, (value - low) / (high - low)));
      const pixel = /** @type {number} */ (table[Math.round(share * (table.length - 1))]);
      context.fillStyle = `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
      context.fillRect(edge(i), Math.min(y(0), y(value)), edge(i + 1) - edge(i), Math.abs(y(value) - y(0)));
    }
    context.globalAlpha = 1;
  }
}

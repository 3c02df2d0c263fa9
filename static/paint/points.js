// The points: each class by its shape and colour; training points filled, validation points dotted, test points hollow.

import { paths } from "./marks.js";

export const defaults = { radius: 0.0088, smallest: 2.1, edge: 1, larger: 1.3, few: 20, alone: 2.6 };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width of the map in CSS pixels
 * @param {import("../live/wire.js").Frame} scene
 * @param {import("../run/state.js").State} state
 */
export function paintPoints(canvas, width, scene, state) {
  const { colors, look, classes, kind, density } = state;
  const side = Math.round(width * density);
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const points = scene.arrays.points;
  if (!points) return;
  const [count = 0] = points.shape;
  const { n_train = 0, n_validation = 0 } = scene;
  const isRegression = scene.test_accuracy === null;
  const largest = (isRegression && scene.arrays.ranges?.data.at(-1)) || 1;
  const crowd = Math.min(1, Math.sqrt(600 / count));
  const many = kind.is_table ? defaults.alone : classes > 2 || count < defaults.few ? defaults.larger : 1;
  const radius = Math.max(defaults.smallest, width * defaults.radius * colors.thick) * density * Math.max(0.55, crowd) * many;
  const edge = colors.token("mark-edge");
  const shapes = paths();
  const [low, high] = scene.domain ?? [0, 1];
  const place = (/** @type {number} */ value) => ((value - low) / (high - low)) * side;
  context.lineWidth = (defaults.edge * density) / radius;
  // A visitor who draws points wants to see each, in whichever set it is.
  const shown = look.show_test || state.has("points") ? count : n_train;
  for (let i = 0; i < shown; i++) {
    const x = place(/** @type {number} */ (points.data[3 * i]));
    const y = side - place(/** @type {number} */ (points.data[3 * i + 1]));
    const label = /** @type {number} */ (points.data[3 * i + 2]);
    // A regression has two marks, for labels above 0 and for others.
    const nth = isRegression ? Number(label > 0) : label;
    const mark = colors.classes[nth]?.mark ?? edge;
    const isTest = i >= n_train;
    const strong = isRegression ? colors.signed(label / largest) : mark;
    context.setTransform(radius, 0, 0, radius, x, y);
    context.fillStyle = isTest ? edge : strong;
    context.strokeStyle = isTest || isRegression ? mark : edge;
    const shape = /** @type {Path2D} */ (shapes[nth]);
    context.fill(shape);
    context.stroke(shape);
    if (isTest && i < n_train + n_validation) {
      context.beginPath();
      context.arc(0, 0, 0.45, 0, 2 * Math.PI);
      context.fillStyle = strong;
      context.fill();
    }
  }
}

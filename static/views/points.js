// The points: circles above, diamonds below; training points filled, validation points dotted, test points hollow.

export const defaults = { domain: 6, radius: 0.0088, smallest: 2.1, edge: 1 };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width of the map in CSS pixels
 * @param {import("../wire.js").Frame} scene
 * @param {import("../state.js").State} state
 */
export function paintPoints(canvas, width, scene, { colors, look }) {
  const side = Math.round(width * devicePixelRatio);
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const points = scene.arrays.points;
  if (!points) return;
  const [count = 0] = points.shape;
  const { n_train = 0, n_validation = 0 } = scene;
  const isRegression = scene.test_accuracy === null;
  const largest = (isRegression && scene.arrays.ranges?.data.at(-1)) || 1;
  const crowd = Math.min(1, Math.sqrt(600 / count));
  const radius = Math.max(defaults.smallest, width * defaults.radius) * devicePixelRatio * Math.max(0.55, crowd);
  const edge = colors.token("mark-edge");
  const place = (/** @type {number} */ value) => ((value + defaults.domain) / (2 * defaults.domain)) * side;
  context.lineWidth = defaults.edge * devicePixelRatio;
  for (let i = 0; i < (look.show_test ? count : n_train); i++) {
    const x = place(/** @type {number} */ (points.data[3 * i]));
    const y = side - place(/** @type {number} */ (points.data[3 * i + 1]));
    const label = /** @type {number} */ (points.data[3 * i + 2]);
    const strong = isRegression ? colors.signed(label / largest) : colors.token(label > 0 ? "mark-high" : "mark-low");
    context.beginPath();
    if (label > 0) context.arc(x, y, radius, 0, 2 * Math.PI);
    else diamond(context, x, y, radius * 1.25);
    const isTest = i >= n_train;
    context.fillStyle = isTest ? edge : strong;
    context.strokeStyle = isTest || isRegression ? colors.token(label > 0 ? "mark-high" : "mark-low") : edge;
    context.fill();
    context.stroke();
    if (isTest && i < n_train + n_validation) {
      context.beginPath();
      context.arc(x, y, radius * 0.45, 0, 2 * Math.PI);
      context.fillStyle = strong;
      context.fill();
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r */
function diamond(context, x, y, r) {
  context.moveTo(x, y - r);
  context.lineTo(x + r, y);
  context.lineTo(x, y + r);
  context.lineTo(x - r, y);
  context.closePath();
}

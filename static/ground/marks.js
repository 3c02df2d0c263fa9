// What stands on the ground: the path, the ball, arrows, minima.

/** @typedef {[number, number]} Point in pixels */

/** In CSS pixels; and the most of the ground's side that an arrow takes: a longer one is cut off, and has no head. */
export const defaults = { ball: 7, head: 8, minimum: 6, shortest: 3, longest: 0.4 };

/** @typedef {{at: Point, to: Point, color: string, width: number, dash?: number[]}} Arrow */

export class Marks {
  /** @param {CanvasRenderingContext2D} context @param {import("../paint/colors.js").Colors} colors @param {number} density */
  constructor(context, colors, density) {
    this.context = context;
    this.colors = colors;
    this.density = density;
    context.lineJoin = context.lineCap = "round";
  }

  /** A line under which the ground does not vanish: with an edge in the page's colour. @param {number} width @param {string} color @param {number[]} [dash] */
  stroke(width, color, dash = []) {
    const { context, density, colors } = this;
    context.setLineDash([]);
    context.strokeStyle = colors.token("surface");
    context.lineWidth = (width + 2.5) * density * colors.thick;
    context.stroke();
    context.setLineDash(dash.map((each) => each * density));
    context.strokeStyle = color;
    context.lineWidth = width * density * colors.thick;
    context.stroke();
    context.setLineDash([]);
  }

  /** @param {Point[]} points @param {boolean} isPresent whether it is the piece on which the run is */
  path(points, isPresent) {
    this.way(points, this.colors.token(isPresent ? "ink" : "muted"), isPresent ? [] : [4, 4], isPresent ? 1.8 : 1.2);
  }

  /** @param {Point[]} points @param {string} color @param {number[]} dash @param {number} [width] */
  way(points, color, dash, width = 2.2) {
    const { context } = this;
    if (points.length < 2) return;
    context.beginPath();
    for (const [i, point] of points.entries()) i ? context.lineTo(...point) : context.moveTo(...point);
    this.stroke(width, color, dash);
  }

  /** @param {Arrow} arrow */
  arrow({ at: [x, y], to: [tx, ty], color, width, dash = [] }) {
    const { context, density } = this;
    const whole = Math.hypot(tx - x, ty - y);
    if (whole < defaults.shortest * density) return;
    const [dx, dy] = [(tx - x) / whole, (ty - y) / whole];
    const length = Math.min(whole, defaults.longest * context.canvas.width);
    [tx, ty] = [x + length * dx, y + length * dy];
    const head = Math.min(defaults.head * density * this.colors.thick, 0.6 * length);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(tx, ty);
    this.stroke(width, color, dash);
    if (length < whole) return;
    context.beginPath();
    for (const turn of [1, -1]) {
      context.moveTo(tx, ty);
      context.lineTo(tx - head * (dx + turn * 0.5 * dy), ty - head * (dy - turn * 0.5 * dx));
    }
    this.stroke(width, color);
  }

  /** @param {Point} at @param {boolean} isHeld @param {string} [color] */
  ball([x, y], isHeld, color = this.colors.token("ball")) {
    const { context, colors, density } = this;
    context.beginPath();
    context.arc(x, y, defaults.ball * density * colors.thick * (isHeld ? 1.25 : 1), 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    this.stroke(1.6, colors.token("ink"));
  }

  /** A cross with its number. @param {Point} at @param {string} words */
  minimum([x, y], words) {
    const { context, colors, density } = this;
    const size = defaults.minimum * density;
    context.beginPath();
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
    this.stroke(2, colors.token("ink"));
    context.font = `600 ${12 * density * colors.thick}px ${getComputedStyle(document.body).fontFamily}`;
    context.lineWidth = 3.5 * density;
    context.strokeStyle = colors.token("surface");
    context.fillStyle = colors.token("ink");
    const isRight = x > context.canvas.width * 0.8;
    context.textAlign = isRight ? "right" : "left";
    const place = /** @type {const} */ ([x + (isRight ? -1.6 : 1.6) * size, y + 4 * density]);
    context.strokeText(words, ...place);
    context.fillText(words, ...place);
  }
}

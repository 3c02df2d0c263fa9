// What is seen of a part of the page, as marks: boxes, paths, images and texts, each where it stands on the page, with the
// colours and the fonts that the styles give it. Buttons that change something are left out.

import { plain } from "./color.js";
import { textsIn } from "./texts.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {Rect & {kind: "box", radius: number, color: string, opacity: number}} Box */
/** @typedef {{kind: "path", d: string, matrix: number[] | null, fill: string | null, stroke: string | null, width: number, dash: number[], opacity: number}} Path */
/** @typedef {Rect & {kind: "image", canvas: HTMLCanvasElement, opacity: number}} Image */
/** @typedef {{kind: "text", x: number, y: number, text: string, size: number, family: string, weight: string, italic: boolean, color: string, opacity: number}} Text x is its middle, y its baseline */
/** @typedef {Box | Path | Image | Text} Mark */
/** @typedef {Rect & {marks: Mark[]}} Picture */

/** What cannot be used in a picture, and the margin around it in pixels. */
export const defaults = {
  leftOut: ".small, .plain, .options, .moments, .pencil, .reach, .beads, .unseen, .why, .log, .chart, .drawing button, .drawing .hint, .drawing .pen, .cursor, use, [hidden]",
  margin: 16,
};

export class Seen {
  /** @param {number} density pixels of an image along a CSS pixel */
  constructor(density) {
    this.density = density;
    /** @type {Mark[]} */
    this.marks = [];
    this.bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  }

  /** All that was seen, with a margin. @returns {Picture} */
  get picture() {
    const { left, top, right, bottom } = this.bounds;
    const { margin } = defaults;
    const [x, y] = [Math.floor(left - margin), Math.floor(top - margin)];
    return { x, y, width: Math.ceil(right + margin) - x, height: Math.ceil(bottom + margin) - y, marks: this.marks };
  }

  /** @param {Mark} mark @param {Rect} rect where it is seen */
  add(mark, { x, y, width, height }) {
    if (mark.opacity <= 0) return;
    this.marks.push(mark);
    const { bounds } = this;
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x + width);
    bounds.bottom = Math.max(bounds.bottom, y + height);
  }

  /** @param {Rect} rect @param {number} radius @param {string} color @param {number} opacity */
  box({ x, y, width, height }, radius, color, opacity) {
    const { hex, alpha } = plain(color);
    if (width > 0 && height > 0) this.add({ kind: "box", x, y, width, height, radius: Math.min(radius, width / 2, height / 2), color: hex, opacity: opacity * alpha }, { x, y, width, height });
  }

  /** A line in a color, through points on the page. @param {[number, number][]} points @param {{color: string, width: number, dash?: number[], opacity?: number}} look */
  line(points, { color, width, dash = [], opacity = 1 }) {
    const { hex, alpha } = plain(color);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const d = `M${points.map(([left, top]) => `${left.toFixed(2)} ${top.toFixed(2)}`).join("L")}`;
    if (points.length > 0) this.add({ kind: "path", d, matrix: null, fill: null, stroke: hex, width, dash, opacity: opacity * alpha }, { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
  }

  /** @param {Element} element @param {number} [behind] the opacity of what it is in */
  visit(element, behind = 1) {
    if (element.matches(defaults.leftOut)) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return;
    const opacity = behind * Number(style.opacity);
    if (element instanceof SVGGraphicsElement && !(element instanceof SVGSVGElement)) this.shape(element, style, opacity);
    else if (element instanceof HTMLElement) this.ground(element, style, opacity);
    if (element instanceof HTMLCanvasElement) this.image(element, style, opacity);
    for (const node of element.childNodes) {
      if (node instanceof Element) this.visit(node, opacity);
      else if (node instanceof Text) for (const { mark, rect } of textsIn(node, style, opacity)) this.add(mark, rect);
    }
    if (element instanceof HTMLInputElement) for (const { mark, rect } of textsIn(element, style, opacity)) this.add(mark, rect);
    if (element instanceof HTMLElement) this.after(element, opacity);
  }

  /** The ring, the ground and the border of an element, and the line before its words. @param {HTMLElement} element @param {CSSStyleDeclaration} style @param {number} opacity */
  ground(element, style, opacity) {
    const rect = element.getBoundingClientRect();
    const radius = radiusOf(style, element, rect);
    const [, ring, spread] = /^(.*?\)) 0px 0px 0px ([\d.]+)px/.exec(style.boxShadow) ?? [];
    if (ring && !/inset/.test(style.boxShadow)) this.box(grown(rect, Number(spread)), radius + Number(spread), ring, opacity);
    const border = parseFloat(style.borderLeftWidth) * (rect.width / (element.offsetWidth || 1));
    if (border > 0 && style.borderLeftStyle === "solid") {
      this.box(rect, radius, style.borderLeftColor, opacity);
      this.box(grown(rect, -border), radius - border, style.backgroundColor, opacity);
    } else this.box(rect, radius, style.backgroundColor, opacity);
    const before = getComputedStyle(element, "::before");
    const width = parseFloat(before.borderTopWidth);
    if (before.content === "none" || !(width > 0)) return;
    const middle = rect.top + rect.height / 2;
    const dash = { dashed: [2 * width, 1.5 * width], dotted: [0.7 * width, 1.3 * width] }[before.borderTopStyle] ?? [];
    this.line([[rect.left, middle], [rect.left + parseFloat(before.width), middle]], { color: before.borderTopColor, width, dash, opacity });
  }

  /** What lies on an element: the cross of a unit that is out, the bar and the number of an output. @param {HTMLElement} element @param {number} opacity */
  after(element, opacity) {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (element.matches(".neuron.out")) {
      const look = { color: getComputedStyle(element).getPropertyValue("--ink"), width: 2, opacity: 0.7 * opacity };
      this.line([[left, top], [right, bottom]], look);
      this.line([[left, bottom], [right, top]], look);
    }
    if (!element.matches(".output-value")) return;
    const style = getComputedStyle(element);
    const [color = "", ground = ""] = style.backgroundImage.match(/(rgba?|oklab|color)\([^()]*\)/g) ?? [];
    const radius = parseFloat(style.borderTopLeftRadius);
    this.box({ x: left, y: top, width, height }, radius, ground, opacity);
    this.box({ x: left, y: top, width: width * Number(style.getPropertyValue("--share")), height }, radius, color, opacity);
    for (const { mark, rect } of textsIn(element, style, opacity)) this.add(mark, rect);
  }

  /** A path or a circle of the page. @param {SVGGraphicsElement} element @param {CSSStyleDeclaration} style @param {number} opacity */
  shape(element, style, opacity) {
    const d = element.getAttribute("d") ?? (element instanceof SVGCircleElement ? disc(element) : "");
    const place = element.getScreenCTM();
    if (!d || !place) return;
    const [fill, stroke] = [style.fill, style.stroke].map((color) => (color === "none" ? null : plain(color).hex));
    const dash = style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/,\s*/).map(parseFloat);
    const { a, b, c, d: down, e, f } = place;
    this.add({ kind: "path", d, matrix: [a, b, c, down, e, f], fill: fill ?? null, stroke: stroke ?? null, width: parseFloat(style.strokeWidth), dash, opacity }, element.getBoundingClientRect());
  }

  /** A canvas, with the rounded corners of what it is in. @param {HTMLCanvasElement} canvas @param {CSSStyleDeclaration} style @param {number} opacity */
  image(canvas, style, opacity) {
    const { x, y, width, height } = canvas.getBoundingClientRect();
    if (width === 0 || height === 0 || canvas.width === 0 || canvas.height === 0) return;
    const host = /** @type {HTMLElement} */ (canvas.parentElement);
    const rounded = Math.max(radiusOf(style, canvas, { x, y, width, height }), radiusOf(getComputedStyle(host), host, host.getBoundingClientRect()));
    const copy = document.createElement("canvas");
    copy.width = Math.max(1, Math.round(width * this.density));
    copy.height = Math.max(1, Math.round(height * this.density));
    const context = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d"));
    context.beginPath();
    context.roundRect(0, 0, copy.width, copy.height, (rounded * copy.width) / width);
    context.clip();
    context.imageSmoothingEnabled = style.imageRendering !== "pixelated";
    context.imageSmoothingQuality = "high";
    context.filter = style.filter;
    context.drawImage(canvas, 0, 0, copy.width, copy.height);
    this.add({ kind: "image", x, y, width, height, canvas: copy, opacity }, { x, y, width, height });
  }
}

/** @param {Rect} rect @param {number} by */
const grown = ({ x, y, width, height }, by) => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });

/** The radius of the corners as they are seen. @param {CSSStyleDeclaration} style @param {HTMLElement} element @param {Rect} rect */
function radiusOf({ borderTopLeftRadius: text }, element, { width }) {
  const value = parseFloat(text) || 0;
  return text.includes("%") ? (value / 100) * width : value * (width / (element.offsetWidth || width || 1));
}

/** @param {SVGCircleElement} circle */
function disc({ cx, cy, r }) {
  const [x, y, radius] = [cx, cy, r].map(({ baseVal }) => baseVal.value);
  const [left = 0, middle = 0, size = 0] = [x, y, radius];
  return `M${left - size} ${middle}A${size} ${size} 0 1 1 ${left + size} ${middle}A${size} ${size} 0 1 1 ${left - size} ${middle}Z`;
}

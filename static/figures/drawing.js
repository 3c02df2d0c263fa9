// The parts of figures: a drawing, marks in it, sliders below it, and the sentence with its numbers.

import { Painting } from "../paint/map.js";

const SVG = "http://www.w3.org/2000/svg";
/** The plane of a map runs from -edge to edge; so many points lie along each side. */
export const defaults = { edge: 6, side: 65 };

/** @param {HTMLElement} figure */
export const drawingOf = (figure) => /** @type {HTMLElement} */ (figure.querySelector(".sketch"));

/** An SVG drawing in a figure. @param {HTMLElement} figure @param {number} width @param {number} height */
export function svgOf(figure, width, height) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  drawingOf(figure).replaceChildren(svg);
  return svg;
}

/**
 * A mark in an SVG drawing.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [words]
 */
export function mark(name, attributes, words = "") {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.textContent = words;
  return element;
}

/** A line through points. @param {[number, number][]} points */
export const through = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;

/**
 * A slider of a figure. Returns its value.
 * @param {HTMLElement} figure
 * @param {{label: string, low: number, high: number, step: number, value: number}} about
 * @param {() => void} changed
 * @returns {() => number}
 */
export function sliderOf(figure, { label, low, high, step, value }, changed) {
  const host = document.createElement("label");
  const words = Object.assign(document.createElement("span"), { textContent: label });
  const shown = Object.assign(document.createElement("span"), { className: "value" });
  const input = Object.assign(document.createElement("input"), { type: "range", min: String(low), max: String(high), step: String(step) });
  input.value = String(value);
  input.ariaLabel = label; // without the number, which a slider says itself
  const show = () => {
    shown.textContent = said(Number(input.value));
    input.style.setProperty("--fill", String((Number(input.value) - low) / (high - low)));
  };
  input.addEventListener("input", () => {
    show();
    changed();
  });
  show();
  host.append(words, shown, input);
  figure.querySelector(".sliders")?.append(host);
  return () => Number(input.value);
}

/** The sentence below a drawing, which is also its text alternative. @param {HTMLElement} figure @param {string} words */
export function say(figure, words) {
  const host = /** @type {HTMLElement} */ (figure.querySelector(".says"));
  host.textContent = words;
  host.removeAttribute("aria-hidden");
}

/** A number with a real minus, and at most two decimals. @param {number} value */
export const said = (value) => String(+value.toFixed(2)).replace("-", "−");

/** A map of a function over the plane, whose values lie from -1 to 1. */
export class FunctionMap {
  /** @param {string} className */
  constructor(className) {
    this.painting = new Painting(className);
    this.painting.canvas.setAttribute("aria-hidden", "true");
  }

  get canvas() {
    return this.painting.canvas;
  }

  /** @param {(x1: number, x2: number) => number} value @param {import("../paint/colors.js").Colors} colors */
  draw(value, colors) {
    const { side, edge } = defaults;
    const at = (/** @type {number} */ i) => edge * ((2 * i) / (side - 1) - 1);
    const bytes = Int8Array.from({ length: side * side }, (_, place) => Math.round(127 * value(at(place % side), at(Math.floor(place / side)))));
    this.painting.paint(bytes, side, colors.smooth);
  }
}

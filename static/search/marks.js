// The mark of each method: a shape and a colour (`.by-0` and so on in search.css), the same wherever it is drawn.

/** Paths around the origin, some 8 units wide: a disc, a square, a triangle, a diamond, a cross, a triangle that points down. */
const SHAPES = ["M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", "M-3.5,-3.5h7v7h-7z", "M0,-4.5L4.2,3.4h-8.4z", "M0,-4.8L4.8,0L0,4.8L-4.8,0z", "M-1.5,-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z", "M0,4.5L4.2,-3.4h-8.4z"];

export const DASHES = ["", "8 4", "2 3", "8 3 2 3", "14 4", "1 2 6 2"];

/** The methods in the order of the form: each keeps its mark, whichever of them take part. @type {string[]} */
let methods = [];

/** The place of a method's mark. @param {string} method */
export function placeOf(method) {
  if (methods.length === 0) methods = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".search-methods input"))].map(({ value }) => value);
  return Math.max(0, methods.indexOf(method)) % SHAPES.length;
}

/** @param {string} method */
export const shapeOf = (method) => SHAPES[placeOf(method)] ?? SHAPES[0] ?? "";

const SPACE = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} [attributes] @returns {SVGElement} */
export function svg(name, attributes = {}) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A method's mark in a text. @param {string} method */
export function markOf(method) {
  const made = svg("svg", { class: `search-mark by-${placeOf(method)}`, viewBox: "-5 -5 10 10", "aria-hidden": "true" });
  made.append(svg("path", { d: shapeOf(method) }));
  return made;
}

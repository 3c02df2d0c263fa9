// The parts of d3 that the page draws with.
export { rgb } from "d3-color";
export { interpolateRgb, piecewise } from "d3-interpolate";
export { select } from "d3-selection";
export { linkHorizontal } from "d3-shape";

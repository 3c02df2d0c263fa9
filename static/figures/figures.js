// The figures of the article: each computes what it shows, and needs no run.

import { descent } from "./descent.js";
import { layer } from "./layer.js";
import { neuron } from "./neuron.js";
import { overfitting } from "./overfitting.js";
import { weightedSum } from "./weighted_sum.js";

/** @typedef {(figure: HTMLElement) => (colors: import("../paint/colors.js").Colors) => void} Figure makes its drawing and its sliders; the result draws */

/** By the name that templates/article gives each. @type {Record<string, Figure>} */
export const figures = { "weighted-sum": weightedSum, neuron, layer, descent, overfitting };

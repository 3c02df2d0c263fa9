// The lines of formulas: the size of the output, its parameters, and how one cell comes about.

import { t } from "../words/messages.js";
import { factor, num, product, sum } from "../worked/tex.js";
import { isSize, parameterCount, places } from "./arithmetic.js";

/** @typedef {import("../worked/forward.js").Line} Line */
/** @typedef {import("./setups.js").Setup} Setup */

/** The most terms of a sum that stand in its line. */
export const defaults = { shown: 9 };

/** The formula of the size, with its numbers. @param {number} length W @param {number} side F @param {import("./arithmetic.js").Move} move @returns {Line} */
export function sizeLine(length, side, move) {
  const count = places(length, side, move);
  return {
    name: "size",
    words: isSize(count) ? t("The kernel has so many places along each side of the image.") : t("The kernel does not fit: the places must be a whole number, 1 or more."),
    math: ["\\dfrac{W - F + 2P}{S} + 1", `\\dfrac{${length} - ${side} + 2\\cdot ${move.padding}}{${move.stride}} + 1`, String(Number(count.toFixed(2)))],
  };
}

/** @param {Setup} setup @returns {Line} */
export function parameterLine({ kernels, image }) {
  const side = kernels[0]?.[0]?.length ?? 0;
  return {
    name: "parameters",
    words: t("The layer learns the numbers of all kernels, and a bias for each."),
    math: ["K\\,(F\\cdot F\\cdot C + 1)", `${kernels.length}\\,(${side}\\cdot ${side}\\cdot ${image.length} + 1)`, String(parameterCount(kernels))],
  };
}

/**
 * One cell of the output.
 * @param {import("./arithmetic.js").Worked} worked
 * @param {import("./arithmetic.js").Volume} kernel
 * @param {number} bias
 * @param {[number, number]} place
 * @returns {Line[]}
 */
export function cellLines({ windows, sums, value }, kernel, bias, [row, column]) {
  const terms = windows.map((window, c) => window.flatMap((line, i) => line.map((each, j) => product(each, kernel[c]?.[i]?.[j] ?? 0))));
  const z = `z_{${row},${column}}`;
  const one = terms[0] ?? [];
  const opening = (/** @type {string[]} */ all) => (all.length > defaults.shown ? { terms: { count: all.length, listed: all } } : {});
  if (terms.length === 1)
    return [{ name: "cell", words: t("Each number of the window times the number of the kernel at the same place, and the sum of all, plus the bias."), math: [z, `${listed(one)} + ${factor(bias)}`, num(value)], ...opening(one) }];
  return [
    ...terms.map((all, c) => ({ name: `channel-${c}`, words: t("Channel {number}: window times kernel, summed up.", { number: c + 1 }), math: [`s_{${c + 1}}`, listed(all), num(sums[c] ?? 0)], ...opening(all) })),
    { name: "cell", words: t("The sums of all channels, plus the bias of the kernel."), math: [z, `${sums.map((_, c) => `s_{${c + 1}}`).join(" + ")} + b`, `${sums.map(factor).join(" + ")} + ${factor(bias)}`, num(value)] },
  ];
}

/** @param {string[]} terms */
const listed = (terms) => (terms.length > defaults.shown ? sum(terms) : terms.join(" + "));

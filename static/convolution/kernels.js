// Kernels with a name: each shows something of a picture.

import { t } from "../words/messages.js";

/** @typedef {{title: string, about: string, map: number[][]}} Kernel */

const ninth = 1 / 9;

/** @type {Record<string, Kernel>} */
export const KERNELS = {
  cross: { title: t("Diagonal cross"), about: t("Counts the ones at the corners and in the middle."), map: [[1, 0, 1], [0, 1, 0], [1, 0, 1]] },
  sobel_x: { title: t("Sobel, vertical edges"), about: t("The right side less the left one, the middle row counted twice: large where it grows brighter to the right."), map: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] },
  sobel_y: { title: t("Sobel, horizontal edges"), about: t("The lower side less the upper one: large where it grows brighter downwards."), map: [[-1, -2, -1], [0, 0, 0], [1, 2, 1]] },
  prewitt_x: { title: t("Prewitt, vertical edges"), about: t("The right side less the left one, all rows alike."), map: [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]] },
  prewitt_y: { title: t("Prewitt, horizontal edges"), about: t("The lower side less the upper one, all columns alike."), map: [[-1, -1, -1], [0, 0, 0], [1, 1, 1]] },
  blur: { title: t("Blur"), about: t("The mean of the nine cells."), map: [[ninth, ninth, ninth], [ninth, ninth, ninth], [ninth, ninth, ninth]] },
  sharpen: { title: t("Sharpen"), about: t("Five times the middle, less its four neighbours."), map: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]] },
};

/** The name of a map, if it has one. @param {number[][]} map */
export function nameOf(map) {
  const text = JSON.stringify(map);
  return Object.keys(KERNELS).find((name) => JSON.stringify(KERNELS[name]?.map) === text) ?? null;
}

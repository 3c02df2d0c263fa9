// The set-ups of the page: those of the textbooks in numbers, and edges of pictures.

import { t } from "../words/messages.js";
import { KERNELS } from "./kernels.js";
import { scene } from "./pictures.js";

/** @typedef {import("./arithmetic.js").Volume} Volume */
/** @typedef {{image: Volume, kernels: Volume[], biases: number[], stride: number, padding: number, source: "numbers" | "picture" | "drawing" | "digit"}} Setup */
/** @typedef {{title: string, make: (digit: () => number[][] | null) => Setup}} Offered */

export const defaults = { drawing: 28 };

const COURSE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]];

/** Three channels of small numbers, and two kernels over them. */
const CHANNELS = [
  [[0, 1, 2, 1, 0], [1, 2, 0, 1, 1], [2, 0, 1, 2, 0], [0, 1, 1, 0, 2], [1, 0, 2, 1, 0]],
  [[1, 0, 0, 2, 1], [0, 2, 1, 0, 0], [1, 1, 2, 0, 1], [2, 0, 0, 1, 1], [0, 1, 1, 2, 0]],
  [[2, 1, 0, 0, 1], [0, 0, 1, 2, 2], [1, 2, 0, 1, 0], [0, 1, 2, 0, 1], [1, 0, 0, 1, 2]],
];
const TWO = [
  [[[1, 0, -1], [0, 1, 0], [-1, 0, 1]], [[0, 1, 0], [1, -1, 0], [0, 0, 1]], [[-1, 0, 1], [0, 0, 1], [1, -1, 0]]],
  [[[0, -1, 1], [1, 0, 0], [0, 1, -1]], [[1, 1, 0], [0, 0, -1], [-1, 0, 0]], [[0, 0, 1], [-1, 1, 0], [0, 1, 0]]],
];

const cross = () => [[KERNELS.cross?.map ?? []]];
const edges = () => [[KERNELS.sobel_x?.map ?? []]];
const blank = () => Array.from({ length: defaults.drawing }, () => Array(defaults.drawing).fill(0));

/** @type {Record<string, Offered>} */
export const SETUPS = {
  course: { title: t("5 × 5 numbers, a 3 × 3 kernel"), make: () => ({ source: "numbers", image: [COURSE], kernels: cross(), biases: [0], stride: 1, padding: 0 }) },
  stride: { title: t("The same with stride 2"), make: () => ({ source: "numbers", image: [COURSE], kernels: cross(), biases: [0], stride: 2, padding: 0 }) },
  channels: { title: t("Three channels, two kernels: 7 × 7 × 3 with its border"), make: () => ({ source: "numbers", image: CHANNELS, kernels: TWO, biases: [1, 0], stride: 2, padding: 1 }) },
  picture: { title: t("Edges of a picture"), make: () => ({ source: "picture", image: [scene()], kernels: edges(), biases: [0], stride: 1, padding: 0 }) },
  drawing: { title: t("Edges of a drawing"), make: () => ({ source: "drawing", image: [blank()], kernels: edges(), biases: [0], stride: 1, padding: 0 }) },
  digit: { title: t("Edges of a digit"), make: (digit) => ({ source: "digit", image: [digit() ?? blank()], kernels: edges(), biases: [0], stride: 1, padding: 0 }) },
};

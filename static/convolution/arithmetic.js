// The arithmetic of a convolution: windows, products, sums, and the sizes that come out.

/** @typedef {number[][]} Map rows of numbers */
/** @typedef {Map[]} Volume a map for each channel; a kernel is one, too */
/** @typedef {{stride: number, padding: number}} Move S, and P zeros around every map */
/** @typedef {{windows: Volume, products: Volume, sums: number[], value: number}} Worked a cell: its window, times the kernel, summed up for each channel, and with the bias */

/** How many places a kernel of F cells has along W cells, (W - F + 2P)/S + 1: a fraction where it does not come out even.
 * @param {number} length W @param {number} side F @param {Move} move */
export const places = (length, side, { stride, padding }) => (length - side + 2 * padding) / stride + 1;

/** Whether so many places are possible. @param {number} count */
export const isSize = (count) => Number.isInteger(count) && count >= 1;

/** The numbers under the kernel, zeros beyond the edge. @param {Map} map @param {number} side @param {number} top @param {number} left @returns {Map} */
const under = (map, side, top, left) => Array.from({ length: side }, (_, i) => Array.from({ length: side }, (_, j) => map[top + i]?.[left + j] ?? 0));

/**
 * One cell of the output.
 * @param {Volume} image
 * @param {Volume} kernel a map for each channel of the image
 * @param {number} bias
 * @param {Move} move
 * @param {number} row
 * @param {number} column
 * @returns {Worked}
 */
export function cell(image, kernel, bias, { stride, padding }, row, column) {
  const side = kernel[0]?.length ?? 0;
  const windows = image.map((map) => under(map, side, row * stride - padding, column * stride - padding));
  const products = windows.map((window, c) => window.map((line, i) => line.map((value, j) => value * (kernel[c]?.[i]?.[j] ?? 0))));
  const sums = products.map((map) => map.flat().reduce((all, value) => all + value, 0));
  return { windows, products, sums, value: sums.reduce((all, value) => all + value, bias) };
}

/**
 * The whole output: a map for each kernel.
 * @param {Volume} image
 * @param {Volume[]} kernels
 * @param {number[]} biases
 * @param {Move} move
 * @returns {Volume}
 */
export function convolved(image, kernels, biases, move) {
  const side = kernels[0]?.[0]?.length ?? 1;
  const [height, width] = [image[0]?.length ?? 0, image[0]?.[0]?.length ?? 0].map((length) => Math.floor(places(length, side, move)));
  return kernels.map((kernel, k) =>
    Array.from({ length: height ?? 0 }, (_, row) => Array.from({ length: width ?? 0 }, (_, column) => cell(image, kernel, biases[k] ?? 0, move, row, column).value)));
}

/** Weights and biases of all kernels: K (F F C + 1). @param {Volume[]} kernels */
export const parameterCount = (kernels) => kernels.reduce((all, kernel) => all + kernel.flat(2).length + 1, 0);

// The working: the sizes, and the chosen cell with its window, its kernel, their products and the sum.

import { render } from "../vendor/katex.js";
import { t } from "../words/messages.js";
import { Line } from "../worked/formulas.js";
import { cell } from "./arithmetic.js";
import { cellLines, parameterLine, sizeLine } from "./lines.js";
import { Sheet, short } from "./sheet.js";

/** @typedef {import("./arithmetic.js").Volume} Volume */
/** @typedef {{kernel: number, row: number, column: number}} Place */
/** @typedef {(value: number) => string} Paint the colour of a value */

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

export class Working {
  constructor() {
    /** @type {Record<string, Line[]>} */
    this.lines = { "size-lines": [], "cell-lines": [] };
  }

  /**
   * @param {import("./setups.js").Setup} setup
   * @param {Place} chosen
   * @param {number} count cells along a side of the output
   * @param {(maps: Volume) => Paint} paintOf gives the colours of the values of some maps
   */
  draw(setup, { kernel: k, row, column }, count, paintOf) {
    const { image, kernels, biases, stride, padding } = setup;
    const kernel = kernels[k] ?? [];
    const [side, length, bias] = [kernel[0]?.length ?? 0, image[0]?.length ?? 0, biases[k] ?? 0];
    const worked = cell(image, kernel, bias, setup, row, column);
    const text = (/** @type {number[]} */ shape) => shape.join(" × ");
    find("shapes").textContent = t("An image of {image}, kernels of {kernel}: the output has {output} numbers.", {
      image: text([length, length, image.length]),
      kernel: text([side, side, image.length]),
      output: text([count, count, kernels.length]),
    });
    const values = { row, column, number: k + 1, value: short(worked.value) };
    find("cell-title").textContent = kernels.length > 1 ? t("Cell ({row}, {column}) of kernel {number}: {value}", values) : t("Cell ({row}, {column}): {value}", values);
    const place = { stride, padding, row, column, top: short(row * stride - padding), left: short(column * stride - padding) };
    find("cell-about").textContent = t("Its window begins in row {row} · {stride} − {padding} = {top} and in column {column} · {stride} − {padding} = {left} of the image.", place);
    const paints = [paintOf(image), paintOf(kernels.flat()), paintOf(worked.products)];
    find("products").replaceChildren(...image.map((_, c) => {
      const maps = /** @type {[string, Volume[number]][]} */ ([[t("Window"), worked.windows[c]], [t("Kernel"), kernel[c]], [t("Products"), worked.products[c]]]);
      return inRow(maps.map(([title, map], nth) => figure(image.length > 1 ? t("{title}, channel {number}", { title, number: c + 1 }) : title, map, paints[nth] ?? String)));
    }));
    this.write("size-lines", [sizeLine(length, side, setup), parameterLine(setup)]);
    this.write("cell-lines", cellLines(worked, kernel, bias, [row, column]));
  }

  /** @param {string} id of the list @param {import("../worked/forward.js").Line[]} models */
  write(id, models) {
    const lines = this.lines[id] ?? [];
    while (lines.length < models.length) {
      const line = new Line(render);
      lines.push(line);
      find(id).append(line.host);
    }
    for (const line of lines.splice(models.length)) line.remove();
    models.forEach((model, i) => lines[i]?.take(model, false));
  }
}

/** Window, kernel and products in a row. @param {HTMLElement[]} figures */
function inRow(figures) {
  const host = Object.assign(document.createElement("div"), { className: "product" });
  figures.forEach((each, nth) => {
    if (nth > 0) host.append(Object.assign(document.createElement("span"), { className: "sign", textContent: nth === 1 ? "⊙" : "=" }));
    host.append(each);
  });
  return host;
}

/** @param {string} title @param {import("./arithmetic.js").Map} map @param {Paint} paint */
function figure(title, map, paint) {
  const host = document.createElement("figure");
  const sheet = new Sheet(title, map.length, map.length, { naming: () => "" });
  sheet.draw(map, paint);
  host.append(sheet.host, Object.assign(document.createElement("figcaption"), { textContent: title }));
  return host;
}

// Worked convolution: a page of its own, on which every cell of an output is worked out from its window and its kernel.

import { Theme } from "../controls/theme.js";
import { colors } from "../paint/colors.js";
import { Latest } from "../run/latest.js";
import { joinClauses } from "../words/joined.js";
import { t } from "../words/messages.js";
import { convolved, isSize, places } from "./arithmetic.js";
import { Choices, defaults } from "./choices.js";
import { KERNELS } from "./kernels.js";
import { PictureView } from "./picture_view.js";
import { pictureIn, pixelsOf } from "./pictures.js";
import { SETUPS } from "./setups.js";
import { Sheet } from "./sheet.js";
import { Working } from "./working.js";

/** @typedef {import("./setups.js").Setup} Setup */
/** @typedef {import("./arithmetic.js").Map} Map */
/** @typedef {import("./arithmetic.js").Volume} Volume */

const INK = 255;
/** The strongest colour, on which a number is still well read. */
const STRONGEST = 0.8;
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const digits = /** @type {string[]} */ (JSON.parse(find("digits").textContent || "[]"));

class Page {
  constructor() {
    this.colors = colors();
    this.name = "";
    this.digit = 0;
    /** @type {Setup} */
    this.setup = { image: [], kernels: [], biases: [], stride: 1, padding: 0, source: "numbers" };
    this.chosen = { kernel: 0, row: 0, column: 0 };
    /** @type {{image: (Sheet | PictureView)[], kernels: Sheet[][], biases: Sheet[], output: (Sheet | PictureView)[]}} */
    this.views = { image: [], kernels: [], biases: [], output: [] };
    /** Of the pictures that are asked for, the last one is shown. */
    this.latest = new Latest();
    this.working = new Working();
    this.choices = new Choices(digits.length > 0, (name, value) => this.change(name, value));
    find("next-digit").addEventListener("click", () => this.start("digit", this.digit + 1));
    find("clear-drawing").addEventListener("click", () => this.start("drawing"));
    const file = /** @type {HTMLInputElement} */ (find("own-picture"));
    file.addEventListener("change", () => this.open(file));
    new Theme(/** @type {any} */ (this)); // it sets the colours, and calls `changed`
    this.start("course");
  }

  changed() {
    this.draw();
  }

  get side() {
    return this.setup.kernels[0]?.[0]?.length ?? 1;
  }

  /** @param {string} name @param {number} [digit] */
  start(name, digit = this.digit) {
    this.digit = digits.length > 0 ? digit % digits.length : 0;
    this.name = name;
    this.latest.ask();
    const pixels = digits[this.digit];
    const setup = SETUPS[name]?.make(() => (pixels === undefined ? null : pixelsOf(pixels)));
    if (!setup) return;
    const middle = setup.source === "numbers" ? 0 : Math.floor((setup.image[0]?.length ?? 0) / 2);
    this.chosen = { kernel: 0, row: middle, column: middle };
    this.take(setup);
  }

  /** @param {import("./choices.js").Name} name @param {string} value */
  change(name, value) {
    const { setup } = this;
    const [number, length] = [Number(value), setup.image[0]?.length ?? 0];
    const map = KERNELS[value]?.map;
    if (name === "setup") this.start(value);
    else if (name === "named" && map) this.take({ ...setup, kernels: [setup.image.map(() => map)], biases: [0] });
    else if (name === "size" || name === "channels") this.resize(...(name === "size" ? /** @type {const} */ ([number, setup.image.length]) : /** @type {const} */ ([length, number])));
    else if (name === "side") this.take({ ...setup, kernels: setup.kernels.map((kernel) => kernel.map((each) => fitted(each, number))) });
    else if (name === "kernels") this.recount(number);
    else if (name === "stride" || name === "padding") this.take({ ...setup, [name]: number });
  }

  /** @param {number} size @param {number} channels */
  resize(size, channels) {
    const image = Array.from({ length: channels }, (_, c) => fitted(this.setup.image[c] ?? [], size));
    this.take({ ...this.setup, image, kernels: this.setup.kernels.map((kernel) => image.map((_, c) => kernel[c] ?? kernel[0] ?? [])) });
  }

  /** Another number of kernels; new ones look for horizontal edges. @param {number} count */
  recount(count) {
    const { kernels, biases, image } = this.setup;
    const further = image.map(() => fitted(KERNELS.sobel_y?.map ?? [], this.side));
    this.take({ ...this.setup, kernels: Array.from({ length: count }, (_, k) => kernels[k] ?? further), biases: Array.from({ length: count }, (_, k) => biases[k] ?? 0) });
  }

  /** @param {HTMLInputElement} input */
  async open(input) {
    const [file, fault] = [input.files?.[0], find("picture-fault")];
    fault.textContent = "";
    if (!file) return;
    const isLatest = this.latest.ask();
    try {
      const image = await pictureIn(file);
      if (isLatest()) this.take({ ...this.setup, image: [image] });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (!isLatest()) return;
      fault.textContent = error.message === "large" ? t("This file is larger than 20 MB.") : t("This file is no picture that the browser can read.");
    }
    input.value = "";
  }

  /** Another set-up: a kernel that is too large is cut, and a stride that does not come out even is made smaller. @param {Setup} setup */
  take(setup) {
    const length = setup.image[0]?.length ?? 0;
    const side = Math.min(setup.kernels[0]?.[0]?.length ?? 1, length + 2 * setup.padding);
    const kernels = setup.kernels.map((kernel) => kernel.map((map) => fitted(map, side)));
    let { stride } = setup;
    const padding = Math.min(setup.padding, side - 1);
    while (stride > 1 && !isSize(places(length, side, { stride, padding }))) stride--;
    this.setup = { ...setup, kernels, stride, padding };
    const count = places(length, side, this.setup);
    const { kernel, row, column } = this.chosen;
    this.chosen = { kernel: Math.min(kernel, kernels.length - 1), row: Math.min(row, count - 1), column: Math.min(column, count - 1) };
    this.make(length, count);
    this.choices.draw(this.name, this.setup);
    this.draw();
  }

  /** The cells of image, kernels and output. @param {number} length @param {number} count cells along a side of the image and of the output */
  make(length, count) {
    const { image, kernels, source, padding } = this.setup;
    const at = (/** @type {number} */ row, /** @type {number} */ column) => t("row {row}, column {column}", { row, column });
    const sheet = (/** @type {string} */ label, /** @type {number} */ side, /** @type {Partial<import("./sheet.js").How>} */ how) =>
      new Sheet(label, side, side, { naming: (row, column) => joinClauses([label, at(row, column)]), ...how });
    const several = image.length > 1;
    this.views = {
      image: image.map((_, c) => {
        const label = several ? t("Image, channel {number}", { number: c + 1 }) : t("Image");
        if (source === "numbers") return sheet(label, length, { border: padding, type: (row, column, value) => this.edit({ image: changed(this.setup.image, c, row, column, value) }) });
        return source === "drawing" ? new PictureView(t("Drawing: arrows move, Space draws"), { ink: (row, column) => this.ink(row, column) }) : new PictureView(label);
      }),
      kernels: kernels.map((kernel, k) => kernel.map((_, c) => {
        const label = several ? t("Kernel {number}, channel {channel}", { number: k + 1, channel: c + 1 }) : t("Kernel {number}", { number: k + 1 });
        return sheet(label, this.side, { type: (row, column, value) => this.edit({ kernels: this.setup.kernels.with(k, changed(this.setup.kernels[k] ?? [], c, row, column, value)) }) });
      })),
      biases: kernels.map((_, k) => {
        const label = t("Bias of kernel {number}", { number: k + 1 });
        return sheet(label, 1, { naming: () => label, type: (_row, _column, value) => this.edit({ biases: this.setup.biases.with(k, value) }) });
      }),
      output: kernels.map((_, k) => {
        const label = kernels.length > 1 ? t("Output of kernel {number}: arrows choose a cell", { number: k + 1 }) : t("Output: arrows choose a cell");
        const choose = (/** @type {number} */ row, /** @type {number} */ column) => this.choose({ kernel: k, row, column });
        return count <= defaults.numbers ? sheet(label, count, { naming: at, choose }) : new PictureView(label, { choose });
      }),
    };
    find("image-maps").replaceChildren(...this.views.image.map(({ host }) => host));
    find("output-maps").replaceChildren(...this.views.output.map(({ host }) => host));
    find("kernel-maps").replaceChildren(...this.views.kernels.map((sheets, k) => {
      const host = Object.assign(document.createElement("div"), { className: "kernel" });
      const bias = Object.assign(document.createElement("span"), { className: "bias-of" });
      bias.append("b", /** @type {Sheet} */ (this.views.biases[k]).host);
      host.append(...sheets.map((each) => each.host), bias);
      return host;
    }));
  }

  /** Other numbers in the same cells. @param {Partial<Setup>} change */
  edit(change) {
    this.setup = { ...this.setup, ...change };
    if (change.kernels) this.choices.name(change.kernels);
    this.draw();
  }

  /** A dot of ink of two by two pixels. @param {number} row @param {number} column */
  ink(row, column) {
    const dot = [[0, 0], [0, 1], [1, 0], [1, 1]];
    this.edit({ image: dot.reduce((image, [i = 0, j = 0]) => changed(image, 0, row + i, column + j, INK), this.setup.image) });
  }

  /** @param {Page["chosen"]} chosen */
  choose(chosen) {
    if (JSON.stringify(chosen) === JSON.stringify(this.chosen)) return;
    this.chosen = chosen;
    this.draw();
  }

  /** The colours of the values of some maps, zero in the middle. @param {Volume} maps */
  paintOf(maps) {
    const { signed, token } = this.colors;
    const largest = Math.max(...maps.flat(2).map(Math.abs));
    return (/** @type {number} */ value) => (value === 0 ? token("value-middle") : signed((STRONGEST * value) / largest));
  }

  draw() {
    const { views, setup, setup: { image, kernels, biases, stride, padding }, chosen, side } = this;
    const output = convolved(image, kernels, biases, setup);
    const [top, left] = [chosen.row * stride - padding, chosen.column * stride - padding];
    const isUnder = (/** @type {number} */ row, /** @type {number} */ column) => row >= top && column >= left && row < top + side && column < left + side;
    const [ofImage, ofKernels, ofOutput] = /** @type {const} */ ([this.paintOf(image), this.paintOf(kernels.flat()), this.paintOf(output)]);
    const grey = (/** @type {number} */ value) => `rgb(${value} ${value} ${value})`;
    views.image.forEach((view, c) => {
      if (view instanceof Sheet) view.draw(image[c] ?? [], ofImage, isUnder);
      else view.draw(image[c] ?? [], grey, { top, left, side });
    });
    views.kernels.forEach((sheets, k) => sheets.forEach((sheet, c) => sheet.draw(kernels[k]?.[c] ?? [], ofKernels, () => k === chosen.kernel && kernels.length > 1)));
    views.biases.forEach((sheet, k) => sheet.draw([[biases[k] ?? 0]], () => ""));
    views.output.forEach((view, k) => {
      const own = k === chosen.kernel ? chosen : null;
      if (view instanceof Sheet) view.draw(output[k] ?? [], ofOutput, () => false, own);
      else view.draw(output[k] ?? [], ofOutput, own && { top: chosen.row, left: chosen.column, side: 1 });
    });
    this.working.draw(setup, chosen, output[0]?.length ?? 0, (maps) => this.paintOf(maps));
  }
}

/** A volume with one number changed; beyond its edge nothing happens. @param {Volume} volume @param {number} c @param {number} row @param {number} column @param {number} value */
function changed(volume, c, row, column, value) {
  const map = volume[c] ?? [];
  const line = map[row];
  return line && column < line.length ? volume.with(c, map.with(row, line.with(column, value))) : volume;
}

/** A map of this size: cut, or filled up with zeros. @param {Map} map @param {number} side */
const fitted = (map, side) => Array.from({ length: side }, (_, i) => Array.from({ length: side }, (_, j) => map[i]?.[j] ?? 0));

new Page();

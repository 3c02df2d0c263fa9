// Layers of weights in the worked example: dense ones, convolutions, transposed convolutions and side outputs.

import { factor, mean, num, product, sized, sum } from "./tex.js";
import { chosen } from "./backward.js";
import { EMPTY } from "./layer_example.js";
import { named } from "./names.js";
import { t } from "../words/messages.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").LayerExample} LayerExample */
/** @typedef {import("./layer_example.js").Told} Told */
/** @typedef {import("./layer_example.js").Sum} Sum */
/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./layer_sheet.js").Kind} Kind */

/** The terms of a sum as products. @param {Sum} sum */
export const products = ({ terms }) => terms.map(([first = 0, second]) => (second === undefined ? factor(first) : product(first, second)));

/** The terms for a list that opens. @param {Sum} sum @param {(nth: number) => string} [name] */
export const listed = (sum, name) => ({ count: sum.length, listed: products(sum).map((text, nth) => (name ? `${name(nth)} = ${text}` : text)) });

/** Of a flat number in a kernel, its channel, row and column. @param {number} nth @param {number} F */
const inKernel = (nth, F) => /** @type {[number, number, number]} */ ([Math.floor(nth / F / F), Math.floor(nth / F) % F, nth % F]);

/** The row that a window reads, S(i - 1) + u - P, in letters that count from 1. @param {number} S @param {number} P @param {string} i @param {string} u */
function reads(S, P, i, u) {
  const start = S === 1 ? i : `${S}(${i}-1)`;
  const rest = (S === 1 ? -1 : 0) - P;
  return `${start}+${u}${rest === 0 ? "" : rest < 0 ? rest : `+${rest}`}`;
}

/** The weighted sum. @param {Told} told @param {Names} names @param {string} words @param {string[]} math in letters @param {(nth: number) => string} [name] of a term @returns {Line} */
function weighted({ after, working }, names, words, math, name) {
  const terms = working?.sums.weighted ?? EMPTY;
  const b = working?.numbers.b ?? 0;
  return {
    name: "sum",
    words,
    math: [names.out, ...math.map((each) => `${each} + ${named("b", names.above, names.place.slice(0, 1))}`), `${sum(products(terms), terms.length)} + ${factor(b)}`, num(after)],
    terms: listed(terms, name),
  };
}

/** The chosen parameter's gradient: the share of this sample, and the mean over the batch. @param {Told} told @param {LayerExample} example @param {string} symbols @param {string} words of the sample's share @returns {Line[]} */
export function gradients({ working }, example, symbols, words) {
  const { gradient, samples } = working?.sums ?? {};
  if (!gradient || !samples) return [];
  const { m, batch } = example.worked;
  const name = `\\mathrm{d}${chosen(example)}`;
  const share = `\\dfrac{\\partial L^{(s)}}{\\partial ${chosen(example)}}`;
  const shares = products(samples);
  /** @type {Line[]} */
  const lines = [{ name: "share", words, math: [share, symbols, sum(products(gradient), gradient.length), num(gradient.value)], terms: listed(gradient) }];
  if (example.chosen?.moves === false) return lines;
  lines.push({
    name: "gradient",
    words: m === 1 ? t("The gradient of the chosen parameter.") : t("The gradient of the chosen parameter: each sample of the batch adds its share."),
    math: [name, ...(m === 1 ? [] : [`\\tfrac{1}{m}\\textstyle\\sum_s ${share}`, mean(shares, m)]), num(example.parameter("data"))],
    terms: { count: m, listed: shares.map((each, s) => `${each}\\quad\\text{\\footnotesize \\#${(batch[s] ?? 0) + 1}}`) },
  });
  return lines;
}

/** The gradient of a cell of what comes in. @param {Told} told @param {Names} names @param {string} symbols @param {string} words @returns {Line[]} */
function back({ working, d_read }, names, symbols, words) {
  const place = working?.places.read;
  const terms = working?.sums.back ?? EMPTY;
  if (!place) return [];
  if (d_read === null) return [{ name: "back", words: t("The chosen weight lies over the border here: nothing flows back through it."), math: ["0"] }];
  return [{
    name: "back",
    words,
    math: [`\\mathrm{d}${names.read(names.place.length === 3 ? place : place.length === 3 && place[1] === 0 && place[2] === 0 ? place.slice(0, 1) : place)}`, symbols, sum(products(terms), terms.length), num(d_read)],
    terms: listed(terms),
  }];
}

/** @type {Kind} */
const dense = {
  forward(told, names, { about: { shape_in: read, shape_out: [n = 1] } }) {
    const count = read.reduce((a, b) => a * b, 1);
    const [, rows = 1, columns = 1] = read;
    const w = (/** @type {number | string} */ j) => named("w", names.above, [names.place[0] ?? 0, j]);
    const a = (/** @type {number} */ j) => names.read(read.length === 3 ? [Math.floor(j / rows / columns), Math.floor(j / columns) % rows, j % columns] : [j]);
    /** @type {Line[]} */
    const flat = read.length < 3 ? [] : [{
      name: "flat",
      words: t("The maps are laid out in one row of numbers: channel by channel, row by row."),
      math: [sized(names.all, read), `\\operatorname{vec}(${names.all})`, `(${[0, 1, count - 1].map(a).join(",\\ ").replace(/,\\ ([^,]*(?:\{[^{}]*\}[^,]*)*)$/, ",\\ \\ldots,\\ $1")})`],
    }];
    return [
      ...flat,
      { name: "layer", words: t("The whole layer, for each sample; the shapes are below."), math: [sized(`Z^{${names.above}}`, [n]), `${sized(`W^{${names.above}}`, [n, count])}\\;${sized(read.length === 3 ? `\\operatorname{vec}(${names.all})` : names.all, [count])} + ${sized(`b^{${names.above}}`, [n])}`] },
      weighted(told, names, t("This unit's weighted sum for this sample."), [`\\textstyle\\sum_{j=1}^{${count}} ${w("j")}\\,${names.read(["j"])}`], (j) => `${w(j)}\\,${a(j)}`),
    ];
  },
  backward(told, names, example) {
    const count = example.about.shape_in.reduce((a, b) => a * b, 1);
    const [n = 1] = example.about.shape_out;
    const isBias = example.chosen?.letter === "b";
    const dz = `\\mathrm{d}${names.out}`;
    const read = told.working?.places.read ?? [0];
    return [
      { name: "layer", words: t("The gradient of all weights of the layer: the mean over the batch."), math: [sized(`\\mathrm{d}W^{${names.above}}`, [n, count]), `\\tfrac{1}{m}\\textstyle\\sum_s ${sized(`\\mathrm{d}Z^{${names.above}}`, [n, 1])}\\;${sized(`${names.isInput ? "X" : "A^{\\mathrm{prev}}"}{}^{\\mathsf T}`, [1, count])}`] },
      ...gradients(told, example, isBias ? dz : `${dz}\\;${names.read(example.about.shape_in.length === 3 ? read : read.slice(0, 1))}`, t("The share of this sample in it.")),
      ...back(told, names, `\\textstyle\\sum_{k=1}^{${n}} ${named("w", names.above, ["k", example.chosen?.letter === "W" ? (example.chosen.column ?? 0) : 0])}\\,\\mathrm{d}${named("z", names.above, ["k"])}`, t("What flows back to the number that the chosen weight reads: the errors of all units, each times its weight.")),
    ];
  },
};

/** @type {Kind} */
const convolution = {
  forward(told, names, { about: { shape_in: read, shape_out: made } }) {
    const { F = 1, S = 1, P = 0 } = told.working?.numbers ?? {};
    const { place } = names;
    const [C_in = 1, height = 1] = read;
    const [k = 0] = place;
    const [, top = 0, left = 0] = told.working?.places.window ?? [];
    const w = (/** @type {number} */ nth) => named("w", names.above, [k, ...inKernel(nth, F)]);
    const a = (/** @type {number} */ nth) => {
      const [c, u, v] = inKernel(nth, F);
      return names.read([c, top + u, left + v]);
    };
    const row = reads(S, P, "i", "u");
    return [
      { name: "layer", words: t("The whole layer, for each sample; the shapes are below."), math: [sized(`Z^{${names.above}}`, made), `${sized(`W^{${names.above}}`, [made[0] ?? 1, C_in, F, F])} * ${sized(names.all, read)} + ${sized(`b^{${names.above}}`, [made[0] ?? 1])}`] },
      { name: "size", words: t("The side of a map: how many places the kernel has along the picture's side."), math: [`\\Bigl\\lfloor\\dfrac{W - F + 2P}{S}\\Bigr\\rfloor + 1`, `\\Bigl\\lfloor\\dfrac{${height} - ${F} + 2\\cdot ${P}}{${S}}\\Bigr\\rfloor + 1`, String(made[1])] },
      weighted(told, names, t("This cell's weighted sum for this sample: the window times the kernel."), [`\\textstyle\\sum_{c=1}^{${C_in}}\\sum_{u=1}^{${F}}\\sum_{v=1}^{${F}} ${named("w", names.above, [k, "c", "u", "v"])}\\,${names.read(["c", row, reads(S, P, "j", "v")])}`], (nth) => `${w(nth)}\\,${a(nth)}`),
    ];
  },
  backward(told, names, example) {
    const { F = 1, S = 1, P = 0 } = told.working?.numbers ?? {};
    const { about: { shape_in: read, shape_out: [C = 1] } } = example;
    const { place: [k = 0] } = names;
    const [, c = 0, u = 0, v = 0] = /** @type {number[]} */ (example.chosen?.indices ?? []);
    const dz = `\\mathrm{d}${named("z", names.above, [k, "i", "j"])}`;
    const shift = (/** @type {string} */ i, /** @type {number} */ at) => `${S === 1 ? i : `${S}(${i}-1)`}${signed((S === 1 ? at : at + 1) - P)}`;
    const isBias = example.chosen?.letter === "b";
    return [
      {
        name: "layer",
        words: t("The gradient of all kernels: the mean over the batch, and a sum over all windows, because each window uses the same weights."),
        math: [sized(`\\mathrm{d}W^{${names.above}}`, [C, read[0] ?? 1, F, F]), `\\tfrac{1}{m}\\textstyle\\sum_s\\sum_{i,j} \\mathrm{d}${named("z", names.above, ["k", "i", "j"])}\\,${names.read(["c", reads(S, P, "i", "u"), reads(S, P, "j", "v")])}`],
      },
      ...gradients(
        told,
        example,
        `\\textstyle\\sum_{i,j} ${dz}${isBias ? "" : `\\,${names.read([c, shift("i", u), shift("j", v)])}`}`,
        isBias ? t("The share of this sample: the errors of all places of the map.") : t("The share of this sample: each window's error times the number that the weight multiplies there."),
      ),
      ...back(told, names, `\\textstyle\\sum_{k}\\sum_{i,j} ${named("w", names.above, ["k", c, "u", "v"])}\\,\\mathrm{d}${named("z", names.above, ["k", "i", "j"])}`, t("What flows back to the cell that the chosen weight reads here: the errors of all {count} windows of all kernels over it, each times the weight that lies on the cell.", { count: (told.working?.sums.back?.length ?? 0) / C })),
    ];
  },
};

/** @param {number} value */
const signed = (value) => (value === 0 ? "" : value < 0 ? String(value) : `+${value}`);

/** @type {Kind} */
const transposed = {
  forward(told, names, { about: { shape_in: read, shape_out: made } }) {
    const { F = 1, S = 1, P = 0 } = told.working?.numbers ?? {};
    const { place: [k = 0] } = names;
    return [
      { name: "layer", words: t("The whole layer, for each sample: every pixel lays its kernels down, each times what the pixel is, and where they overlap they add up."), math: [sized(`Z^{${names.above}}`, made), `${sized(`W^{${names.above}}`, [read[0] ?? 1, made[0] ?? 1, F, F])} *^{\\mathsf T} ${sized(names.all, read)} + ${sized(`b^{${names.above}}`, [made[0] ?? 1])}`] },
      { name: "size", words: t("The side of a map."), math: ["S\\,(W - 1) + F - 2P", `${S}\\cdot(${read[1]} - 1) + ${F} - 2\\cdot ${P}`, String(made[1])] },
      weighted(told, names, t("This cell's weighted sum for this sample: all pixels that lay a kernel over it."), [`\\textstyle\\sum_{c}\\sum_{r,s} ${named("w", names.above, ["c", k, "u", "v"])}\\,${names.read(["c", "r", "s"])}`]),
    ];
  },
  backward(told, names, example) {
    const { place: [k = 0] } = names;
    const { F = 1 } = told.working?.numbers ?? {};
    const { about: { shape_in: read, shape_out: [C = 1] } } = example;
    const isBias = example.chosen?.letter === "b";
    const dz = `\\mathrm{d}${named("z", names.above, [k, "i", "j"])}`;
    const c = example.chosen?.indices?.[0] ?? 0;
    return [
      { name: "layer", words: t("The gradient of all kernels: the mean over the batch, and a sum over all pixels that lay the same kernel down."), math: [sized(`\\mathrm{d}W^{${names.above}}`, [read[0] ?? 1, C, F, F]), `\\tfrac{1}{m}\\textstyle\\sum_s\\sum_{r,s} ${names.read(["c", "r", "s"])}\\,\\mathrm{d}${named("z", names.above, ["k", "i", "j"])}`] },
      ...gradients(told, example, isBias ? `\\textstyle\\sum_{i,j} ${dz}` : `\\textstyle\\sum_{r,s} ${dz}\\,${names.read([c, "r", "s"])}`, isBias ? t("The share of this sample: the errors of all places of the map.") : t("The share of this sample: each pixel times the error where it lays this weight down.")),
      ...back(told, names, `\\textstyle\\sum_{k}\\sum_{u,v} ${named("w", names.above, [c, "k", "u", "v"])}\\,\\mathrm{d}${named("z", names.above, ["k", "i", "j"])}`, t("What flows back to the pixel: the way back is a convolution with the same kernels.")),
    ];
  },
};

/** @type {Record<string, Kind>} */
export const WEIGHING = { dense, side_output: dense, convolution, transposed_convolution: transposed };

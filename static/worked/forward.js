// Forward: the computation of a unit's activation, as lines of formulas with their numbers.

import { t } from "../words/messages.js";
import { digits, factor, letter, mean, num, product, shaped, sum } from "./tex.js";

/**
 * A line of the worked example: a sentence, and formulas that are equal to each other.
 * @typedef {object} Line
 * @property {string} name unique within its section
 * @property {string} words
 * @property {string[]} math
 * @property {{count: number, listed: string[]}} [terms] the terms of a sum
 */

/** @typedef {import("./example.js").Example} Example */

/** BatchNormalization.EPSILON of the engine. */
export const EPSILON = "10^{-5}";

/** The letter of the inputs of layer l's weights: x, a, or a after dropout. @param {Example} example @param {number} l */
export const read = (example, l) => (example.experiment.network.dropout !== "none" && l > 1 ? "\\tilde a" : l > 1 ? "a" : "x");

/** The letter of the activation function's argument. @param {Example} example */
export const summed = (example) => (example.normalizes ? "\\tilde z" : "z");

/** Functions as TeX, in letters and with numbers; without the latter, only the result is shown. */
/** The unit whose function it is: l and i of its letters, and the slope below 0, where there is one. @typedef {{l: number | string, i: number, slope: number}} Unit */
/** @type {Record<string, {of: (z: string, unit: Unit) => string, with?: (z: number, unit: Unit) => string}>} */
export const FUNCTIONS = {
  linear: { of: (z) => z },
  step: { of: (z) => `[\\,${z} > 0\\,]` },
  sigmoid: { of: (z) => `\\dfrac{1}{1 + e^{-${z}}}`, with: (z) => `\\dfrac{1}{1 + e^{${num(-z)}}}` },
  tanh: { of: (z) => `\\tanh(${z})`, with: (z) => `\\tanh(${num(z)})` },
  relu: { of: (z) => `\\max(0, ${z})`, with: (z) => `\\max(0, ${num(z)})` },
  leaky_relu: {
    of: (z) => `\\max(${z}, 0) + s \\min(${z}, 0)`,
    with: (z, { slope }) => (z > 0 ? num(z) : product(slope, z)),
  },
  prelu: {
    of: (z, { l, i }) => `\\max(${z}, 0) + ${letter("s", l, i)} \\min(${z}, 0)`,
    with: (z, { slope }) => (z > 0 ? num(z) : product(slope, z)),
  },
  elu: { of: (z) => `${z} > 0\\ ?\\ ${z} : e^{${z}} - 1`, with: (z) => (z > 0 ? num(z) : `e^{${num(z)}} - 1`) },
  softplus: { of: (z) => `\\ln(1 + e^{${z}})`, with: (z) => `\\ln(1 + e^{${num(z)}})` },
  silu: { of: (z) => `${z}\\,\\sigma(${z})`, with: (z) => `\\dfrac{${num(z)}}{1 + e^{${num(-z)}}}` },
  gelu: { of: (z) => `\\tfrac{1}{2}${z}\\,\\bigl(1 + \\tanh(\\sqrt{2/\\pi}\\,(${z} + 0.0447\\,(${z})^3))\\bigr)` },
};

/** @param {Example} example @returns {Line[]} */
export function forward(example) {
  const lines = [layer(example), weighted(example)];
  if (example.normalizes) lines.push(...(example.trains ? normalized(example) : [inUse(example)]));
  if (!example.isOutput) lines.push(activated(example));
  if (example.drops) lines.push(dropped(example));
  return lines;
}

/** @param {Example} example @returns {Line} */
function layer({ l, sizes, worked: { m } }) {
  const [n = 0, n_prev = 0] = [sizes[l], sizes[l - 1]];
  const below = l === 1 ? "X" : `A^{[${l - 1}]}`;
  const math = [
    shaped(`Z^{[${l}]}`, n, m),
    `${shaped(`W^{[${l}]}`, n, n_prev)}\\;${shaped(below, n_prev, m)} + ${shaped(`b^{[${l}]}`, n, 1)}`,
  ];
  return { name: "layer", words: t("The whole layer: a row for each unit, a column for each sample; the shapes are below."), math };
}

/** @param {Example} example @returns {Line} */
function weighted(example) {
  const { l, i } = example;
  const weights = example.column("before") ?? [];
  const inputs = example.list("prev");
  const w = (/** @type {number} */ j) => letter("w", l, i, j);
  const a = (/** @type {number} */ j) => (l === 1 ? `x_{${j + 1}}` : letter(read(example, l), l - 1, j));
  const terms = inputs.map((input, j) => product(weights[j] ?? 0, input));
  const symbols = inputs.length === 1 ? `${w(0)}${a(0)}` : `\\textstyle\\sum_{j=1}^{${inputs.length}} ${letter("w", l, i, "j")}${l === 1 ? "x_j" : letter(read(example, l), l - 1, "j")}`;
  return {
    name: "sum",
    words: t("This unit's weighted sum for this sample."),
    math: [letter("z", l, i), `${symbols} + ${letter("b", l, i)}`, `${sum(terms)} + ${factor(example.number("b"))}`, num(example.number("z"))],
    terms: { count: terms.length, listed: terms.map((term, j) => `${w(j)}${a(j)} = ${term}`) },
  };
}

/** @param {Example} example @returns {Line[]} */
function normalized(example) {
  const { l, i, worked: { m } } = example;
  const z = letter("z", l, i);
  const zs = example.terms("z");
  const [mu, variance] = [example.number("mean"), example.number("variance")];
  const sample = (/** @type {number} */ s) => `z^{(${s + 1})}`;
  return [
    {
      name: "mean",
      words: t("Batch normalisation: the mean of the unit's sums over the batch,"),
      math: [letter("\\mu", l, i), `\\tfrac{1}{m}\\textstyle\\sum_s z^{(s)}`, mean(zs.map(factor), m), num(mu)],
      terms: { count: m, listed: zs.map((value, s) => `${sample(s)} = ${num(value)}`) },
    },
    {
      name: "variance",
      words: t("and their variance."),
      math: [letter("\\sigma", l, i).replace("^{[", "^{2\\,["), `\\tfrac{1}{m}\\textstyle\\sum_s (z^{(s)} - \\mu)^2`, num(variance)],
      terms: { count: m, listed: zs.map((value, s) => `(${sample(s)} - \\mu)^2 = (${num(value)} - ${factor(mu)})^2`) },
    },
    {
      name: "normalized",
      words: t("How many standard deviations is this sample's sum away from the mean?"),
      math: [letter("\\hat z", l, i), `\\dfrac{${z} - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}}`, `\\dfrac{${num(example.number("z"))} - ${factor(mu)}}{\\sqrt{${num(variance)} + ${EPSILON}}}`, num(example.number("normalized"))],
    },
    {
      name: "scaled",
      words: t("The unit learns a scale and a shift of its own."),
      math: [letter("\\tilde z", l, i), `\\gamma\\,\\hat z + \\beta`, `${product(example.of("before", "γ"), example.number("normalized"))} + ${factor(example.of("before", "β"))}`, num(example.number("y"))],
    },
  ];
}

/** @param {Example} example @returns {Line} */
function inUse(example) {
  const { l, i } = example;
  const deviation = `\\sqrt{${num(example.number("variance"))} + ${EPSILON}}`;
  return {
    name: "scaled",
    words: t("Batch normalisation of a network in use: with the running mean and variance."),
    math: [letter("\\tilde z", l, i), `\\gamma\\,\\dfrac{z - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta`, `${factor(example.of("before", "γ"))}\\cdot\\frac{${num(example.number("z"))} - ${factor(example.number("mean"))}}{${deviation}} + ${factor(example.of("before", "β"))}`, num(example.number("y"))],
  };
}

/** @param {Example} example @returns {Line} */
function activated(example) {
  const { l, i, activation } = example;
  const z = letter(summed(example), l, i);
  const known = FUNCTIONS[activation];
  const unit = { l, i, slope: activation === "prelu" ? example.of("before", "s") : example.experiment.network.slope };
  const math = [letter("a", l, i), known?.of(z, unit) ?? `g(${z})`];
  if (known?.with) math.push(known.with(example.number("y"), unit));
  return { name: "activation", words: t("The activation function turns the sum into the unit's output."), math: [...math, num(example.number("a"))] };
}

/** @param {Example} example @returns {Line} */
function dropped(example) {
  const { l, i, experiment: { network: { dropout } }, dropoutRate: p } = example;
  const [a, out] = [letter("a", l, i), letter("\\tilde a", l, i)];
  const isInverted = dropout === "inverted";
  const result = num(example.number("passed"));
  if (!example.trains) {
    const math = isInverted ? [out, a, result] : [out, `(1 - p)\\,${a}`, product(1 - p, example.number("a")), result];
    return { name: "dropout", words: t("Dropout drops no unit while the network is in use."), math };
  }
  const kept = example.number("kept");
  const numbers = isInverted ? `\\dfrac{${digits(kept)}}{${digits(1 - p)}}\\cdot ${factor(example.number("a"))}` : product(kept, example.number("a"));
  return {
    name: "dropout",
    words: kept ? t("Dropout: in this step, the unit is kept for this sample.") : t("Dropout: in this step, the unit is dropped for this sample."),
    math: [out, isInverted ? `\\dfrac{d}{1 - p}\\,${a}` : `d\\,${a}`, numbers, result],
  };
}


// Backward: the error of a unit and the gradient of its parameters, as lines of formulas.

import { outputDelta } from "./error.js";
import { indicesOf, latin } from "./example.js";
import { read, summed } from "./forward.js";
import { t } from "../words/messages.js";
import { digits, factor, letter, mean, num, product, shaped, square, sum } from "./tex.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./example.js").Example} Example */
/** @typedef {import("./example.js").Step} Step */

/** @param {Example} example @returns {Line[]} */
export function backward(example) {
  const { ownHead } = example;
  const delta = ownHead ? [outputDelta(example, ownHead, example.number("delta"))] : hidden(example);
  return [...delta, layerGradient(example), gradient(example), ...followed(example)];
}

/** Derivatives as TeX, and with numbers where they depend on z and a alone. */
/** @type {Record<string, {of: (z: string, a: string, unit: {l: number | string, i: number}) => string, with?: (a: number) => string}>} */
export const SLOPES = {
  linear: { of: () => "1" },
  sigmoid: { of: (_, a) => `${a}\\,(1 - ${a})`, with: (a) => `${factor(a)}\\,(1 - ${factor(a)})` },
  tanh: { of: (_, a) => `1 - (${a})^2`, with: (a) => `1 - ${square(a)}` },
  relu: { of: (z) => `[\\,${z} > 0\\,]` },
  leaky_relu: { of: (z) => `${z} > 0\\ ?\\ 1 : s` },
  prelu: { of: (z, _, { l, i }) => `${z} > 0\\ ?\\ 1 : ${letter("s", l, i)}` },
  elu: { of: (z, a) => `${z} > 0\\ ?\\ 1 : ${a} + 1` },
  softplus: { of: (z) => `\\sigma(${z})` },
  silu: { of: (z, a) => `\\sigma(${z}) + ${a}\\,(1 - \\sigma(${z}))` },
};

/** δ of a hidden unit: the errors of the next layer, through all operations of the unit. @param {Example} example @returns {Line[]} */
function hidden(example) {
  const { l, i, sizes, worked: { m }, activation, normalizes, drops } = example;
  const above = example.list("above");
  const d = (/** @type {string} */ name) => `\\mathrm{d}${name}`;
  const [n = 0, n_next = 0] = [sizes[l], sizes[l + 1]];
  const out = drops ? "\\tilde a" : "a";
  const terms = Array.from({ length: above.length / 2 }, (_, k) => product(above[2 * k] ?? 0, above[2 * k + 1] ?? 0));
  const w = (/** @type {number} */ k) => `${letter("w", l + 1, k, i)}${letter("\\delta", l + 1, k)}`;
  const symbols = terms.length === 1 ? w(0) : `\\textstyle\\sum_{k=1}^{${terms.length}} ${letter("w", l + 1, "k", String(i + 1))}${letter("\\delta", l + 1, "k")}`;
  const z = letter(summed(example), l, i);
  const slope = SLOPES[activation];
  const slopes = [`g'(${z})`, slope?.of(z, letter("a", l, i), example), slope?.with?.(example.number("a")), num(example.number("slope"))];
  const through = normalizes ? d(letter("\\tilde z", l, i)) : letter("\\delta", l, i);
  /** @type {Line[]} */
  const lines = [
    {
      name: "above",
      words: t("The whole layer: the errors of the next layer flow back through its weights."),
      math: [shaped(d(drops ? `\\tilde A^{[${l}]}` : `A^{[${l}]}`), n, m), `${shaped(`W^{[${l + 1}]\\mathsf T}`, n, n_next)}\\;${shaped(`\\delta^{[${l + 1}]}`, n_next, m)}`],
    },
    {
      name: "back",
      words: t("The error that flows back to this unit: the next layer's errors, each times its weight."),
      math: [d(letter(out, l, i)), symbols, sum(terms), num(example.number("d_passed"))],
      terms: { count: terms.length, listed: terms.map((term, k) => `${w(k)} = ${term}`) },
    },
  ];
  if (drops) {
    lines.push({
      name: "undropped",
      words: t("A dropped unit gets no gradient."),
      math: [d(letter("a", l, i)), `${example.experiment.network.dropout === "inverted" ? "\\dfrac{d}{1 - p}" : "d"}\\,${d("\\tilde a")}`, product(example.number("scale"), example.number("d_passed")), num(example.number("d_kept"))],
    });
  }
  if ("center" in example.worked.numbers) {
    const weight = example.experiment.objective.center_weight ?? 0;
    const a = letter("a", l, i);
    lines.push({
      name: "center",
      words: t("Centre loss pulls the output towards the centre c of the sample's class."),
      math: [`${d(a)}\\leftarrow ${d(a)} + \\lambda\\,(${a} - c)`, `${num(example.number("d_kept"))} + ${digits(weight)}\\,(${num(example.number("a"))} - ${factor(example.number("center"))})`, num(example.number("dA"))],
    });
  }
  lines.push({ name: "slope", words: t("The derivative of the activation function here."), math: slopes.filter((each) => each !== undefined) });
  lines.push({
    name: normalizes ? "scaled" : "delta",
    words: normalizes ? t("The gradient that flows back through the activation function.") : t("The unit's error: how the sample's loss changes with its sum."),
    math: [through, `${d(letter("a", l, i))}\\; g'(${z})`, product(example.number("dA"), example.number("slope")), num(example.number("dY"))],
  });
  if (normalizes) lines.push(unnormalized(example));
  return lines;
}

/** @param {Example} example @returns {Line} */
function unnormalized(example) {
  const { l, i } = example;
  const outer = `\\dfrac{${num(example.of("before", "γ"))}}{\\sqrt{${num(example.number("variance"))} + 10^{-5}}}`;
  const inner = `${num(example.number("dY"))} - ${factor(example.of("data", "β"))} - ${product(example.number("normalized"), example.of("data", "γ"))}`;
  return {
    name: "delta",
    words: t("Back through batch normalisation. Mean and variance depend on this sample, too: hence dβ and dγ."),
    math: [letter("\\delta", l, i), "\\dfrac{\\gamma}{\\sqrt{\\sigma^2 + \\varepsilon}}\\,\\bigl(\\mathrm{d}\\tilde z - \\mathrm{d}\\beta - \\hat z\\,\\mathrm{d}\\gamma\\bigr)", `${outer}\\,\\bigl(${inner}\\bigr)`, num(example.number("delta"))],
  };
}

/** @param {Example} example @returns {Line} */
function layerGradient({ l, sizes, worked: { m } }) {
  const [n = 0, n_prev = 0] = [sizes[l], sizes[l - 1]];
  const below = l === 1 ? "X^{\\mathsf T}" : `A^{[${l - 1}]\\mathsf T}`;
  return {
    name: "layer",
    words: t("The gradient of all weights of the layer: the mean over the batch."),
    math: [shaped(`\\mathrm{d}W^{[${l}]}`, n, n_prev), `\\tfrac{1}{m}\\,${shaped(`\\delta^{[${l}]}`, n, m)}\\;${shaped(below, m, n_prev)}`],
  };
}

/** A parameter as a letter. @param {Step} example */
export function chosen(example) {
  const place = example.worked.places[example.worked.parameter];
  if (!place) return "\\theta";
  return letter(latin(place), place.layer, ...indicesOf(place));
}

/** The chosen parameter's gradient, with the term of each sample of the batch. @param {Example} example @returns {Line} */
function gradient(example) {
  const { l, i, worked: { m, places, parameter, batch } } = example;
  const place = places[parameter];
  const deltas = example.terms("delta");
  const flowing = example.terms("dY");
  const delta = letter("\\delta", l, i);
  /** @type {Record<string, [string, (s: number) => string]>} */
  const kinds = {
    W: [`${delta}\\,${l === 1 ? `x_{${(place?.column ?? 0) + 1}}` : letter(read(example, l), l - 1, place?.column ?? 0)}`, (s) => product(deltas[s] ?? 0, example.terms("input")[s] ?? 0)],
    b: [delta, (s) => factor(deltas[s] ?? 0)],
    γ: ["\\mathrm{d}\\tilde z\\,\\hat z", (s) => product(flowing[s] ?? 0, example.terms("normalized")[s] ?? 0)],
    β: ["\\mathrm{d}\\tilde z", (s) => factor(flowing[s] ?? 0)],
    s: [`\\mathrm{d}a\\,\\min(${summed(example)}, 0)`, (s) => `${factor(example.terms("dA")[s] ?? 0)}\\cdot\\min(${num(example.terms("y")[s] ?? 0)}, 0)`],
  };
  const [symbols, term] = kinds[place?.letter ?? "b"] ?? [delta, () => ""];
  const terms = batch.map((_, s) => term(s));
  return {
    name: "gradient",
    words: m === 1 ? t("The gradient of the chosen parameter.") : t("The gradient of the chosen parameter: each sample of the batch adds its share."),
    math: [...(isPenalized(example) || isPlain(example) ? [] : ["g"]), `\\mathrm{d}${chosen(example)}`, `${m === 1 ? "" : "\\tfrac{1}{m}\\textstyle\\sum_s\\,"}${symbols}`, mean(terms, m), num(example.parameter("data"))],
    terms: { count: m, listed: terms.map((each, s) => `${each}\\quad\\text{\\footnotesize \\#${(batch[s] ?? 0) + 1}}`) },
  };
}

/** Whether a penalty is part of the chosen parameter's gradient; L1's comes after the step. @param {Step} example */
const isPenalized = ({ experiment: { objective }, worked: { places, parameter } }) => objective.regularization === "l2" && places[parameter]?.letter === "W";

/** What the step follows in place of the gradient of the data. @param {Step} example @returns {Line[]} */
export const followed = (example) => [...penalized(example), ...clipped(example)];

/** Whether the update uses the gradient unchanged, so that it needs no other letter. @param {Step} example */
export const isPlain = (example) => example.experiment.optimizer.kind === "gradient_descent" && !example.experiment.optimizer.clip_norm && !isPenalized(example);

/** @param {Step} example @returns {Line[]} */
function penalized(example) {
  const rate = example.experiment.objective.regularization_rate;
  if (!isPenalized(example)) return [];
  const w = chosen(example);
  return [{
    name: "penalty",
    words: t("The penalty pulls the weight towards 0."),
    math: ["g", `\\mathrm{d}${w} + \\lambda\\,${w}`, `${num(example.parameter("data"))} + ${product(rate, example.parameter("before"))}`, num(example.parameter("gradient"))],
  }];
}

/** @param {Step} example @returns {Line[]} */
function clipped(example) {
  const longest = example.experiment.optimizer.clip_norm;
  const norm = example.rate("norm");
  if (!longest) return [];
  if (norm <= longest)
    return [{ name: "clipped", words: t("The norm of the whole gradient is within its maximum: it is not clipped."), math: ["\\lVert g \\rVert", `${num(norm)} \\le ${digits(longest)}`] }];
  return [{
    name: "clipped",
    words: t("The norm of the whole gradient exceeds its maximum: the gradient is scaled down."),
    math: ["g \\leftarrow \\dfrac{c}{\\lVert g \\rVert}\\,g", `\\dfrac{${digits(longest)}}{${digits(norm)}}\\cdot ${factor(example.parameter("gradient"))}`, num(example.parameter("clipped"))],
  }];
}

// The error: the prediction for a sample, and its loss, as lines of formulas with their numbers.

import { FUNCTIONS } from "./forward.js";
import { t } from "../words/messages.js";
import { factor, letter, mean, num, product, square, sum } from "./tex.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./example.js").Example} Example */

/** @param {Example} example @returns {Line[]} */
export function error(example) {
  return [prediction(example), ...own(example), ...batch(example)];
}

/** The prediction of one output: the chosen one, or that of the sample's own class. @param {Example} example @returns {Line} */
function prediction(example) {
  const { L } = example;
  const sums = example.layer("z", L);
  const k = example.isOutput ? example.i : Math.max(0, example.list("targets").indexOf(1));
  const [z, a] = [sums[k] ?? 0, example.layer("a", L)[k] ?? 0];
  const symbol = letter("z", L, k);
  const name = outputFunction(example);
  const known = FUNCTIONS[name];
  const hat = sums.length === 1 ? "\\hat y" : `\\hat y_{${k + 1}}`;
  if (name === "softmax") {
    const powers = sums.map((each) => `e^{${num(each)}}`);
    return {
      name: "prediction",
      words: t("Softmax makes probabilities of the outputs' sums: positive numbers that add up to 1."),
      math: [hat, `\\dfrac{e^{${symbol}}}{\\sum_j e^{${letter("z", L, "j")}}}`, `\\dfrac{${powers[k]}}{${sum(powers)}}`, num(a)],
      terms: { count: powers.length, listed: powers.map((power, j) => `e^{${letter("z", L, j)}} = ${power}`) },
    };
  }
  const math = [hat, letter("a", L, k), known?.of(symbol, example) ?? `g(${symbol})`];
  if (known?.with) math.push(known.with(z, example));
  return { name: "prediction", words: t("The network's prediction. Its output function belongs to the loss."), math: name === "linear" ? [hat, symbol, num(a)] : [...math, num(a)] };
}

/** @param {Example} example */
export const outputFunction = ({ experiment: { objective, optimizer }, isRegression }) =>
  ({ softmax: "softmax", cross_entropy: "sigmoid", squared_error: optimizer.kind === "least_squares" ? "linear" : objective.output ?? (isRegression ? "linear" : "tanh"), perceptron: "step" })[objective.loss] ?? "linear";

/** This sample's loss. @param {Example} example @returns {Line[]} */
function own(example) {
  const { L, experiment: { objective: { loss } }, worked } = example;
  const a = example.layer("a", L);
  const y = example.list("targets");
  const one = a.length === 1;
  const k = one ? "" : "_k";
  const add = one ? "" : "\\textstyle\\sum_k ";
  const result = num(worked.loss);
  const difference = (/** @type {number} */ i) => `(${num(a[i] ?? 0)} - ${factor(y[i] ?? 0)})^2`;
  const listed = (/** @type {(i: number) => string} */ term) => a.map((_, i) => term(i));
  const line = (/** @type {string} */ words, /** @type {string} */ symbols, /** @type {string[]} */ terms, half = false) => [{
    name: "loss",
    words,
    math: ["L", symbols, half ? `\\tfrac{1}{2}${one ? "" : "\\bigl("}${sum(terms)}${one ? "" : "\\bigr)"}` : sum(terms), result],
    ...(one ? {} : { terms: { count: terms.length, listed: terms } }),
  }];
  switch (loss) {
    case "squared_error":
      return line(t("This sample's loss: half the square of the difference from its label y."), `\\tfrac{1}{2}${add}(\\hat y${k} - y${k})^2`, listed(difference), true);
    case "cross_entropy":
      return line(
        t("This sample's loss: the less probability its label y was given, the greater."),
        one ? "-y \\ln \\hat y - (1 - y)\\ln(1 - \\hat y)" : `-${add}\\bigl(y${k} \\ln \\hat y${k} + (1 - y${k})\\ln(1 - \\hat y${k})\\bigr)`,
        listed((i) => (y[i] ? `-\\ln ${factor(a[i] ?? 0)}` : `-\\ln(1 - ${factor(a[i] ?? 0)})`)),
      );
    case "softmax": {
      const own = y.indexOf(1);
      return [{ name: "loss", words: t("This sample's loss: the less probability its own class was given, the greater."), math: ["L", `-\\ln \\hat y_{${own + 1}}`, `-\\ln ${factor(a[own] ?? 0)}`, result] }];
    }
    case "hinge":
      return line(t("This sample's loss: how much it falls short of a margin of 1 on its own side of 0."), `${add}\\max(0, 1 - y${k}\\,\\hat y${k})`, listed((i) => `\\max(0, 1 - ${product(y[i] ?? 0, a[i] ?? 0)})`));
    case "perceptron": {
      const z = example.layer("z", L);
      return line(t("This sample's loss: how far it is on the wrong side of 0, if it is."), `${add}\\max(0, (1 - 2y${k})\\,z${k})`, listed((i) => `\\max(0, ${product(1 - 2 * (y[i] ?? 0), z[i] ?? 0)})`));
    }
    default:
      return [{ name: "loss", words: t("This sample's loss."), math: ["L", result] }];
  }
}

/** The mean loss of the batch, which the step reduces. @param {Example} example @returns {Line[]} */
function batch(example) {
  const { worked: { m, kind, batch } } = example;
  if (kind !== "batch" || m === 1) return [];
  const losses = example.terms("loss");
  return [{
    name: "cost",
    words: t("The loss of the batch is the mean over its samples. The step follows its negative gradient."),
    math: ["J", `\\tfrac{1}{m}\\textstyle\\sum_s L^{(s)}`, mean(losses.map(factor), m), num(example.rate("mean_loss"))],
    terms: { count: m, listed: losses.map((value, s) => `L^{(${s + 1})} = ${num(value)}\\quad\\text{\\footnotesize \\#${(batch[s] ?? 0) + 1}}`) },
  }];
}

/** δ of the outputs, straight from the loss. @param {Example} example @returns {Line} */
export function outputDelta(example) {
  const { L, i, experiment: { objective: { loss } } } = example;
  const a = example.number("a");
  const y = example.list("targets")[i] ?? 0;
  const index = example.sizes[L] === 1 ? "" : `_{${i + 1}}`;
  const result = num(example.number("delta"));
  const start = [letter("\\delta", L, i), `\\dfrac{\\partial L}{\\partial ${letter("z", L, i)}}`];
  const difference = `${num(a)} - ${factor(y)}`;
  const words = t("How the loss changes with the output's sum: its error.");
  if (loss === "squared_error" && outputFunction(example) === "sigmoid")
    return { name: "delta", words, math: [...start, `(\\hat y${index} - y${index})\\,\\hat y${index}(1 - \\hat y${index})`, `(${difference})\\cdot ${factor(a)}(1 - ${factor(a)})`, result] };
  if (loss === "squared_error" && outputFunction(example) === "tanh")
    return { name: "delta", words, math: [...start, `(\\hat y${index} - y${index})\\,(1 - \\hat y${index}^2)`, `(${difference})(1 - ${square(a)})`, result] };
  if (loss === "hinge") {
    const math = example.number("delta") === 0 ? [...start, "0"] : [...start, `-y${index}`, result];
    return { name: "delta", words, math };
  }
  if (["squared_error", "cross_entropy", "softmax", "perceptron"].includes(loss))
    return { name: "delta", words, math: [...start, `\\hat y${index} - y${index}`, difference, result] };
  return { name: "delta", words, math: [...start, result] };
}

// The error: the prediction for a sample, and its loss, as lines of formulas with their numbers.

import { FUNCTIONS } from "./forward.js";
import { t } from "../words/messages.js";
import { digits, factor, letter, mean, num, product, square, sum } from "./tex.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./example.js").Step} Step */
/** @typedef {import("./example.js").Head} Head */

/** @param {Step} example @returns {Line[]} */
export function error(example) {
  return [...example.heads.flatMap((head, nth) => named(nth, [...prediction(example, head), ...own(head, example.heads.length === 1 ? "L" : `L_{${nth + 1}}`)])), ...total(example), ...batch(example)];
}

/** The lines of a head, under names of their own. @param {number} nth @param {Line[]} lines */
function named(nth, lines) {
  if (nth === 0) return lines;
  const start = t("Side output {number}.", { number: nth });
  return lines.map((line) => ({ ...line, name: `${line.name}-${nth}`, words: `${start} ${line.words}` }));
}

/** The prediction of one output: the chosen one, or that of the sample's own class. @param {Step} example @param {Head} head @returns {Line[]} */
function prediction(example, head) {
  const { l: L, z: sums } = head;
  if (head.steps > 0) return [];
  const k = example.ownHead?.l === L ? example.i : Math.max(0, head.y.indexOf(1));
  const [z, a] = [sums[k] ?? 0, head.a[k] ?? 0];
  const symbol = letter("z", L, k);
  const name = outputFunction(head);
  const known = FUNCTIONS[name];
  const hat = sums.length === 1 ? "\\hat y" : `\\hat y_{${k + 1}}`;
  if (name === "softmax") {
    const powers = sums.map((each) => `e^{${num(each)}}`);
    return [{
      name: "prediction",
      words: t("Softmax makes probabilities of the outputs' sums: positive numbers that add up to 1."),
      math: [hat, `\\dfrac{e^{${symbol}}}{\\sum_j e^{${letter("z", L, "j")}}}`, `\\dfrac{${powers[k]}}{${sum(powers)}}`, num(a)],
      terms: { count: powers.length, listed: powers.map((power, j) => `e^{${letter("z", L, j)}} = ${power}`) },
    }];
  }
  const math = [hat, letter("a", L, k), known?.of(symbol, UNIT) ?? `g(${symbol})`];
  if (known?.with) math.push(known.with(z, UNIT));
  return [{ name: "prediction", words: t("The network's prediction. Its output function belongs to the loss."), math: name === "linear" ? [hat, symbol, num(a)] : [...math, num(a)] }];
}

/** An output function has no parameter of its own. */
const UNIT = { l: 0, i: 0, slope: 0 };

/** @param {Head} head */
export const outputFunction = ({ loss, function: chosen }) => ({ softmax: "softmax", cross_entropy: "sigmoid", squared_error: chosen, perceptron: "step" })[loss] ?? "linear";

/** A head's loss of this sample. @param {Head} head @param {string} L its name @returns {Line[]} */
function own(head, L) {
  if (head.steps > 0) return atSteps(head, L);
  const { loss, a, y } = head;
  const one = a.length === 1;
  const k = one ? "" : "_k";
  const add = one ? "" : "\\textstyle\\sum_k ";
  const result = num(head.value);
  const difference = (/** @type {number} */ i) => `(${num(a[i] ?? 0)} - ${factor(y[i] ?? 0)})^2`;
  const listed = (/** @type {(i: number) => string} */ term) => a.map((_, i) => term(i));
  const line = (/** @type {string} */ words, /** @type {string} */ symbols, /** @type {string[]} */ terms, half = false) => [{
    name: "loss",
    words,
    math: [L, symbols, half ? `\\tfrac{1}{2}${one ? "" : "\\bigl("}${sum(terms)}${one ? "" : "\\bigr)"}` : sum(terms), result],
    ...(one ? {} : { terms: { count: terms.length, listed: terms } }),
  }];
  switch (loss) {
    case "squared_error":
      return line(t("This sample's loss: half the square of the difference from its label y."), `\\tfrac{1}{2}${add}(\\hat y${k} - y${k})^2`, listed(difference), true);
    case "cross_entropy":
      return line(
        t("This sample's loss: the less probability its label y was given, the greater."),
        one ? "-y \\ln \\hat y - (1 - y)\\ln(1 - \\hat y)" : `-${add}\\bigl(y${k} \\ln \\hat y${k} + (1 - y${k})\\ln(1 - \\hat y${k})\\bigr)`,
        listed((i) => (y[i] !== 0 && y[i] !== 1 ? `-\\bigl(${digits(y[i] ?? 0)}\\ln ${factor(a[i] ?? 0)} + ${digits(1 - (y[i] ?? 0))}\\ln(1 - ${factor(a[i] ?? 0)})\\bigr)` : y[i] ? `-\\ln ${factor(a[i] ?? 0)}` : `-\\ln(1 - ${factor(a[i] ?? 0)})`)),
      );
    case "softmax": {
      const own = y.indexOf(1);
      return [{ name: "loss", words: t("This sample's loss: the less probability its own class was given, the greater."), math: [L, `-\\ln \\hat y_{${own + 1}}`, `-\\ln ${factor(a[own] ?? 0)}`, result] }];
    }
    case "hinge":
      return line(t("This sample's loss: how much it falls short of a margin of 1 on its own side of 0."), `${add}\\max(0, 1 - y${k}\\,\\hat y${k})`, listed((i) => `\\max(0, 1 - ${product(y[i] ?? 0, a[i] ?? 0)})`));
    case "perceptron": {
      const { z } = head;
      return line(t("This sample's loss: how far it is on the wrong side of 0, if it is."), `${add}\\max(0, (1 - 2y${k})\\,z${k})`, listed((i) => `\\max(0, ${product(1 - 2 * (y[i] ?? 0), z[i] ?? 0)})`));
    }
    default:
      return [{ name: "loss", words: t("This sample's loss."), math: [L, result] }];
  }
}

/** The steps of a head whose answer is asked for: all of numbers, of classes those with a class of their own. @param {Head} head */
const asked = ({ loss, y, steps }) => Array.from({ length: steps }, (_, step) => step).filter((step) => loss === "squared_error" || y.some((target, k) => k % steps === step && target === 1));

/** The loss of a head that answers at each step: the mean over the steps that are asked for. @param {Head} head @param {string} L its name @returns {Line[]} */
function atSteps(head, L) {
  const { loss, a, y, steps } = head;
  const numbers = asked(head);
  const result = num(head.value);
  const words = t("This sample's loss: the mean over the steps at which an answer is asked for.");
  const symbols = "\\tfrac{1}{k}\\textstyle\\sum_t L_t";
  // The outputs lie unit by unit: that of a step's own class is one of every so many.
  const ownAt = (/** @type {number} */ step) => a.find((_, k) => k % steps === step && y[k] === 1) ?? 0;
  const terms =
    loss === "softmax" ? numbers.map((step) => `-\\ln ${factor(ownAt(step))}`)
    : loss === "squared_error" && a.length === steps ? numbers.map((step) => `\\tfrac{1}{2}(${num(a[step] ?? 0)} - ${factor(y[step] ?? 0)})^2`)
    : [];
  if (terms.length === 0) return [{ name: "loss", words, math: [L, symbols, result] }];
  return [{ name: "loss", words, math: [L, symbols, mean(terms, terms.length), result], terms: { count: terms.length, listed: terms.map((term, nth) => `L_{${(numbers[nth] ?? 0) + 1}} = ${term}`) } }];
}

/** The sum over several heads, each with its weight. @param {Step} example @returns {Line[]} */
function total({ heads, worked }) {
  if (heads.length === 1 && heads[0]?.weight === 1) return [];
  const terms = heads.map(({ weight, value }) => (weight === 1 ? num(value) : product(weight, value)));
  return [{
    name: "total",
    words: t("The losses of all outputs, each times its weight, add up."),
    math: ["L", "\\textstyle\\sum_h \\lambda_h L_h", sum(terms), num(worked.loss)],
    terms: { count: terms.length, listed: terms },
  }];
}

/** The mean loss of the batch, which the step reduces. @param {Step} example @returns {Line[]} */
function batch(example) {
  const { worked: { m, kind, batch } } = example;
  if (kind !== "batch" || m === 1) return [];
  const { losses } = example;
  return [{
    name: "cost",
    words: t("The loss of the batch is the mean over its samples. The step follows its negative gradient."),
    math: ["J", `\\tfrac{1}{m}\\textstyle\\sum_s L^{(s)}`, mean(losses.map(factor), m), num(example.rate("mean_loss"))],
    terms: { count: m, listed: losses.map((value, s) => `L^{(${s + 1})} = ${num(value)}\\quad\\text{\\footnotesize \\#${(batch[s] ?? 0) + 1}}`) },
  }];
}

/** δ of an output, straight from the loss. @param {{i: number}} example @param {Head} head @param {number} delta @returns {Line} */
export function outputDelta({ i }, head, delta) {
  const { l: L, loss, weight } = head;
  const [a, y] = [head.a[i] ?? 0, head.y[i] ?? 0];
  const indices = head.steps > 0 ? [Math.floor(i / head.steps), i % head.steps] : [i];
  const index = head.a.length === 1 ? "" : `_{${indices.map((each) => each + 1).join(",")}}`;
  const result = num(delta);
  const start = [letter("\\delta", L, ...indices), `\\dfrac{\\partial L}{\\partial ${letter("z", L, ...indices)}}`];
  const [times, by] = weight === 1 ? ["", ""] : ["\\lambda\\,", `${digits(weight)}\\cdot `];
  const bracketed = (/** @type {string} */ difference) => (weight === 1 ? difference : `(${difference})`);
  const difference = `${num(a)} - ${factor(y)}`;
  const words = t("How the loss changes with the output's sum: its error.");
  if (head.steps > 0) {
    const steps = asked(head);
    const isKnown = ["softmax", "cross_entropy"].includes(loss) || outputFunction(head) === "linear";
    if (!steps.includes(i % head.steps)) return { name: "delta", words: t("No answer is asked for at this step: it has no error."), math: [start[0] ?? "", "0"] };
    if (!isKnown) return { name: "delta", words, math: [...start, result] };
    return { name: "delta", words: t("How the loss changes with the output's sum at this step. The loss is a mean over k steps, and so the error is one k-th."), math: [...start, `${times}\\tfrac{1}{k}(\\hat y${index} - y${index})`, `${by}\\tfrac{1}{${steps.length}}(${difference})`, result] };
  }
  if (loss === "squared_error" && outputFunction(head) === "sigmoid")
    return { name: "delta", words, math: [...start, `${times}(\\hat y${index} - y${index})\\,\\hat y${index}(1 - \\hat y${index})`, `${by}(${difference})\\cdot ${factor(a)}(1 - ${factor(a)})`, result] };
  if (loss === "squared_error" && outputFunction(head) === "tanh")
    return { name: "delta", words, math: [...start, `${times}(\\hat y${index} - y${index})\\,(1 - \\hat y${index}^2)`, `${by}(${difference})(1 - ${square(a)})`, result] };
  if (loss === "hinge") {
    const math = delta === 0 ? [...start, "0"] : [...start, `-${times}y${index}`, result];
    return { name: "delta", words, math };
  }
  if (["squared_error", "cross_entropy", "softmax", "perceptron"].includes(loss))
    return { name: "delta", words, math: [...start, times + bracketed(`\\hat y${index} - y${index}`), by + bracketed(difference), result] };
  return { name: "delta", words, math: [...start, result] };
}

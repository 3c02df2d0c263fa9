// Update: the optimiser's use of a gradient, and the parameter's next value, as lines of formulas.

import { chosen, isPlain } from "./backward.js";
import { t } from "../words/messages.js";
import { digits, factor, num, product, square } from "./tex.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./example.js").Step} Step */

/** @param {Step} example @returns {Line[]} */
export function update(example) {
  if (example.worked.places.length === 0) return [];
  if (example.worked.places[example.worked.parameter]?.moves === false)
    return [{ name: "update", words: t("This layer is frozen: its parameters stay as they are."), math: [`${chosen(example)}\\leftarrow ${chosen(example)}`, num(example.parameter("after"))] }];
  if (!example.trains) return [solved(example)];
  return [...rate(example), ...remembered(example), ...corrected(example), ...decayed(example), moved(example), ...truncated(example)];
}

/** Least squares. @param {Step} example @returns {Line} */
function solved(example) {
  if (!example.isOutput) return { name: "update", words: t("Least squares leaves the hidden weights as they were drawn."), math: [num(example.parameter("after"))] };
  return {
    name: "update",
    words: t("Least squares: the output weights that minimise the loss over all training samples, found in one step."),
    math: [`(W, b)^{[${example.L}]}`, "\\arg\\min J", `(\\ldots,\\ ${num(example.parameter("after"))},\\ \\ldots)`],
  };
}

/** Each schedule's factor as TeX, of t steps and with numbers. */
/** @type {Record<string, (t: string, period: string, decay: string) => string>} */
const SCHEDULES = {
  constant: () => "1",
  step: (t, period, decay) => `${decay}^{\\lfloor ${t}/${period} \\rfloor}`,
  exponential: (t, period, decay) => `${decay}^{${t}/${period}}`,
  inverse_sqrt: (t) => `\\dfrac{1}{\\sqrt{${t} + 1}}`,
  cosine: (t, period) => `\\tfrac{1}{2}\\bigl(1 + \\cos(\\pi \\min(${t}/${period}, 1))\\bigr)`,
};

/** The learning rate of this step, where it has a schedule. @param {Step} example @returns {Line[]} */
function rate({ experiment: { optimizer }, worked }) {
  const { schedule, learning_rate, period, decay, warmup } = optimizer;
  const taken = worked.step;
  const result = digits(worked.rates.alpha ?? 0);
  const alpha = digits(learning_rate);
  if (taken < warmup)
    return [{ name: "rate", words: t("The learning rate is still warming up."), math: ["\\alpha_t", "\\dfrac{t + 1}{T}\\,\\alpha", `\\dfrac{${taken} + 1}{${warmup}}\\cdot ${alpha}`, result] }];
  const factor = SCHEDULES[schedule];
  if (schedule === "constant" || !factor) return [];
  return [{
    name: "rate",
    words: t("The learning rate after t steps, by its schedule."),
    math: ["\\alpha_t", `${factor("t", "T", "\\gamma")}\\;\\alpha`, `${factor(String(taken - warmup), String(period), digits(decay))}\\cdot ${alpha}`, result],
  }];
}

/** The optimiser's state: v, a mean of the gradients, and s, a mean of their squares. @param {Step} example @returns {Line[]} */
function remembered(example) {
  const { experiment: { optimizer: { kind, momentum, beta2 } } } = example;
  const g = example.parameter("clipped");
  const [beta1, isAdam] = [digits(momentum), kind.startsWith("adam")];
  /** @type {Line[]} */
  const lines = [];
  if (example.column("v")) {
    const old = example.parameter("v_before");
    lines.push({
      name: "v",
      words: isAdam ? t("A running mean of the gradients: the first moment.") : t("The velocity keeps a share of what it was, and the gradient is added."),
      math: isAdam
        ? ["v \\leftarrow \\beta_1 v + (1 - \\beta_1)\\,g", `${beta1}\\cdot ${factor(old)} + (1 - ${beta1})\\cdot ${factor(g)}`, num(example.parameter("v"))]
        : ["v \\leftarrow \\beta v + g", `${beta1}\\cdot ${factor(old)} + ${factor(g)}`, num(example.parameter("v"))],
    });
  }
  if (example.column("s")) {
    const old = example.parameter("s_before");
    const keep = digits(beta2);
    const two = isAdam ? "\\beta_2" : "\\beta";
    lines.push({
      name: "s",
      words: kind === "adagrad" ? t("The sum of the squares of all gradients so far.") : t("A running mean of the squared gradients: the second moment."),
      math: kind === "adagrad"
        ? ["s \\leftarrow s + g^2", `${num(old)} + ${square(g)}`, num(example.parameter("s"))]
        : [`s \\leftarrow ${two} s + (1 - ${two})\\,g^2`, `${keep}\\cdot ${factor(old)} + (1 - ${keep})\\cdot ${square(g)}`, num(example.parameter("s"))],
    });
  }
  return lines;
}

/** Adam's correction of the means, which begin at zero. @param {Step} example @returns {Line[]} */
function corrected(example) {
  if (!example.column("v_hat")) return [];
  const { momentum, beta2 } = example.experiment.optimizer;
  const t_ = example.rate("updates");
  const line = (/** @type {"v" | "s"} */ name, /** @type {number} */ nth, /** @type {number} */ beta, /** @type {string} */ words) => ({
    name: `${name}_hat`,
    words,
    math: [`\\hat ${name}`, `\\dfrac{${name}}{1 - \\beta_${nth}^t}`, `\\dfrac{${num(example.parameter(name))}}{1 - ${digits(beta)}^{${t_}}}`, num(example.parameter(`${name}_hat`))],
  });
  return [
    line("v", 1, momentum, t("Both began at 0; update number {t} corrects for that.", { t: t_ })),
    line("s", 2, beta2, ""),
  ];
}

/** AdamW's decay, for weights alone. @param {Step} example @returns {Line[]} */
function decayed(example) {
  const { weight_decay } = example.experiment.optimizer;
  if (!isDecayed(example)) return [];
  const w = chosen(example);
  return [{
    name: "decay",
    words: t("First, weight decay: the weight shrinks by a share of itself."),
    math: ["w'", `${w} - \\alpha\\lambda\\,${w}`, `${num(example.parameter("before"))} - ${digits(example.rate("alpha"))}\\cdot ${digits(weight_decay)}\\cdot ${factor(example.parameter("before"))}`],
  }];
}

/** Whether L1 applies to the chosen parameter after the step. @param {Step} example */
const isTruncated = ({ experiment: { objective }, worked: { places, parameter } }) => objective.regularization === "l1" && places[parameter]?.letter === "W";

/** Whether AdamW's decay comes before the step. @param {Step} example */
const isDecayed = ({ experiment: { optimizer }, worked: { places, parameter } }) => optimizer.kind === "adamw" && places[parameter]?.letter === "W";

/** The letter of a weight after the step and before L1. @param {Step} example */
const stepped = (example) => (isDecayed(example) ? "w''" : "w'");

/** The parameter's next value; with L1, the value before the penalty. @param {Step} example @returns {Line} */
function moved(example) {
  const { experiment: { optimizer: { kind, momentum, epsilon } } } = example;
  const name = chosen(example);
  const decays = isDecayed(example);
  const start = decays ? "w'" : name;
  const [before, g, alpha] = [example.parameter("before"), example.parameter("clipped"), digits(example.rate("alpha"))];
  const v = example.parameter("v");
  const ratio = (/** @type {string} */ top, /** @type {string} */ s) => `\\dfrac{${top}}{\\sqrt{${s}} + \\varepsilon}`;
  const numbers = (/** @type {number} */ top, /** @type {number} */ s) => `\\dfrac{${num(top)}}{\\sqrt{${num(s)}} + ${digits(epsilon)}}`;
  const hats = () => numbers(example.parameter("v_hat"), example.parameter("s_hat"));
  /** @type {Record<string, [string, () => string]>} */
  const rules = {
    gradient_descent: ["g", () => factor(g)],
    momentum: ["v", () => factor(v)],
    nesterov: ["(g + \\beta v)", () => `(${num(g)} + ${product(momentum, v)})`],
    adagrad: [ratio("g", "s"), () => numbers(g, example.parameter("s"))],
    rmsprop: [ratio("g", "s"), () => numbers(g, example.parameter("s"))],
    adam: [ratio("\\hat v", "\\hat s"), hats],
    adamw: [ratio("\\hat v", "\\hat s"), hats],
  };
  const rule = rules[kind];
  const isLast = !isTruncated(example);
  const after = num(example.parameter(isLast ? "after" : "stepped"));
  const words = isLast ? t("A step against the gradient: the parameter's value after the update.") : t("A step against the gradient of the loss:");
  if (!rule) return { name: "update", words, math: [`${name}\\ \\text{new}`, after] };
  const symbol = isPlain(example) ? `\\mathrm{d}${name}` : rule[0];
  const from = decays ? "w'" : num(before);
  return { name: "update", words, math: [`${isLast ? `${name}\\leftarrow` : `${stepped(example)} =`} ${start} - \\alpha\\,${symbol}`, `${from} - ${alpha}\\cdot ${rule[1]()}`, after] };
}

/** L1, which truncates the weight after the step. @param {Step} example @returns {Line[]} */
function truncated(example) {
  if (!isTruncated(example)) return [];
  const { optimizer: { kind, momentum, epsilon }, objective: { regularization_rate } } = example.experiment;
  const [alpha, w] = [example.rate("alpha"), stepped(example)];
  const [value, pull] = [example.parameter("stepped"), example.parameter("pull")];
  const numbers = `${digits(alpha)}\\cdot ${digits(regularization_rate)}`;
  /** @type {[string, string]} */
  let formula = ["\\alpha\\lambda", numbers];
  if (kind === "momentum" || kind === "nesterov") formula = ["\\dfrac{\\alpha\\lambda}{1 - \\beta}", `\\dfrac{${numbers}}{1 - ${digits(momentum)}}`];
  const hat = example.column("s_hat") ? "s_hat" : "s";
  if (example.column(hat)) {
    const root = Math.sqrt(example.parameter(hat)) + epsilon;
    const isBound = pull < 0.999 * alpha * regularization_rate / root;
    formula = isBound
      ? [`\\max(\\alpha,\\ |\\Delta w|)`, num(pull)]
      : [`\\dfrac{\\alpha\\lambda}{\\sqrt{${hat === "s" ? "s" : "\\hat s"}} + \\varepsilon}`, `\\dfrac{${numbers}}{\\sqrt{${num(example.parameter(hat))}} + ${digits(epsilon)}}`];
  }
  return [
    { name: "pull", words: t("The distance by which L1 pulls every weight towards 0 in this step."), math: ["\\rho", ...formula, num(pull)] },
    {
      name: "truncated",
      words: t("A weight that would cross 0 becomes 0: the weight after the update."),
      math: [`${chosen(example)}\\leftarrow \\operatorname{sgn}(${w})\\,\\max(|${w}| - \\rho,\\ 0)`, `\\operatorname{sgn}(${num(value)})\\cdot\\max(${digits(Math.abs(value))} - ${digits(pull)},\\ 0)`, num(example.parameter("after"))],
    },
  ];
}

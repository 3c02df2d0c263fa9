// Layers that make of each number another: activation functions, batch normalisation, dropout and centre loss.

import { SLOPES } from "./backward.js";
import { EPSILON, FUNCTIONS } from "./forward.js";
import { digits, factor, num, product } from "./tex.js";
import { gradients } from "./weighing.js";
import { t } from "../words/messages.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").Told} Told */
/** @typedef {import("./layer_example.js").LayerExample} LayerExample */
/** @typedef {import("./layer_sheet.js").Kind} Kind */

/** @param {string} name */
const d = (name) => `\\mathrm{d}${name}`;

/** @param {Told} told @param {LayerExample} example */
const unitOf = ({ settings, working }, { l, place: [i = 0] }) => ({ l, i, slope: working?.numbers.s ?? Number(settings.slope ?? 0.01) });

/** @type {Kind} */
const activation = {
  forward(told, names, example) {
    const known = FUNCTIONS[String(told.settings.function ?? "tanh")];
    const unit = unitOf(told, example);
    const math = [names.out, known?.of(names.in, unit) ?? `g(${names.in})`];
    if (known?.with) math.push(known.with(told.before ?? 0, unit));
    return [{ name: "activation", words: t("The activation function turns the sum into the unit's output."), math: [...math, num(told.after)] }];
  },
  backward(told, names, example) {
    const slope = SLOPES[String(told.settings.function ?? "tanh")];
    const g = told.working?.numbers.slope ?? 0;
    return [
      { name: "slope", words: t("The derivative of the activation function here."), math: [`g'(${names.in})`, slope?.of(names.in, names.out, unitOf(told, example)), slope?.with?.(told.after), num(g)].filter((each) => each !== undefined) },
      { name: "delta", words: t("The gradient that flows back through the activation function."), math: [d(names.in), `${d(names.out)}\\; g'(${names.in})`, product(told.d_after ?? 0, g), num(told.d_before ?? 0)] },
      ...gradients(told, example, `${example.place.length === 3 ? "\\textstyle\\sum_{i,j} " : ""}${d("a")}\\,\\min(z, 0)`, t("The share of this sample in it.")),
    ];
  },
};

/** @type {Kind} */
const normalization = {
  forward({ before, after, working }, names, example) {
    const { mean: mu = 0, variance = 0, normalized, "γ": gamma = 1, "β": beta = 0 } = working?.numbers ?? {};
    const c = (names.place[0] ?? 0) + 1;
    const index = `_{${c}}`;
    const z = names.in;
    const deviation = `\\sqrt{${num(variance)} + ${EPSILON}}`;
    if (normalized === undefined)
      return [{ name: "scaled", words: t("Batch normalisation of a network in use: with the running mean and variance."), math: [names.out, `\\gamma${index}\\,\\dfrac{z - \\mu${index}}{\\sqrt{\\sigma^2${index} + \\varepsilon}} + \\beta${index}`, `${factor(gamma)}\\cdot\\frac{${num(before ?? 0)} - ${factor(mu)}}{${deviation}} + ${factor(beta)}`, num(after)] }];
    const sums = working?.sums.mean;
    const count = sums?.length ?? 1;
    const of = example.place.length === 3 ? "\\sum_s\\sum_{i,j}" : "\\sum_s";
    return [
      {
        name: "mean",
        words: example.place.length === 3 ? t("Batch normalisation, channel by channel: the mean over all {count} cells of the channel in the batch,", { count }) : t("Batch normalisation: the mean of the unit's sums over the batch,"),
        math: [`\\mu${index}`, `\\tfrac{1}{${count}}\\textstyle${of} ${names.in.replace(/_\{.*\}$/, "")}`, num(mu)],
        terms: { count, listed: (sums?.terms ?? []).map(([value = 0]) => num(value)) },
      },
      { name: "variance", words: t("and their variance."), math: [`\\sigma^2${index}`, `\\tfrac{1}{${count}}\\textstyle${of} (z - \\mu${index})^2`, num(variance)] },
      { name: "normalized", words: t("How many standard deviations is this sample's sum away from the mean?"), math: ["\\hat z", `\\dfrac{${z} - \\mu${index}}{\\sqrt{\\sigma^2${index} + \\varepsilon}}`, `\\dfrac{${num(before ?? 0)} - ${factor(mu)}}{${deviation}}`, num(normalized)] },
      { name: "scaled", words: t("The unit learns a scale and a shift of its own."), math: [names.out, `\\gamma${index}\\,\\hat z + \\beta${index}`, `${product(gamma, normalized)} + ${factor(beta)}`, num(after)] },
    ];
  },
  backward(told, names, example) {
    const { variance = 0, normalized = 0, "γ": gamma = 1, "dγ": dgamma = 0, "dβ": dbeta = 0 } = told.working?.numbers ?? {};
    const out = d("\\tilde z");
    const sums = example.place.length === 3 ? "\\textstyle\\sum_{i,j} " : "";
    return [
      ...gradients(told, example, `${sums}${out}${example.chosen?.letter === "γ" ? "\\,\\hat z" : ""}`, t("The share of this sample in it.")),
      {
        name: "normalization",
        words: t("Back through batch normalisation. Mean and variance depend on this sample, too: hence the means of dz̃ and of ẑ dz̃."),
        math: [d(names.in), `\\dfrac{\\gamma}{\\sqrt{\\sigma^2 + \\varepsilon}}\\,\\bigl(${out} - \\overline{${out}} - \\hat z\\,\\overline{\\hat z\\,${out}}\\bigr)`, `\\dfrac{${num(gamma)}}{\\sqrt{${num(variance)} + ${EPSILON}}}\\,\\bigl(${num(told.d_after ?? 0)} - ${factor(dbeta)} - ${product(normalized, dgamma)}\\bigr)`, num(told.d_before ?? 0)],
      },
    ];
  },
};

/** @type {Kind} */
const dropout = {
  forward({ before, after, working, settings }, names) {
    const { kept, rate: p = 0 } = working?.numbers ?? {};
    const isInverted = settings.form !== "classic";
    if (kept === undefined) {
      const math = isInverted ? [names.out, names.in, num(after)] : [names.out, `(1 - p)\\,${names.in}`, product(1 - p, before ?? 0), num(after)];
      return [{ name: "dropout", words: t("Dropout drops no unit while the network is in use."), math }];
    }
    const numbers = isInverted ? `\\dfrac{${digits(kept)}}{${digits(1 - p)}}\\cdot ${factor(before ?? 0)}` : product(kept, before ?? 0);
    return [{
      name: "dropout",
      words: kept ? t("Dropout: in this step, the unit is kept for this sample.") : t("Dropout: in this step, the unit is dropped for this sample."),
      math: [names.out, isInverted ? `\\dfrac{d}{1 - p}\\,${names.in}` : `d\\,${names.in}`, numbers, num(after)],
    }];
  },
  backward: ({ d_after, d_before, working, settings }, names) => [{
    name: "undropped",
    words: t("A dropped unit gets no gradient."),
    math: [d(names.in), `${settings.form === "classic" ? "d" : "\\dfrac{d}{1 - p}"}\\,${d(names.out)}`, product(working?.numbers.scale ?? 1, d_after ?? 0), num(d_before ?? 0)],
  }],
};

/** @type {Kind} */
const center = {
  forward: () => [],
  backward: ({ before, d_after, d_before, working }, names) => [{
    name: "center",
    words: t("Centre loss pulls the output towards the centre c of the sample's class."),
    math: [`${d(names.in)}\\leftarrow ${d(names.in)} + \\lambda\\,(${names.in} - c)`, `${num(d_after ?? 0)} + ${digits(working?.numbers.weight ?? 0)}\\,(${num(before ?? 0)} - ${factor(working?.numbers.center ?? 0)})`, num(d_before ?? 0)],
  }],
};

/** @type {Record<string, Kind>} */
export const FOLLOWING = { activation, batch_normalization: normalization, dropout, center_loss: center };

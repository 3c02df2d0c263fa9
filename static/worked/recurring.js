// Layers that go through time in the worked example: one unit at one time step, forward and back.

import { t } from "../words/messages.js";
import { EMPTY } from "./layer_example.js";
import { named } from "./names.js";
import { factor, num, product, sized, square, sum } from "./tex.js";
import { d, TimeStep, WORDS } from "./time_step.js";
import { gradients, listed, products } from "./weighing.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").Told} Told */
/** @typedef {import("./layer_sheet.js").Kind} Kind */

/** A step at which the layer reads nothing: behind the end of a sequence, or where another layer reads. @param {TimeStep} step @param {Told} told @returns {Line[]} */
const ended = (step, { after }) => [{ name: "ended", words: t("The layer reads nothing at this step: its state stays as it is."), math: [step.at("h"), step.at("h", -1), num(after)] }];

/** A kind with lines of its own. @param {(step: TimeStep, told: Told) => Line[]} forward @param {(step: TimeStep, told: Told) => Line[]} backward @returns {Kind} */
const kind = (forward, backward) => ({
  comes: true,
  forward(told, names, example) {
    const step = new TimeStep(told, names, example);
    return step.number("ended") ? ended(step, told) : forward(step, told);
  },
  backward(told, names, example) {
    const step = new TimeStep(told, names, example);
    return step.number("ended") ? [] : step.back(told, example, backward(step, told));
  },
});

/** σ(1 - σ) in letters and numbers. @param {string} letters @param {number} value @returns {[string, string]} */
const slope = (letters, value) => [`${letters}(1 - ${letters})`, `${factor(value)}(1 - ${factor(value)})`];

const recurrent = kind(
  (step, { after }) => {
    const { letters, numbers, value } = step.sum("z", "");
    return [
      step.layer(1),
      { name: "sum", words: t("The unit's sum: its weights times the numbers of this step, and times the states of all units one step before."), math: [step.at("z"), letters, numbers, num(value)], terms: step.terms("z", "") },
      { name: "state", words: t("The state after this step."), math: [step.at("h"), `\\tanh(${step.at("z")})`, `\\tanh(${num(value)})`, num(after)] },
    ];
  },
  (step, { after, d_after }) => [
    { name: "d-z", words: t("Back through tanh: the unit's error at this step."), math: [d(step.at("z")), `${d(step.at("h"))}\\,(1 - {${step.at("h")}}^2)`, `${factor(d_after ?? 0)}\\cdot(1 - ${square(after)})`, num(step.number("d_z"))] },
  ],
);

const gru = kind(
  (step, { after }) => {
    const [r = 0, z = 0, k = 0, q = 0, before = 0] = ["r", "z", "k", "q", "before"].map((name) => step.number(name));
    const { names: { above }, sums: { x_k = EMPTY } } = step;
    return [
      ...step.products(),
      step.gate("r"),
      step.gate("z"),
      {
        name: "gate-k",
        words: WORDS.k ?? "",
        math: [
          step.at("k"),
          `\\tanh\\bigl(\\textstyle\\sum_j ${step.weight("w", "k", step.i, "j")}\\,${step.names.read(["j", step.t])} + ${step.weight("b", "k", step.i)} + ${step.at("r")}\\,(${step.states("k")} + ${named("c", above, [step.i])})\\bigr)`,
          `\\tanh\\bigl(${num(x_k.value)} + ${factor(step.number("b_k"))} + ${product(r, q)}\\bigr)`,
          num(k),
        ],
        terms: step.terms("k", "k"),
      },
      { name: "state", words: t("The state: so much of the old one, and the rest of the candidate."), math: [step.at("h"), `${step.at("z")}\\,${step.at("h", -1)} + (1 - ${step.at("z")})\\,${step.at("k")}`, `${product(z, before)} + (1 - ${factor(z)})\\cdot ${factor(k)}`, num(after)] },
    ];
  },
  (step, { d_after }) => {
    const [r = 0, z = 0, k = 0, q = 0, before = 0, d_k = 0] = ["r", "z", "k", "q", "before", "d_k"].map((name) => step.number(name));
    const dh = d_after ?? 0;
    const [dz, dr] = [slope(step.at("z"), z), slope(step.at("r"), r)];
    return [
      step.error("k", `${d(step.at("h"))}\\,(1 - ${step.at("z")})(1 - {${step.at("k")}}^2)`, `${factor(dh)}\\,(1 - ${factor(z)})(1 - ${square(k)})`),
      step.error("z", `${d(step.at("h"))}\\,(${step.at("h", -1)} - ${step.at("k")})\\,${dz[0]}`, `${factor(dh)}\\,(${num(before)} - ${factor(k)})\\,${dz[1]}`),
      step.error("r", `${d(named("z", step.names.above, ["k", step.i, step.t]))}\\,(\\textstyle${step.states("k")} + ${named("c", step.names.above, [step.i])})\\,${dr[0]}`, `${factor(d_k)}\\cdot ${factor(q)}\\cdot ${dr[1]}`),
    ];
  },
);

const lstm = kind(
  (step, { after }) => {
    const [i = 0, f = 0, g = 0, o = 0, c = 0, bent = 0, before = 0] = ["i", "f", "g", "o", "c", "bent", "cell_before"].map((name) => step.number(name));
    return [
      step.layer(4),
      step.gate("i"),
      step.gate("f"),
      step.gate("g", "\\tanh"),
      step.gate("o"),
      { name: "cell", words: t("The cell: what stays of it, and what enters."), math: [step.at("c"), `${step.at("f")}\\,${step.at("c", -1)} + ${step.at("i")}\\,${step.at("g")}`, `${product(f, before)} + ${product(i, g)}`, num(c)] },
      { name: "state", words: t("The state: the cell through tanh and the output gate."), math: [step.at("h"), `${step.at("o")}\\tanh(${step.at("c")})`, product(o, bent), num(after)] },
    ];
  },
  (step, { d_after }) => {
    const [i = 0, f = 0, g = 0, o = 0, bent = 0, before = 0, later = 0] = ["i", "f", "g", "o", "bent", "cell_before", "dc_later"].map((name) => step.number(name));
    const dh = d_after ?? 0;
    const dc = later + dh * o * (1 - bent * bent);
    const cell = d(step.at("c"));
    const stays = step.number("next_ended") === 1;
    const onto = step.sums.later ? `${d(step.at("c", 1))}${stays ? "" : `\\,${step.at("f", 1)}`} + ` : "";
    const [di, df, d_o] = [slope(step.at("i"), i), slope(step.at("f"), f), slope(step.at("o"), o)];
    /** @type {Line[]} */
    const onward = step.sums.earlier ? [{ name: "cell-before", words: t("What flows on to the cell one step before: no weight stands in this way, only the forget gate."), math: [d(step.at("c", -1)), `${cell}\\,${step.at("f")}`, product(dc, f), num(step.number("dc_before"))] }] : [];
    return [
      {
        name: "d-cell",
        words: !onto ? t("The gradient of the cell: from the state, none from a later step.") : stays ? t("The gradient of the cell: from the next step, at which it stays as it is, and from the state.") : t("The gradient of the cell: from the next step through its forget gate, and from the state."),
        math: [cell, `${onto}${d(step.at("h"))}\\,${step.at("o")}\\,(1 - \\tanh^2 ${step.at("c")})`, `${onto && `${num(later)} + `}${factor(dh)}\\cdot ${factor(o)}\\,(1 - ${square(bent)})`, num(dc)],
      },
      step.error("i", `${cell}\\,${step.at("g")}\\,${di[0]}`, `${factor(dc)}\\cdot ${factor(g)}\\cdot ${di[1]}`),
      step.error("f", `${cell}\\,${step.at("c", -1)}\\,${df[0]}`, `${factor(dc)}\\cdot ${factor(before)}\\cdot ${df[1]}`),
      step.error("g", `${cell}\\,${step.at("i")}\\,(1 - {${step.at("g")}}^2)`, `${factor(dc)}\\cdot ${factor(i)}\\,(1 - ${square(g)})`),
      step.error("o", `${d(step.at("h"))}\\tanh(${step.at("c")})\\,${d_o[0]}`, `${factor(dh)}\\cdot ${factor(bent)}\\cdot ${d_o[1]}`),
      ...onward,
    ];
  },
);

/** A dense layer at each step. @type {Kind} */
const timeDistributed = {
  forward(told, names, example) {
    const step = new TimeStep(told, names, example);
    const { weighted = EMPTY } = step.sums;
    const b = step.number("b");
    return [
      { name: "layer", words: t("The whole layer at one time step: the weights are the same at every step."), math: [sized(`Z^{${names.above}}_t`, [step.n]), `${sized(`W^{${names.above}}`, [step.n, step.n_in])}\\;${sized("x_t", [step.n_in])} + ${sized(`b^{${names.above}}`, [step.n])}`] },
      {
        name: "sum",
        words: t("This unit's weighted sum for this sample."),
        math: [names.out, `\\textstyle\\sum_j ${step.weight("w", "", step.i, "j")}\\,${names.read(["j", step.t])} + ${step.weight("b", "", step.i)}`, `${sum(products(weighted), weighted.length)} + ${factor(b)}`, num(told.after)],
        terms: listed(weighted, (j) => `${step.weight("w", "", step.i, j)}\\,${names.read([j, step.t])}`),
      },
    ];
  },
  backward(told, names, example) {
    const step = new TimeStep(told, names, example);
    const error = d(named("z", names.above, [step.i, "t"]));
    const { letter = "W", column } = example.chosen ?? {};
    return [
      ...gradients(told, example, `\\textstyle\\sum_t ${letter === "W" ? `${error}\\,${names.read([column ?? 0, "t"])}` : error}`, t("The share of this sample: the weight is the same at all steps, so their products add up.")),
      ...step.read(told),
    ];
  },
};

/** @type {Record<string, Kind>} */
export const RECURRING = { recurrent, gru, lstm, time_distributed: timeDistributed };

// Layers without weights that move numbers: pooling, averages, upsampling, reshaping, noise and blocks.

import { factor, num, product, sized, sum } from "./tex.js";
import { EMPTY } from "./layer_example.js";
import { named } from "./names.js";
import { t } from "../words/messages.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").Told} Told */
/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./layer_sheet.js").Kind} Kind */

/** The numbers of a window. @param {Told} told */
const seen = ({ working }) => (working?.sums.window ?? EMPTY).terms.map(([value = 0]) => value);

/** @param {Told} told */
const listed = (told) => ({ count: told.working?.sums.window?.length ?? 0, listed: seen(told).map(num) });

/** The shapes of what comes in and what goes out. @param {string} words @param {Names} names @param {{shape_in: number[], shape_out: number[]}} about @returns {Line} */
const shapes = (words, names, { shape_in, shape_out }) => ({ name: "layer", words, math: [`${sized(names.all, shape_in)} \\longrightarrow ${sized("A", shape_out)}`] });

/** A gradient that is passed on to one cell. @param {string} words @param {string} to @param {string[]} math @param {number | null} value @returns {Line} */
const passed = (words, to, math, value) => ({ name: "back", words, math: [`\\mathrm{d}${to}`, ...math, ...(value === null ? [] : [num(value)])] });

/** @type {Kind} */
const pooling = {
  forward(told, names, { about }) {
    const { F = 1, S = 1, count = 1 } = told.working?.numbers ?? {};
    const [c = 0, i = 0, j = 0] = names.place;
    const winner = told.working?.places.winner;
    const size = shapes(t("A window of {side}×{side} cells moves over each channel by {stride}.", { side: F, stride: S }), names, about);
    const cells = names.read([c, "r", "s"]);
    const numbers = seen(told);
    if (winner) return [size, {
      name: "max",
      words: t("Only the largest number of the window is passed on: that in row {row}, column {column}.", { row: (winner[1] ?? 0) + 1, column: (winner[2] ?? 0) + 1 }),
      math: [names.out, `\\max_{r,s}\\,${cells}`, `\\max(${(numbers.length > 9 ? [...numbers.slice(0, 8).map(num), "\\ldots"] : numbers.map(num)).join(",\\ ")})`, names.read(winner), num(told.after)],
      terms: { ...listed(told), count: numbers.length > 9 ? numbers.length : 0 },
    }];
    return [size, {
      name: "average",
      words: t("The average of the window; the border counts as zeros."),
      math: [named(names.after, names.above, [c, i, j]), `\\tfrac{1}{F^2}\\textstyle\\sum_{r,s} ${cells}`, `\\tfrac{1}{${count}}\\bigl(${sum(numbers.map(factor), told.working?.sums.window?.length)}\\bigr)`, num(told.after)],
      terms: listed(told),
    }];
  },
  backward({ d_after, working }, names) {
    const winner = working?.places.winner;
    const [c = 0] = names.place;
    if (winner) {
      const whole = working?.numbers.back ?? 0;
      const shares = whole === d_after ? [] : [`\\mathrm{d}${names.out} + \\cdots`];
      return [passed(t("The gradient goes to the largest number alone; the others of the window get nothing from it. Where windows overlap, shares add up."), names.read(winner), [...shares, `${num(d_after ?? 0)}${shares.length ? " + \\cdots" : ""}`], shares.length ? whole : null)];
    }
    const { count = 1, share = 0 } = working?.numbers ?? {};
    return [{ name: "back", words: t("Every number of the window gets its equal share of the gradient."), math: [`\\mathrm{d}${names.read([c, "r", "s"])} \\leftarrow \\tfrac{1}{F^2}\\,\\mathrm{d}${names.out}`, `\\tfrac{1}{${count}}\\cdot ${factor(d_after ?? 0)}`, num(share)] }];
  },
};

/** @type {Kind} */
const average = {
  forward(told, names, { about }) {
    const { count = 1 } = told.working?.numbers ?? {};
    const [c = 0] = names.place;
    return [shapes(t("Of each channel the average over the whole map."), names, about), {
      name: "average",
      words: t("The average of all {count} cells of the channel.", { count }),
      math: [names.out, `\\tfrac{1}{HW}\\textstyle\\sum_{r,s} ${names.read([c, "r", "s"])}`, `\\tfrac{1}{${count}}\\bigl(${sum(seen(told).map(factor), count)}\\bigr)`, num(told.after)],
      terms: listed(told),
    }];
  },
  backward({ d_after, working }, names) {
    const { count = 1, share = 0 } = working?.numbers ?? {};
    return [{ name: "back", words: t("Every cell of the channel gets its equal share of the gradient."), math: [`\\mathrm{d}${names.read([names.place[0] ?? 0, "r", "s"])}`, `\\tfrac{1}{HW}\\,\\mathrm{d}${names.out}`, `\\tfrac{1}{${count}}\\cdot ${factor(d_after ?? 0)}`, num(share)] }];
  },
};

/** @type {Kind} */
const upsampling = {
  forward({ after, working, settings }, names, { about }) {
    const f = Number(settings.factor ?? 2);
    return [shapes(t("Every number becomes a square of {factor}×{factor} equal ones.", { factor: f }), names, about), { name: "copy", words: t("This cell is a copy of the one that it comes from."), math: [names.out, names.read(working?.places.read ?? []), num(after)] }];
  },
  backward({ d_read, working }, names) {
    const back = working?.sums.back ?? EMPTY;
    return [{
      name: "back",
      words: t("The gradients of all copies add up."),
      math: [`\\mathrm{d}${names.read(working?.places.read ?? [])}`, `\\textstyle\\sum_{i,j} \\mathrm{d}${named(names.after, names.above, [names.place[0] ?? 0, "i", "j"])}`, sum(back.terms.map(([value = 0]) => factor(value)), back.length), num(d_read ?? 0)],
      terms: { count: back.length, listed: back.terms.map(([value = 0]) => num(value)) },
    }];
  },
};

/** @type {Kind} */
const reshape = {
  forward: ({ after, working }, names, { about }) => [shapes(t("The same numbers in another shape: nothing is computed."), names, about), { name: "copy", words: t("This cell is a copy of the one that it comes from."), math: [names.out, names.read(about.shape_in.length === 3 ? (working?.places.read ?? []) : (working?.places.read ?? []).slice(0, 1)), num(after)] }],
  backward: ({ d_after, working }, names, { about }) => [passed(t("The gradient goes back to the same number."), names.read(about.shape_in.length === 3 ? (working?.places.read ?? []) : (working?.places.read ?? []).slice(0, 1)), [`\\mathrm{d}${names.out}`], d_after)],
};

/** @type {Kind} */
const noise = {
  forward({ before, after, working, settings }, names) {
    if (!working) return [{ name: "noise", words: t("Noise is for training alone: in use, numbers pass as they are."), math: [names.out, names.in, num(after)] }];
    const { noise: added, kept = 1 } = working.numbers;
    if (settings.form === "masking" || added === undefined)
      return [{ name: "noise", words: kept ? t("Masking noise: in this step, the number is kept for this sample.") : t("Masking noise: in this step, the number is set to 0 for this sample."), math: [names.out, `d\\,${names.in}`, product(kept, before ?? 0), num(after)] }];
    return [{ name: "noise", words: t("Noise: a random number is added, another one in every step and for every sample."), math: [names.out, `${names.in} + \\sigma\\epsilon`, `${num(before ?? 0)} + ${factor(added)}`, num(after)] }];
  },
  backward: ({ d_before }, names) => [passed(t("Noise is no parameter: the gradient passes, but not where the number was set to 0."), names.in, [], d_before)],
};

/** @type {Kind} */
const residual = {
  forward({ after, working }, names) {
    const { path = 0, shortcut = 0 } = working?.numbers ?? {};
    return [{
      name: "shortcut",
      words: t("The end of a residual block: what its layers give, and what came in past them, add up. Where the shapes differ, the shortcut is a projection, which is worked out as a layer of its own."),
      math: [names.out, `z^{\\mathrm{path}}_{${names.place.map((index) => index + 1).join(",")}} + ${named("a", "\\mathrm{shortcut}", names.place)}`, `${num(path)} + ${factor(shortcut)}`, num(after)],
    }];
  },
  backward: ({ d_after }, names) => [{
    name: "back",
    words: t("A sum passes its gradient on both ways as it is: through the layers, and past them. This is why deep residual networks learn."),
    math: [`\\mathrm{d}z^{\\mathrm{path}}`, `\\mathrm{d}a^{\\mathrm{shortcut}}`, `\\mathrm{d}${names.out}`, num(d_after ?? 0)],
  }],
};

/** @type {Kind} */
const inception = {
  forward({ after, working }, names, { about }) {
    const branch = (working?.numbers.branch ?? 0) + 1;
    const [channel = 0] = working?.places.branch ?? [];
    return [{ name: "layer", words: t("The end of an Inception block: the channels of its branches, one after the other."), math: [sized("A", about.shape_out), "(A_1;\\ A_2;\\ \\ldots)"] }, {
      name: "copy",
      words: t("This channel is channel {channel} of branch {branch}.", { channel: channel + 1, branch }),
      math: [names.out, named("a", `\\mathrm{branch}\\,${branch}`, working?.places.branch ?? []), num(after)],
    }];
  },
  backward: ({ d_after, working }, names) => [passed(t("The gradient goes back into that branch. At the beginning of the block, the gradients of all branches add up."), named("a", `\\mathrm{branch}\\,${(working?.numbers.branch ?? 0) + 1}`, working?.places.branch ?? []), [`\\mathrm{d}${names.out}`], d_after)],
};

/** @type {Record<string, Kind>} */
export const MAPPING = { pooling, global_average: average, upsampling, reshape, noise, residual, inception };

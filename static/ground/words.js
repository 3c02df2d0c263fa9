// The words about the ground: what is held fixed, and what is where.

import { rounded } from "../paint/axes.js";
import { joinGroups, joinSentences } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";

/** @typedef {import("../live/wire.js").Ground} Ground */
/** @typedef {[number, number]} Point */

/** @param {Point} point */
export const placeText = ([a, b]) => `${rounded(a)}, ${rounded(b)}`;

/** What is held fixed, and whose loss it is. @param {Ground} about @param {number} n_train @param {number} now the step of the frame @param {{low: number, high: number}} [heights] of the surface */
export function heldText({ plane, samples, step }, n_train, now, { low, high } = { low: 0, high: 1 }) {
  const held = {
    weights: t("All other weights and biases are held at their present values."),
    random: t("Two random directions through the weights of iteration {step}; in each, the part of a unit is as long as the unit's weights (Li et al., 2018). Biases are held.", { step: step ?? now }),
    path: t("The plane of the two principal components of the path, through the weights of iteration {step}. What lies across it is held.", { step: step ?? now }),
  }[plane.kind];
  const loss = samples === n_train ? t("The loss is that of all {count} training samples, penalty included, as the network answers in use.", { count: samples }) : t("The loss is that of the first {count} of {all} training samples, penalty included, as the network answers in use.", { count: samples, all: n_train });
  const late = plane.kind === "weights" && step !== null && step !== now ? t("The surface is that of iteration {step}.", { step }) : "";
  const flat = Number.isNaN(low) ? t("Nowhere in this window is the loss finite.") : high - low < 1e-9 ? t("The loss is the same everywhere in this window: choose other axes, or see more of it.") : "";
  return joinSentences([held, loss, late, flat]);
}

/** Where the run is. @param {Ground} about @param {Point} ball @param {number | null} below the loss of the surface there */
export function ballText({ loss, distance, plane }, ball, below) {
  const words = t("The ball, the run, is at {place}: loss {loss}.", { place: placeText(ball), loss: figure(loss) });
  if (plane.kind === "weights" || !distance || distance < 1e-3) return words;
  const above = t("It is {distance} away from this plane; the ground below it has the loss {below}.", { distance: figure(distance), below: figure(below) });
  return joinSentences([words, above]);
}

/** @param {NonNullable<Ground["minima"]>} minima */
export function minimaText(minima) {
  if (minima.length === 0) return t("No minimum was found within this window: the ways down lead out of it, or have no end.");
  const list = minima.map(({ at, loss, share }, nth) => t("{number}: loss {loss} at {place}, from {share} % of the points", { number: nth + 1, loss: figure(loss), place: placeText(at), share: percentage(share) }));
  return t("Minima, and from how many of the points the way down leads there: {list}.", { list: joinGroups(list) });
}

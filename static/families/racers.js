// The racers of a family, and their curves as they are drawn.

import { curveOf, haveOwnUnits, measured, stateOf } from "./members.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */

/**
 * The racers: of each value of the first field the member that is drawn, and its others. Where rates were tried, the one with the
 * least validation loss is drawn.
 * @param {FamilyFrame} frame
 */
export function racersOf(frame) {
  const [first, second] = frame.variations;
  const others = second?.values.length ?? 1;
  return (first?.values ?? []).map((value, racer) => {
    const members = Array.from({ length: others }, (_, i) => racer * others + i);
    const loss = (/** @type {number} */ member) => {
      const found = measured(frame, member, "validation_loss");
      return stateOf(frame, member) === "diverged" || Number.isNaN(found) ? Infinity : found;
    };
    const best = members.reduce((least, member) => (loss(member) < loss(least) ? member : least));
    return { value, best, members };
  });
}

/** The test losses of a member, as they are drawn: losses of different kinds as shares of those at step 0. @param {FamilyFrame} frame @param {number} member @returns {[number[], (number | null)[]]} */
export function drawnCurve(frame, member) {
  const { steps, test } = curveOf(frame, member);
  const unit = haveOwnUnits(frame) ? Number(test[0]) || 1 : 1;
  return [Array.from(steps, Number), Array.from(test, (loss) => (Number.isFinite(Number(loss)) ? Number(loss) / unit : null))];
}

// The members of a family as a frame has them, and their order by a measure.

/** @typedef {import("../live/wire.js").FamilyFrame} FamilyFrame */
/** @typedef {"train_loss" | "test_loss" | "validation_loss" | "train_accuracy" | "test_accuracy" | "validation_accuracy"} Measure */
/** @typedef {Measure | "fields" | "gap"} Order */
/** @typedef {"train" | "test"} Part */

/** The columns of `measures` (`MEASURES` of app/frames/family.py). @type {Measure[]} */
export const MEASURES = ["train_loss", "test_loss", "validation_loss", "train_accuracy", "test_accuracy", "validation_accuracy"];

/** The states of members, as numbers of `member_states`. */
export const STATES = /** @type {const} */ (["goes on", "stopped", "diverged"]);

/** A measure of a member; NaN: it has none. @param {FamilyFrame} frame @param {number} member @param {Measure | "gap"} measure */
export function measured({ arrays: { measures } }, member, measure) {
  const at = (/** @type {Measure} */ name) => Number(measures.data[member * MEASURES.length + MEASURES.indexOf(name)]);
  return measure === "gap" ? at("test_loss") - at("train_loss") : at(measure);
}

/** @param {FamilyFrame} frame @param {number} member */
export const stateOf = ({ arrays: { member_states } }, member) => STATES[Number(member_states.data[member])] ?? "goes on";

/** Whether losses of different kinds are beside each other, which have different units. @param {FamilyFrame} frame */
export const haveOwnUnits = ({ variations }) => variations.some(({ field }) => field === "objective.loss");

/** The members' numbers, the best first; those that have diverged last, and equal ones as they are counted. @param {FamilyFrame} frame @param {Order} order @returns {number[]} */
export function ordered(frame, order) {
  const numbers = Array.from({ length: frame.arrays.measures.shape[0] ?? 0 }, (_, i) => i);
  if (order === "fields") return numbers;
  const sign = order.endsWith("accuracy") ? -1 : 1;
  const keys = numbers.map((member) => {
    const value = sign * measured(frame, member, order);
    return stateOf(frame, member) === "diverged" || Number.isNaN(value) ? Infinity : value;
  });
  return numbers.sort((a, b) => {
    const [left = 0, right = 0] = [keys[a], keys[b]];
    return left === right ? a - b : left - right;
  });
}

/** The curve of a member: its steps, and its training and test losses, as a tile has them. @param {FamilyFrame} frame @param {number} member */
export function curveOf({ arrays: { curve_steps, curves } }, member) {
  const points = curve_steps.shape[1] ?? 0;
  const steps = curve_steps.data.subarray(member * points, (member + 1) * points);
  let count = steps.findIndex(Number.isNaN);
  if (count < 0) count = points;
  const row = (/** @type {number} */ nth) => curves.data.subarray((3 * member + nth) * points, (3 * member + nth) * points + count);
  return { steps: steps.subarray(0, count), train: row(0), test: row(1), validation: row(2) };
}

/**
 * The vote, or the mean answer, beside the members: its figure, and how many of them are worse, equal and better. Null: they are no ensemble.
 * @param {FamilyFrame} frame @param {Part} part
 */
export function besideEach(frame, part) {
  const { ensemble } = frame;
  const isOfClasses = ensemble?.problem === "classification";
  const together = (isOfClasses ? ensemble?.vote : ensemble?.mean)?.[part];
  if (together === undefined || together === null) return null;
  const count = frame.arrays.measures.shape[0] ?? 0;
  const each = Array.from({ length: count }, (_, member) => measured(frame, member, isOfClasses ? `${part}_accuracy` : `${part}_loss`));
  // Figures of four bytes are compared with one of eight.
  const same = (/** @type {number} */ value) => Math.abs(value - together) <= 1e-6 * Math.max(1, Math.abs(together));
  const worse = each.filter((value) => !same(value) && (isOfClasses ? value < together : value > together)).length;
  const equal = each.filter(same).length;
  return { together, each, isOfClasses, worse, equal, better: count - worse - equal };
}

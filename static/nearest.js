// The nearest experiment: where a part of an address cannot be, the rest of it opens, and sentences say what was changed.

import { t } from "./messages.js";
import { said } from "./refusals.js";
import { ask } from "./rest.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {import("./address.js").Changes} Changes */
/** @typedef {import("./wire.js").Failure & {field: string, taken: unknown}} Adjustment */

/** What the server says of an experiment that cannot be, and of one whose data are not here. */
const WRONG = ["invalid", "unknown-field"];
const WITHOUT_DATA = ["unavailable", "unusable", "unknown-dataset"];
const ROUNDS = 4;

/**
 * Do something with what an address asks for, or else with the experiment that is nearest to it. `place.notes` is given the
 * sentences about what was changed. Rejects with what is no fault of the address.
 * @template T
 * @param {Place} place
 * @param {(changes: Changes) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function nearly(place, act) {
  let { changes } = place;
  for (let round = 1; ; round++) {
    try {
      return await act(changes);
    } catch (error) {
      const failure = /** @type {import("./wire.js").Failure} */ (error);
      if (round === ROUNDS) throw error;
      if (WRONG.includes(failure.code)) changes = await nearest(place, changes);
      else if (WITHOUT_DATA.includes(failure.code)) {
        const { kind, table, ...data } = changes.data ?? {};
        place.notes.push(said(failure));
        changes = { ...changes, data };
      } else throw error;
    }
  }
}

/** @param {Place} place @param {Changes} changes @returns {Promise<Changes>} */
async function nearest(place, changes) {
  const { experiment, adjustments } = await ask("api/experiment", { method: "POST", body: JSON.stringify(changes) });
  place.notes.push(.../** @type {Adjustment[]} */ (adjustments).map((adjustment) => sentence(adjustment, place.names)));
  return experiment;
}

/** @param {Adjustment} adjustment @param {Record<string, string>} names what the address calls our fields */
export function sentence(adjustment, names) {
  const { text, values, field, taken } = adjustment;
  const reason = said({ text, values: { ...values, ...("where" in values && { where: names[field] ?? String(values.where) }) } });
  return taken === null || typeof taken === "object" && !Array.isArray(taken) ? reason : t("{reason} Taken: {taken}.", { reason, taken: shown(taken) });
}

/** @param {unknown} value */
const shown = (value) => (Array.isArray(value) ? (value.length > 8 ? String(value.length) : value.join(", ") || "–") : String(value));

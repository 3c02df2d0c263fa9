// The nearest experiment: where a part of an address cannot be, the rest of it opens, and sentences say what was changed.

import { t } from "../words/messages.js";
import { said } from "../words/refusals.js";
import { ask } from "../live/rest.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {import("./address.js").Changes} Changes */
/** @typedef {import("../live/wire.js").Failure & {field: string, taken: unknown}} Adjustment */

/** What the server says of data that are not there, or are another's. */
const WITHOUT_DATA = ["unavailable", "unusable", "unknown-dataset"];

/**
 * Do something with the experiment that is nearest to what an address asks for. `place.notes` is given the sentences about
 * what is not as it asks. Rejects with what is no fault of the address.
 * @template T
 * @param {Place} place
 * @param {(changes: Changes) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function nearly(place, act) {
  const { changes, notes } = place;
  const { length } = notes;
  const near = Object.keys(changes).length > 0 ? await nearest(place, changes) : changes;
  try {
    return await act(near);
  } catch (error) {
    const failure = /** @type {import("../live/wire.js").Failure} */ (error);
    if (!WITHOUT_DATA.includes(failure.code)) {
      notes.length = length; // whoever tries again is not to say it twice
      throw error;
    }
    place.notes.push(said(failure));
    const { kind, table, ...data } = changes.data ?? {};
    return act(await nearest(place, { ...changes, data }));
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

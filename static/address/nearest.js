// The nearest experiment: where a part of an address is not possible, the rest still opens, and sentences report the
// changes.

import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { ask } from "../live/rest.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {import("./address.js").Changes} Changes */
/** @typedef {import("../live/wire.js").Failure & {field: string, taken: unknown}} Adjustment */

/** Codes of the server for data that are missing, or another visitor's. */
const WITHOUT_DATA = ["unavailable", "unusable", "unknown-dataset"];

/**
 * Act on the experiment that is nearest to an address. `place.notes` gets the sentences about the differences.
 * Rejects with failures that are no fault of the address.
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
      notes.length = length; // another attempt must not repeat them
      throw error;
    }
    place.notes.push(translated(failure));
    const { kind, table, album, ...data } = changes.data ?? {};
    return act(await nearest(place, { ...changes, data }));
  }
}

/** @param {Place} place @param {Changes} changes @returns {Promise<Changes>} */
async function nearest(place, changes) {
  const { experiment, adjustments } = await ask("api/experiment", { method: "POST", body: JSON.stringify(changes) });
  place.notes.push(.../** @type {Adjustment[]} */ (adjustments).map((adjustment) => sentence(adjustment, place.names)));
  return experiment;
}

/** @param {Adjustment} adjustment @param {Record<string, string>} names the address's names of our fields */
export function sentence(adjustment, names) {
  const { text, values, field, taken } = adjustment;
  const reason = translated({ text, values: { ...values, ...("where" in values && { where: names[field] ?? String(values.where) }) } });
  return taken === null || typeof taken === "object" && !Array.isArray(taken) ? reason : t("{reason} Taken: {taken}.", { reason, taken: shown(taken) });
}

/** A value in a few words: of a list of layers, their kinds. @param {unknown} value */
const shown = (value) => (Array.isArray(value) ? (value.length > 8 ? String(value.length) : joinNames(value.map(item)) || "–") : String(value));

/** @param {any} each */
const item = (each) => (typeof each === "object" && each !== null ? (each.kind ?? JSON.stringify(each)) : String(each));

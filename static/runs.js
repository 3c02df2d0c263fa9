// The page's own run: created over the REST interface, and found again after a reload or another day.

import { ask, Refused } from "./rest.js";

const REMEMBERED = "chalknet-run";

/** @typedef {{id: string, experiment: import("./address.js").Experiment}} Run */

/** @param {import("./address.js").Changes} changes to the default experiment @returns {Promise<Run>} */
export async function create(changes) {
  return remembered(await ask("api/runs", { method: "POST", body: JSON.stringify(changes) }));
}

/** A run of one's own that goes on from a saved network. @param {string} network @returns {Promise<Run>} */
export async function createFrom(network) {
  return remembered(await ask(`api/networks/${encodeURIComponent(network)}/runs`, { method: "POST" }));
}

/**
 * The run of this tab, if the server still has it.
 * @param {boolean} orLatest whether the latest run will do that no other page has open
 * @returns {Promise<Run | null>}
 */
export async function resume(orLatest) {
  const own = await found(sessionStorage.getItem(REMEMBERED));
  if (own || !orLatest) return own;
  /** @type {(Run & {watched: boolean})[]} */
  const runs = await ask("api/runs").catch(refusedIs([]));
  return remembered(await found(runs.find((run) => !run.watched)?.id));
}

/** The run that this tab had last. */
export const present = () => sessionStorage.getItem(REMEMBERED);

/** Open a run here that this tab had before. @param {string} id @returns {Promise<Run>} */
export async function takeOver(id) {
  return remembered(await ask(`api/runs/${encodeURIComponent(id)}`));
}

/** @param {string | null | undefined} id @returns {Promise<Run | null>} */
async function found(id) {
  return id ? ask(`api/runs/${encodeURIComponent(id)}`).catch(refusedIs(null)) : null;
}

/** @template T @param {T} instead */
function refusedIs(instead) {
  return (/** @type {unknown} */ error) => {
    if (error instanceof Refused) return instead;
    throw error;
  };
}

/** @template {Run | null} T @param {T} run */
function remembered(run) {
  if (run) sessionStorage.setItem(REMEMBERED, run.id);
  return run;
}

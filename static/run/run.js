// The page's own run: created over the REST interface, and found again after a reload or another day.

import { Holding, patience } from "../live/holding.js";
import { ask, greet, Refused } from "../live/rest.js";
import { tab } from "./storage.js";
import { passes, troubles } from "../notes/troubles.js";

const REMEMBERED = "chalknet-run";
/** The run that this tab had when its page was left. A duplicate of a tab is made while that is open, and has no such mark. */
const LEFT = "chalknet-left";

/** In milliseconds. */
export const defaults = { first_wait: 1000, longest_wait: 15_000 };

/** @typedef {{id: string, experiment: import("../address/address.js").Experiment}} Run */
/** @typedef {Run & {watched: boolean, step: number, state: string}} Listed */

/** Whether this tab was opened as a copy of another one, and so has a copy of its run. */
export let isDuplicate = false;

/** The run that this tab holds. */
export const holding = new Holding();

/** The page is left: for good, for a reload, or to be come back to. */
export function leave() {
  if (holding.run) tab.set(LEFT, holding.run);
  holding.release();
}

/** The page is come back to. @param {string} run @returns {Promise<boolean>} whether it still has its run */
export function comeBack(run) {
  tab.set(LEFT, "");
  return holding.hold(run);
}

/** @param {import("../address/address.js").Changes} changes to the default experiment @returns {Promise<Run>} */
export async function create(changes) {
  return ours(await ask("api/runs", { method: "POST", body: JSON.stringify(changes) }));
}

/** A run of one's own that goes on from a saved network. @param {string} network @returns {Promise<Run>} */
export async function createFrom(network) {
  return ours(await ask(`api/networks/${encodeURIComponent(network)}/runs`, { method: "POST" }));
}

/** A run of one's own that goes on from another one. @param {string} run @returns {Promise<Run>} */
export async function copy(run) {
  return ours(await ask(`api/runs/${encodeURIComponent(run)}/copies`, { method: "POST" }));
}

/** One's own, the latest first. @returns {Promise<Listed[]>} */
export const list = () => ask("api/runs");

/**
 * The run of this tab, if the server still has it; a copy of it, if this tab is a duplicate of another one.
 * @param {boolean} orLatest whether the latest run will do that no other page has open
 * @returns {Promise<Run | null>}
 */
export async function resume(orLatest) {
  const id = tab.get(REMEMBERED);
  const patient = tab.get(LEFT) === id ? patience.again : patience.perhaps;
  tab.set(LEFT, "");
  isDuplicate = id !== null && !(await holding.hold(id, patient));
  const own = id && (isDuplicate ? await copy(id).catch(unknownIs(null)) : await found(id));
  if (own || !orLatest) return own || null;
  for (const { id, watched } of await list()) {
    if (!watched && (await holding.hold(id, patience.idle))) return ours(await found(id));
  }
  return null;
}

/** The run that this tab had last. */
export const present = () => tab.get(REMEMBERED);

/** Open a run here that another tab may hold. @param {string} id @returns {Promise<Run>} */
export async function takeOver(id) {
  const run = await ask(`api/runs/${encodeURIComponent(id)}`);
  await holding.take(id);
  return ours(run);
}

/** @type {((id: string) => void) | null} */
let choose = null;
/** @type {() => void} */
let hurry = () => {};

/** Whether a person has opened another run than the address asks for. */
export let isChosen = false;

/** Instead of what is tried again, open this run. Whether something is. @param {string} id */
export function openInstead(id) {
  choose?.(id);
  return choose !== null;
}

/** Try at once what is to be tried later. */
export const tryNow = () => hurry();

/**
 * Have a run. What is in the way and passes is said, and it is tried again, ever more seldom; the rest rejects.
 * @param {() => Promise<Run>} attempt
 * @returns {Promise<Run>}
 */
export async function persist(attempt) {
  choose = (id) => {
    isChosen = true;
    attempt = () => takeOver(id);
    hurry();
  };
  try {
    for (let attempts = 0; ; attempts++) {
      try {
        const run = await attempt();
        troubles.set("run", null);
        return run;
      } catch (error) {
        if (!(error instanceof Refused) || !passes(error)) throw error;
        if (error.code === "no-visitor") await greet().catch(() => {});
        if (error.code === "no-visitor" && attempts === 0) continue; // a server that was restarted may not know this visitor
        troubles.set("run", error);
        await wait(attempts);
        if (error.code === "too-many-runs") while (!isChosen && !(await hasRoom(error))) await wait(++attempts);
      }
    }
  } finally {
    choose = null;
  }
}

/** @param {number} attempts @returns {Promise<void>} */
function wait(attempts) {
  const longest = Math.min(defaults.first_wait * 2 ** attempts, defaults.longest_wait);
  return new Promise((resolve) => {
    hurry = resolve;
    setTimeout(resolve, longest * (0.5 + Math.random() / 2));
  });
}

/**
 * Whether another run fits. Where there are as many as allowed the server would end the one that was left longest ago; a tab
 * that reloads, or has lost its line, is to find its own again.
 * @param {Refused} refused
 */
async function hasRoom({ values }) {
  const own = await list().catch(() => []);
  if (own.length < Number(values.count ?? Infinity)) return true;
  for (const { id, watched } of own) if (!watched && (await holding.hold(id, patience.idle))) return true;
  return false;
}

/** @param {string} id @returns {Promise<Run | null>} */
async function found(id) {
  return ask(`api/runs/${encodeURIComponent(id)}`).then(ours, unknownIs(null));
}

/** @template T @param {T} instead */
function unknownIs(instead) {
  return (/** @type {unknown} */ error) => {
    if (error instanceof Refused && !passes(error)) return instead;
    throw error;
  };
}

/** @template {Run | null} T @param {T} run */
function ours(run) {
  if (!run) return run;
  if (holding.run !== run.id) holding.take(run.id); // it is new
  tab.set(REMEMBERED, run.id);
  return run;
}

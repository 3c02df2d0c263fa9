// The page's own run: created over the REST interface, and found again after a reload or on another day.

import { Holding, patience } from "../live/holding.js";
import { ask, contentOf, greet, Refused } from "../live/rest.js";
import { takeRun, takeRuns } from "../live/started.js";
import { Wait } from "../live/wait.js";
import { tab } from "./storage.js";
import { passes, troubles } from "./troubles.js";

const REMEMBERED = "chalknet-run";
/** The run of this tab when its page was left. A duplicate of a tab is made while that is open, and lacks this entry.
 */
const LEFT = "chalknet-left";

/** @typedef {{id: string, experiment: import("../address/address.js").Experiment, classroom?: string | null}} Run `classroom`: the code of the class of which it is the network of one's seat */
/** @typedef {Run & {watched: boolean, step: number, state: string}} Listed */

/** Whether this tab was opened as a duplicate of another one, and has a copy of its run. */
export let isDuplicate = false;

/** The run that this tab holds. */
export const holding = new Holding();

/** The page is left: for good, for a reload, or to return. */
export function leave() {
  if (holding.run) tab.set(LEFT, holding.run);
  holding.release();
}

/** The page returns. @param {string} run @returns {Promise<boolean>} whether it still has its run */
export function comeBack(run) {
  tab.set(LEFT, "");
  return holding.hold(run);
}

/** @param {import("../address/address.js").Changes} changes to the default experiment @param {boolean} [isOpened] whether this tab then has it @returns {Promise<Run>} */
export async function create(changes, isOpened = true) {
  const run = await ask("api/runs", { method: "POST", body: JSON.stringify(changes) });
  return isOpened ? ours(run) : run;
}

/** The run of a first visit that the head start has asked for, if it has: once, so that a repeated attempt asks anew. @returns {Promise<Run> | null} */
export function begun() {
  const asked = takeRun();
  return asked && contentOf(asked).then(ours);
}

/** Another run, beside one that was made for it: where the other is refused, that one ends. @param {Run} run @param {() => Promise<Run>} make */
export async function makeBeside({ id }, make) {
  try {
    return await make();
  } catch (error) {
    ask(`api/runs/${encodeURIComponent(id)}`, { method: "DELETE" }).catch(() => {});
    throw error;
  }
}

/** A run of the visitor's own that continues from a saved network. @param {string} network @param {boolean} [isOpened] whether this tab then has it @returns {Promise<Run>} */
export async function createFrom(network, isOpened = true) {
  const run = await ask(`api/networks/${encodeURIComponent(network)}/runs`, { method: "POST" });
  return isOpened ? ours(run) : run;
}

/** A run of the visitor's own that continues from another one. @param {string} run @returns {Promise<Run>} */
export async function copy(run) {
  return ours(await ask(`api/runs/${encodeURIComponent(run)}/copies`, { method: "POST" }));
}

/** The visitor's own runs, the latest first. @returns {Promise<Listed[]>} */
export const list = () => ask("api/runs");

/** The list that the head start has asked for; where a page watched one of them then, which may have been left, a new one. @returns {Promise<Listed[]>} */
async function listed() {
  const asked = takeRuns();
  /** @type {Listed[]} */
  const runs = asked ? await contentOf(asked) : [];
  return asked && !runs.some(({ watched }) => watched) ? runs : list();
}

/**
 * The run of this tab, if the server still has it; a copy of it, if this tab is a duplicate of another one.
 * @param {boolean} orLatest whether to take the latest run that no other page has open, if there is none
 * @returns {Promise<Run | null>}
 */
export async function resume(orLatest) {
  const id = tab.get(REMEMBERED);
  const patient = tab.get(LEFT) === id ? patience.again : patience.perhaps;
  tab.set(LEFT, "");
  isDuplicate = id !== null && !(await holding.hold(id, patient));
  const own = id && (isDuplicate ? await copy(id).catch(unknownIs(null)) : await found(id));
  // An address with settings of its own is not for the network of a seat.
  if (own && !(own.classroom && location.hash)) return atSeat(own);
  if (!orLatest) return null;
  for (const { id, watched, classroom } of await listed()) {
    if (!watched && !classroom && (await holding.hold(id, patience.idle))) return ours(await found(id));
  }
  return null;
}

/** The last run of this tab. */
export const present = () => tab.get(REMEMBERED);

/** Open a run in this tab, even if another tab holds it. @param {string} id @returns {Promise<Run>} */
export const takeOver = async (id) => /** @type {Run} */ (await takeOverIf(id, () => true));

/** The same, unless another run was asked for meanwhile. @param {string} id @param {() => boolean} isWanted @returns {Promise<Run | null>} */
export async function takeOverIf(id, isWanted) {
  const run = await ask(`api/runs/${encodeURIComponent(id)}`);
  if (!isWanted()) return null;
  await atSeat(run);
  await holding.take(id);
  return isWanted() ? ours(run) : null;
}

/** @type {((id: string) => void) | null} */
let choose = null;
const wait = new Wait();

/** Whether a visitor has opened another run than that of the address. */
export let isChosen = false;

/** Open this run instead of the attempt that is being repeated; whether there is one. @param {string} id */
export function openInstead(id) {
  choose?.(id);
  return choose !== null;
}

/** Make a scheduled attempt at once. */
export const tryNow = () => wait.end();

/**
 * Get a run. Passing troubles are shown, and the attempt is repeated at growing intervals; other failures reject.
 * @param {() => Promise<Run>} attempt
 * @returns {Promise<Run>}
 */
export async function persist(attempt) {
  choose = (id) => {
    isChosen = true;
    attempt = () => takeOver(id);
    wait.end();
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
        if (error.code === "no-visitor" && attempts === 0) continue; // a restarted server may not know this visitor
        troubles.set("run", error);
        await wait.after(attempts);
        if (error.code === "too-many-runs") while (!isChosen && !(await hasRoom(error))) await wait.after(++attempts);
      }
    }
  } finally {
    choose = null;
  }
}

/**
 * Whether another run fits. At the limit, the server would put the run to sleep that was unwatched for longest; a tab that
 * reloads, or has lost its connection, should find its own run.
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

/** The network of a seat has the strip of its class: on another page, that of the seat is opened instead. @param {Run} run @returns {Promise<Run>} */
async function atSeat(run) {
  const { classroom } = run;
  if (!classroom || new URLSearchParams(location.search).get("class") === classroom) return run;
  location.replace(`./?class=${classroom}`);
  return new Promise(() => {}); // the page is left
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
  if (holding.run !== run.id) holding.take(run.id); // the run is new
  tab.set(REMEMBERED, run.id);
  return run;
}

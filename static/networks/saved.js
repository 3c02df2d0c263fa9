// Saved networks: what the server keeps of a run under a name, and the address by which anyone may open it.

import { ask } from "../live/rest.js";

/** @typedef {{id: string, name: string, experiment: import("../address/address.js").Experiment, step: number, saved_at: number}} Network */

/** One's own, the latest first. @returns {Promise<Network[]>} */
export const list = () => ask("api/networks");

/** @param {string} run @param {string} name @returns {Promise<Network>} */
export const save = (run, name) => ask("api/networks", { method: "POST", body: JSON.stringify({ run, name }) });

/** @param {Network} network @returns {Promise<void>} */
export const remove = ({ id }) => ask(`api/networks/${encodeURIComponent(id)}`, { method: "DELETE" });

/** @param {Network} network */
export const addressOf = ({ id }) => new URL(`n/${encodeURIComponent(id)}`, document.baseURI).href;

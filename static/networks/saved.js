// Saved networks: runs that the server stores under a name, each with an address at which anyone may open it.

import { ask } from "../live/rest.js";

/** @typedef {{id: string, name: string, experiment: import("../address/address.js").Experiment, step: number, saved_at: number}} Network */

/** The visitor's own networks, the latest first. @returns {Promise<Network[]>} */
export const list = () => ask("api/networks");

/** @param {string} run @param {string} name @returns {Promise<Network>} */
export const save = (run, name) => ask("api/networks", { method: "POST", body: JSON.stringify({ run, name }) });

/** @param {Pick<Network, "id">} network @returns {Promise<void>} */
export const remove = ({ id }) => ask(`api/networks/${encodeURIComponent(id)}`, { method: "DELETE" });

/** @param {Network} network */
export const addressOf = ({ id }) => new URL(`n/${encodeURIComponent(id)}`, document.baseURI).href;

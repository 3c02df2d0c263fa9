// Saved networks: runs that the server stores under a name, each with an address at which anyone may open it.

import { ask } from "../live/rest.js";
import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";

/** @typedef {{id: string, name: string, experiment: import("../address/address.js").Experiment, step: number, saved_at: number, classroom?: string | null, layers?: number | null}} Network `classroom`: the class to which it belongs; where one is read, with how many layers with weights it has */
/** @typedef {{name: string, title: string, network: string | null, step: number, steps: number}} ReadyTrained `network`: the id of the saved network, once it is trained */

/** The visitor's own networks, the latest first. @returns {Promise<Network[]>} */
export const list = () => ask("api/networks");

/** @param {string} run @param {string} name @returns {Promise<Network>} */
export const save = (run, name) => ask("api/networks", { method: "POST", body: JSON.stringify({ run, name }) });

/** @param {Pick<Network, "id">} network @returns {Promise<void>} */
export const remove = ({ id }) => ask(`api/networks/${encodeURIComponent(id)}`, { method: "DELETE" });

/** @param {Network} network */
export const addressOf = ({ id }) => new URL(`n/${encodeURIComponent(id)}`, document.baseURI).href;

/** @param {string} id @returns {Promise<Network>} */
export const read = (id) => ask(`api/networks/${encodeURIComponent(id)}`);

/**
 * A new run that begins with the first layers of a saved network.
 * @param {Network} network
 * @param {{layers: number, freeze: boolean, changes: import("../address/address.js").Changes}} wanted
 * @returns {Promise<import("../run/run.js").Run>}
 */
export const transfer = ({ id }, wanted) => ask(`api/networks/${encodeURIComponent(id)}/transfers`, { method: "POST", body: JSON.stringify(wanted) });

/** The ready-trained networks, and how far each is. @returns {Promise<ReadyTrained[]>} */
export const readyTrained = () => ask("api/ready-trained");

/** Ask for one of them: it is trained if it is not there yet. @param {string} name @returns {Promise<ReadyTrained>} */
export const askFor = (name) => ask(`api/ready-trained/${encodeURIComponent(name)}`, { method: "POST" });

/** The page's name of a data set, with its chosen digits. @param {{kind: string, digits?: number[] | null}} data */
export function nameOfData({ kind, digits }) {
  if (kind === "table") return t("Your own file");
  const name = document.querySelector(`[name=kind][value="${CSS.escape(kind)}"]`)?.getAttribute("aria-label") ?? kind;
  return digits ? `${name} ${joinNames(digits.map(String))}` : name;
}

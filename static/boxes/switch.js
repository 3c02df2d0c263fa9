// The switch between a class alone and a class with its box.

import { saysBox, withBox, withoutBox } from "./heads.js";

/**
 * @param {HTMLElement} host
 * @param {(heads: unknown) => void} change
 * @param {import("../run/state.js").State} state
 * @returns {(heads: import("./heads.js").Head[] | null) => void} shows the heads of an experiment
 */
export function localisation(host, change, state) {
  const box = /** @type {HTMLInputElement} */ (host.querySelector("input"));
  box.addEventListener("change", () => {
    const { objective } = state.experiment;
    change(box.checked ? withBox(objective) : (withoutBox(objective).heads ?? null));
  });
  return (heads) => (box.checked = heads?.some(saysBox) ?? false);
}

// What a student has changed of the task, as far as the board knows: layers, learning rate and where its weights are from.

import { rounded } from "../paint/axes.js";
import { t } from "../words/messages.js";

/** Layers as they are written on a tile. @param {import("../live/wire.js").Frame} frame */
export const layersOf = ({ sizes }) => sizes.join("–");

/**
 * @param {import("../live/wire.js").Frame} frame
 * @param {import("./told.js").Task | undefined} task
 * @returns {string[]}
 */
export function changesOf(frame, task) {
  const changes = [];
  if (task && frame.sizes.slice(1, -1).join() !== task.experiment.network.hidden.join()) changes.push(t("layers {layers}", { layers: layersOf(frame) }));
  if (task && task.experiment.optimizer.schedule === "constant" && Math.abs(frame.learning_rate / task.experiment.optimizer.learning_rate - 1) > 1e-6) {
    changes.push(t("rate {rate}", { rate: rounded(frame.learning_rate) }));
  }
  if (frame.weights_edited && !task?.experiment.network.weights) changes.push(t("weights set by hand"));
  if (frame.is_loaded) changes.push(t("loaded network"));
  return changes;
}

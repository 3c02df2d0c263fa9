// The axes of the plot of settings: the numbers of a setting, and how each is written.

import { rounded } from "../paint/axes.js";
import { figure, inPercent, t, whole, withUnit } from "../words/messages.js";

/** The numbers that may be axes, in the order of the table. @type {Record<string, {text: string, isLog?: boolean, isShare?: boolean}>} */
export const AXES = {
  learning_rate: { text: t("Learning rate"), isLog: true },
  batch_size: { text: t("Batch size"), isLog: true },
  neurons: { text: t("Neurons") },
  layers: { text: t("Layers") },
  parameters: { text: t("Parameters"), isLog: true },
  steps: { text: t("Steps"), isLog: true },
  train_loss: { text: t("Training loss"), isLog: true },
  test_loss: { text: t("Test loss"), isLog: true },
  accuracy: { text: t("Test accuracy"), isShare: true },
};

/** @param {string} axis */
export const named = (axis) => AXES[axis]?.text ?? axis;

/** A number beside an axis. @param {string} axis @param {number} value */
export const ticked = (axis, value) => (AXES[axis]?.isShare ? withUnit(rounded(100 * value), "%") : rounded(value));

/** A number of a setting. @param {string} axis @param {number} value */
export function written(axis, value) {
  if (!Number.isFinite(value)) return "–";
  if (AXES[axis]?.isShare) return inPercent(value);
  return axis.endsWith("loss") ? figure(value) : axis === "learning_rate" ? rounded(value) : whole(value);
}

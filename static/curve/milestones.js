// The milestones: a line in the curve for each step after which the conditions of training changed, and the changes.

import { fields } from "../address/schema.js";
import { t, whole } from "../words/messages.js";

export const defaults = { apart: 4, pad: 4, line: [3, 3], rows: 3, veil: 0.8 };

/** @typedef {[number, Record<string, [unknown, unknown]>]} Milestone a step, and by field the values before and after it */

/** The title of a field. @param {string} field */
const nameOf = (field) => t(fields.find(({ name }) => name === field)?.title ?? field);

/** @param {string} field */
const controlOf = (field) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-field="${CSS.escape(field)}"]`));

/** A value as its control shows it. @param {string} field @param {unknown} value */
function shown(field, value) {
  const control = controlOf(field);
  const option = [...(control?.querySelectorAll("option") ?? [])].find((each) => each.value === String(value));
  if (option) return option.textContent?.trim() ?? "";
  if (field === "data.kind") return control?.querySelector(`[value="${CSS.escape(String(value))}"]`)?.getAttribute("aria-label") ?? t("Your own file");
  if (typeof value === "number") return String(+(value * Number(control?.dataset.times ?? 1)).toPrecision(4)) + unitOf(control);
  return Array.isArray(value) && typeof value[0] !== "string" ? value.join("-") : "";
}

/** @param {Element | null} control */
function unitOf(control) {
  const unit = control?.querySelector(".unit")?.textContent ?? "";
  return unit && ` ${unit}`;
}

/** The changes at a milestone, in a few words. @param {Milestone} milestone @returns {string} */
export function wordsOf([, changed]) {
  return Object.entries(changed)
    .map(([field, [, after]]) => [nameOf(field), after === null ? "" : shown(field, after)].filter(Boolean).join(" "))
    .join(", ");
}

/** Changes, each with the values before and after. @param {Record<string, [unknown, unknown]>} changed @returns {string} */
export function changesOf(changed) {
  return Object.entries(changed)
    .map(([field, values]) => [nameOf(field), values.map((value) => (value === null ? "" : shown(field, value))).filter(Boolean).join(" → ")].filter(Boolean).join(" "))
    .join(", ");
}

/** All milestones as text, for screen readers. @param {Milestone[]} milestones */
export function spoken(milestones) {
  return milestones.map((each) => t("from iteration {step} on: {words}", { step: whole(each[0]), words: wordsOf(each) })).join("; ");
}

/**
 * Draw a line for each milestone, and write its changes beside it, where there is room.
 * @param {import("uplot")} plot
 * @param {Milestone[]} milestones
 * @param {import("../paint/colors.js").Colors} colors
 * @param {string} font
 */
export function drawMilestones({ ctx, bbox, valToPos, scales }, milestones, colors, font) {
  const { min = 0, max = 0 } = /** @type {{min?: number, max?: number}} */ (scales.x ?? {});
  const scale = devicePixelRatio;
  const seen = milestones.filter(([step]) => step >= (min ?? 0) && step <= (max ?? 0));
  const places = seen.map(([step]) => Math.round(valToPos(step, "x", true)));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colors.token("muted");
  ctx.lineWidth = scale;
  ctx.font = font.replace(/^\d+/, (size) => String(Number(size) * scale));
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  ctx.setLineDash(defaults.line.map((length) => length * scale));
  places.forEach((x, i) => {
    if (i > 0 && x - (places[i - 1] ?? 0) < defaults.apart * scale) return; // The steps of one slider movement share a line.
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  });
  ctx.setLineDash([]);
  // From the latest to the first, each label finds a row with room for it, on the right of its line or on its left.
  const rows = Array(defaults.rows).fill(bbox.left + bbox.width);
  const pad = defaults.pad * scale;
  const height = 1.3 * parseFloat(ctx.font);
  const paper = getComputedStyle(document.body).backgroundColor;
  for (let i = places.length - 1; i >= 0; i--) {
    const x = /** @type {number} */ (places[i]);
    const words = wordsOf(/** @type {Milestone} */ (seen[i]));
    const { width } = ctx.measureText(words);
    const starts = [x + pad, x - pad - width].filter((start) => start >= bbox.left);
    const [row, start] = rows.flatMap((_, each) => starts.map((from) => [each, from])).find(([each = 0, from = 0]) => from + width <= rows[each]) ?? [];
    if (row === undefined || start === undefined) continue;
    rows[row] = start - pad;
    ctx.fillStyle = paper;
    ctx.globalAlpha = defaults.veil;
    ctx.fillRect(start - pad / 2, bbox.top + row * height, width + pad, height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colors.token("muted");
    ctx.fillText(words, start, bbox.top + row * height);
  }
  ctx.restore();
}

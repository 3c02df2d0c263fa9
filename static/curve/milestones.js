// The milestones: a line in the curve for each step after which the conditions of training changed, and the changes.

import { fieldOf, fields } from "../address/schema.js";
import { joinClauses, joinGroups, joinNames } from "../words/joined.js";
import { t, withUnit } from "../words/messages.js";
import { typeset } from "../words/typeset.js";

export const defaults = { apart: 4, pad: 4, line: [3, 3], rows: 3, veil: 0.8 };

/** @typedef {[number, Record<string, [unknown, unknown]>]} Milestone a step, and by field the values before and after it */

/** A field by its name, for the kinds of an experiment: fields of several kinds may share a name, and differ in their words. @param {string} field @param {import("../address/address.js").Changes} experiment */
const fieldFor = (field, experiment) => fieldOf(field, experiment) ?? fields.find(({ name }) => name === field);

/** The kinds that stand among changes. @param {Record<string, [unknown, unknown]>} changed @returns {import("../address/address.js").Changes} */
const kindsIn = (changed) => Object.fromEntries(Object.entries(changed).flatMap(([field, [before, after]]) => (field.endsWith(".kind") ? [[field.slice(0, -".kind".length), { kind: after ?? before }]] : [])));

/** The title of a field. @param {string} field @param {import("../address/address.js").Changes} [experiment] */
export const nameOf = (field, experiment = {}) => t(fieldFor(field, experiment)?.title ?? field);

/** @param {string} field */
const controlOf = (field) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-field="${CSS.escape(field)}"]`));

/** A value as its control shows it. @param {string} field @param {unknown} value @param {import("../address/address.js").Changes} [experiment] */
export function shown(field, value, experiment = {}) {
  const control = controlOf(field);
  if (!control) return worded(field, value, experiment);
  const option = [...(control?.querySelectorAll("option") ?? [])].find((each) => each.value === String(value));
  if (option) return option.textContent?.trim() ?? "";
  if (field === "data.kind") return control?.querySelector(`[value="${CSS.escape(String(value))}"]`)?.getAttribute("aria-label") ?? t("Your own file");
  if (typeof value === "number") return withUnit(typeset(+(value * Number(control?.dataset.times ?? 1)).toPrecision(4)), control.querySelector(".unit")?.textContent ?? "");
  return Array.isArray(value) && typeof value[0] !== "string" ? value.join("-") : "";
}

/** A value on a page without controls, as that of a class. @param {string} field @param {unknown} value @param {import("../address/address.js").Changes} experiment @returns {string} */
function worded(field, value, experiment) {
  const { labels = {}, unit = "", times = 1 } = fieldFor(field, experiment) ?? {};
  if (typeof value === "number") return withUnit(typeset(+(value * times).toPrecision(4)), unit);
  if (typeof value === "string") return t(labels[value] ?? value);
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (!Array.isArray(value) || typeof value[0] === "object") return "";
  const words = value.map((each) => worded(field, each, experiment));
  return typeof value[0] === "number" ? words.join("-") : joinNames(words);
}

/** The changes at a milestone, in a few words. @param {Milestone} milestone @returns {string} */
function wordsOf([, changed]) {
  const kinds = kindsIn(changed);
  return joinClauses(Object.entries(changed).map(([field, [, after]]) => [nameOf(field, kinds), after === null ? "" : shown(field, after, kinds)].filter(Boolean).join(" ")));
}

/** The values after, a name and a value each. @param {Record<string, [unknown, unknown]>} changed @returns {string} */
export const settingsOf = (changed) => wordsOf([0, changed]);

/** Changes, each with the values before and after. @param {Record<string, [unknown, unknown]>} changed @returns {string} */
export function changesOf(changed) {
  const kinds = kindsIn(changed);
  const valuesOf = (/** @type {string} */ field, /** @type {unknown[]} */ values) => values.map((value) => (value === null ? "" : shown(field, value, kinds))).filter(Boolean).join(" → ");
  return joinClauses(Object.entries(changed).map(([field, values]) => [nameOf(field, kinds), valuesOf(field, values)].filter(Boolean).join(" ")));
}

/** All milestones as text, for screen readers. @param {Milestone[]} milestones */
export function spoken(milestones) {
  return joinGroups(milestones.map((each) => t("from iteration {step} on: {words}", { step: each[0], words: wordsOf(each) })));
}

/**
 * Where the lines of milestones stand, and where beside them their changes are written, as far as there is room.
 * @param {Milestone[]} milestones
 * @param {[number, number]} steps the first and the last that are seen
 * @param {(step: number) => number} place of a step, from the left
 * @param {{left: number, width: number}} area
 * @param {(words: string) => number} measure the width of words
 * @param {number} scale pixels along a CSS pixel
 */
export function placed(milestones, [min, max], place, area, measure, scale) {
  const seen = milestones.filter(([step]) => step >= min && step <= max);
  const places = seen.map(([step]) => Math.round(place(step)));
  // The steps of one slider movement share a line.
  const lines = places.filter((x, i) => i === 0 || x - (places[i - 1] ?? 0) >= defaults.apart * scale);
  // From the latest to the first, each label finds a row with room for it, on the right of its line or on its left.
  const rows = Array(defaults.rows).fill(area.left + area.width);
  const pad = defaults.pad * scale;
  /** @type {{words: string, start: number, width: number, row: number}[]} */
  const labels = [];
  for (let i = places.length - 1; i >= 0; i--) {
    const x = /** @type {number} */ (places[i]);
    const words = wordsOf(/** @type {Milestone} */ (seen[i]));
    const width = measure(words);
    const starts = [x + pad, x - pad - width].filter((start) => start >= area.left);
    const [row, start] = rows.flatMap((_, each) => starts.map((from) => [each, from])).find(([each = 0, from = 0]) => from + width <= rows[each]) ?? [];
    if (row === undefined || start === undefined) continue;
    rows[row] = start - pad;
    labels.push({ words, start, width, row });
  }
  return { lines, labels };
}

/**
 * Draw a line for each milestone, and write its changes beside it, where there is room.
 * @param {import("uplot")} plot
 * @param {Milestone[]} milestones
 * @param {import("../paint/colors.js").Colors} colors
 * @param {string} font
 */
export function drawMilestones({ ctx, bbox, valToPos, scales }, milestones, colors, font) {
  if (milestones.length === 0) return;
  const { min, max } = /** @type {{min?: number, max?: number}} */ (scales.x ?? {});
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colors.token("muted");
  ctx.lineWidth = scale;
  ctx.font = font.replace(/^\d+/, (size) => String(Number(size) * scale));
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  ctx.setLineDash(defaults.line.map((length) => length * scale));
  const measure = (/** @type {string} */ words) => ctx.measureText(words).width;
  const { lines, labels } = placed(milestones, [min ?? 0, max ?? 0], (step) => valToPos(step, "x", true), bbox, measure, scale);
  for (const x of lines) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  const pad = defaults.pad * scale;
  const height = 1.3 * parseFloat(ctx.font);
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const { words, start, width, row } of labels) {
    ctx.fillStyle = paper;
    ctx.globalAlpha = defaults.veil;
    ctx.fillRect(start - pad / 2, bbox.top + row * height, width + pad, height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colors.token("muted");
    ctx.fillText(words, start, bbox.top + row * height);
  }
  ctx.restore();
}

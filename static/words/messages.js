// The texts of the page: t() translates a message into the language that the server chose.

import { agreeing } from "./counted.js";
import { filled } from "./filled.js";
import { typeset } from "./typeset.js";

export { whole } from "./thousands.js";

/** The translation of each message, in a language that has them. @type {Record<string, string>} */
export const messages = JSON.parse(document.getElementById("messages")?.textContent || "{}");

/**
 * The translation of a message, its {names} filled in; the message itself where there is none.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export function t(message, values = {}) {
  return filled(messages[message] || agreeing(message, values), values);
}

/** A share in percent, to a tenth; 100 and 0 only where they are exact. @param {number} share */
export function percentage(share) {
  if (share === 0 || share === 1) return String(100 * share);
  return Math.max(0.1, Math.min(99.9, 100 * share)).toFixed(1);
}

/** A number and its unit. Chinese sets the percent sign without a blank. @param {string | number} number @param {string} unit */
export const withUnit = (number, unit) => (unit === "%" ? t("{number} %", { number }) : [number, unit].filter(Boolean).join(" "));

/** A share in percent with its sign. @param {number} share */
export const inPercent = (share) => withUnit(percentage(share), "%");

/**
 * A measured value, with three significant digits.
 * @param {number | null | undefined} value
 */
export function figure(value) {
  if (value == null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(1) : size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(size < 0.01 ? 4 : 3);
  return typeset(text);
}

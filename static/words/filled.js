// A translation with its values filled in: there is no blank between two Chinese characters, and one between a Chinese character and a letter or digit.
// The thousands of a number are set apart. app/web/filled.py has the same for the pages that the server makes.

import { whole } from "./thousands.js";

const NAME = /\{(\w+)\}/;
const ENDS_CHINESE = /[\p{Script=Han}\u3001-\u301f\uff01-\uff5e] ?$/u;
const BEGINS_CHINESE = /^ ?[\p{Script=Han}\u3001-\u301f\uff01-\uff5e]/u;
const ENDS_HAN = /\p{Script=Han}$/u;
const BEGINS_HAN = /^\p{Script=Han}/u;
const ENDS_OTHER = /[\p{Script=Latin}\p{Script=Greek}\p{N}]$/u;
const BEGINS_OTHER = /^[\p{Script=Latin}\p{Script=Greek}\p{N}]/u;

/** Two parts of a text in a row. @param {string} before @param {string} after */
function joined(before, after) {
  if (ENDS_CHINESE.test(before) && BEGINS_CHINESE.test(after)) return before.replace(/ $/, "") + after.replace(/^ /, "");
  const areApart = (ENDS_HAN.test(before) && BEGINS_OTHER.test(after)) || (ENDS_OTHER.test(before) && BEGINS_HAN.test(after));
  return areApart ? `${before} ${after}` : before + after;
}

/** @param {string | number | undefined} value */
const written = (value) => (Number.isSafeInteger(value) ? whole(/** @type {number} */ (value)) : String(value));

/** @param {string} text with {names} @param {Record<string, string | number>} values */
export const filled = (text, values) =>
  text
    .split(NAME)
    .map((part, i) => (i % 2 ? written(values[part]) : part))
    .reduce(joined);

// Numbers as a person types them: a cell, or lines of them.

import { t } from "../words/messages.js";

/** A number in a text, also with a comma, a minus sign of typesetting, or signs of full width (０．５); null: it is none. @param {string} text */
export function numberIn(text) {
  const narrow = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  const plain = narrow.trim().replace("−", "-").replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
  const value = Number(plain);
  return plain === "" || !Number.isFinite(value) ? null : value;
}

/** The cells of a line, between spaces, tabs or semicolons, or between commas with a space behind; where nothing else is between them, commas are. @param {string} line */
function cells(line) {
  const found = line.trim().split(/[\s;，；、]+|,\s+/).filter(Boolean);
  return found.length === 1 ? line.trim().replace(/,$/, "").split(",") : found;
}

/**
 * The rows of a text, a line each; empty lines are left out. Throws RangeError with a sentence for a line that cannot be read.
 * @param {string} text
 * @returns {number[][]}
 */
export function rowsIn(text) {
  return text.split(/\r?\n/).flatMap((line, nth) => {
    const row = cells(line).map((cell) => {
      const value = numberIn(cell.replace(/,$/, ""));
      if (value === null) throw new RangeError(t("Line {line}: {cell} is no number.", { line: nth + 1, cell }));
      return value;
    });
    return row.length > 0 ? [row] : [];
  });
}

/** Rows as a text, a line each. @param {number[][]} rows */
export const textOf = (rows) => rows.map((row) => row.join("  ")).join("\n");

// Rows of numbers as a person types them, a line each.

import { t } from "../words/messages.js";
import { cells, numberIn } from "./cells.js";

/**
 * The rows of a text, a line each; empty lines are left out. Throws RangeError with a sentence for a line that cannot be read.
 * @param {string} text
 * @param {boolean} [mayBeOne] whether a row may have one number
 * @returns {number[][]}
 */
export function rowsIn(text, mayBeOne = false) {
  return text.split(/\r?\n/).flatMap((line, nth) => {
    const row = cells(line, mayBeOne).map((cell) => {
      const value = numberIn(cell.replace(/,$/, ""));
      if (value === null) throw new RangeError(t("Line {line}: {cell} is no number.", { line: nth + 1, cell }));
      return value;
    });
    return row.length > 0 ? [row] : [];
  });
}

/** Rows as a text, a line each. @param {number[][]} rows */
export const textOf = (rows) => rows.map((row) => row.join("  ")).join("\n");

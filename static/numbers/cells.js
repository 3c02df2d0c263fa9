// A number as a person types it, and the cells of a line of numbers.

/** Signs of full width (０．５) as those of a Western keyboard. @param {string} text */
export const narrow = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

/** A number of decimal digits, as a program writes it; NaN: it is none, as 0x10. @param {string} text */
export const decimal = (text) => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN);

/** A number in a text, also with a comma, a minus sign of typesetting, or signs of full width; null: it is none. @param {string} text */
export function numberIn(text) {
  const value = decimal(narrow(text).trim().replace("−", "-").replace(/^([-+]?\d*),(\d+)$/, "$1.$2"));
  return Number.isFinite(value) ? value : null;
}

/** The cells of a line, between spaces, tabs or semicolons, or between commas with a space behind; where nothing else is between them, commas are. @param {string} line @param {boolean} [mayBeOne] whether 0,5 alone is a number, rather than two */
export function cells(line, mayBeOne = false) {
  const found = line.trim().split(/[\s;，；、]+|,\s+/).filter(Boolean);
  return found.length === 1 && !(mayBeOne && numberIn(line) !== null) ? line.trim().replace(/,$/, "").split(",") : found;
}

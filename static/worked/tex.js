// TeX: numbers, letters and sums of the worked example in KaTeX's notation.

/** `digits`: significant ones, `small`: those after the point beside a power of ten; `precise`: the same of runs in double precision. */
export const defaults = { digits: 4, small: 2, shown: 4, precise: { digits: 9, small: 8 }, usual: { digits: 4, small: 2 } };

/** Show as many digits as a precision has to show. @param {string} precision of a run */
export const showDigits = (precision) => Object.assign(defaults, precision === "double" ? defaults.precise : defaults.usual);

/** A term of a sum: in letters, and in numbers. @typedef {{letters: string, numbers: string}} Term */

/** A number with its significant digits, four where nothing else is asked for. @param {number} value */
export function digits(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa = "", exponent] = value.toExponential(defaults.small).split("e");
    return `${mantissa.replace(/\.?0+$/, "")}\\cdot 10^{${Number(exponent)}}`;
  }
  return value.toFixed(Math.max(0, defaults.digits - 1 - Math.floor(Math.log10(size)))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

/** A number in the colour of its sign. @param {number} value */
export const num = (value) => colored(value, digits(value));

/** A factor: in brackets where it is negative or has a power of ten. @param {number} value */
export const factor = (value) => colored(value, value < 0 ? `(${digits(value)})` : digits(value));

/** A square of a number. @param {number} value */
export const square = (value) => colored(value, value < 0 || digits(value).includes("cdot") ? `(${digits(value)})^2` : `${digits(value)}^2`);

/** @param {number} value @param {string} text */
const colored = (value, text) => (value === 0 ? text : `\\htmlClass{${value < 0 ? "minus" : "plus"}}{${text}}`);

/** What stands above the letters of a layer. @param {number | string} layer */
export const above = (layer) => `[${typeof layer === "number" ? layer : `\\text{${layer}}`}]`;

/**
 * A letter with its layer above and its indices, from 0, below.
 * @param {string} letter
 * @param {number | string} layer its number, or a word
 * @param {(number | string)[]} indices
 */
export function letter(letter, layer, ...indices) {
  const counted = indices.map((index) => (typeof index === "number" ? index + 1 : index));
  const below = counted.join(counted.length > 2 || counted.some((index) => String(index).length > 1) ? "," : "");
  return `${letter}${below && `_{${below}}`}^{${above(layer)}}`;
}

/** @param {string} name @param {string} shape what is written below */
const under = (name, shape) => `\\underset{\\htmlClass{shape}{${shape}}}{${name}}`;

/** A matrix with its shape written below. @param {string} name @param {(number | string)[]} shape */
export const shaped = (name, ...shape) => under(name, `(${shape.join(",\\,")})`);

/** Maps, a block of channels × height × width, with their size written below. @param {string} name @param {number[]} shape */
export const sized = (name, shape) => under(name, shape.join("\\times "));

/** A product of two numbers. @param {number} a @param {number} b */
export const product = (a, b) => `${factor(a)}\\cdot ${factor(b)}`;

/**
 * A sum of numbers: its first terms, and the number of all.
 * @param {string[]} terms
 * @param {number} [count] the number of all terms, where some are missing here
 */
export function sum(terms, count = terms.length) {
  const isShort = count <= defaults.shown;
  const shown = isShort ? terms : terms.slice(0, defaults.shown - 1);
  return [...shown, ...(isShort ? [] : ["\\cdots"])].join(" + ");
}

/** The same, divided by m. @param {string[]} terms @param {number} m */
export const mean = (terms, m) => (m === 1 ? sum(terms) : `\\tfrac{1}{${m}}\\bigl(${sum(terms, m)}\\bigr)`);

// Number fields as people fill them in: a decimal comma, or a minus sign of typesetting, is written as the field reads it,
// and 0x10 is no number, of which the field would leave the x out.

/** What stands in a text for a sign that a number field reads; the field itself leaves it out, and reads 0,5 as 5. */
const SAME = new Map([[",", "."], ["，", "."], ["．", "."], ["。", "."], ["−", "-"], ["–", "-"], ["－", "-"]]);

/** Digits in groups of three: 1,000,000, or 1.000 as a German writes it. */
const GROUPED = /^\s*[+−–－-]?\d{1,3}([,，．。.]\d{3})+\s*$/;

/** Whether a sign is read as the decimal point. @param {string} sign */
const isPoint = (sign) => sign === "." || SAME.get(sign) === ".";

/**
 * A text that comes into a number field, as the field reads it. In a field of whole numbers a point in a pasted 1.000 stands
 * between thousands; a 12,5 is no whole number, which the field then says. Of two kinds of points, as in 1,234.5, the last
 * one is the decimal point; commas alone, and more than one, stand between thousands.
 * @param {string} text what is typed or pasted
 * @param {boolean} isWhole
 */
export function asTyped(text, isWhole) {
  if (isWhole && GROUPED.test(text)) return [...text].map((sign) => (isPoint(sign) ? "" : (SAME.get(sign) ?? sign))).join("");
  const points = [...text].filter(isPoint);
  const last = points.at(-1);
  const isOnce = points.filter((sign) => sign === last).length === 1;
  return [...text].map((sign) => (!isPoint(sign) ? (SAME.get(sign) ?? sign) : sign === last && (isOnce || sign === ".") ? "." : "")).join("");
}

/**
 * The digits of a field when another point is typed behind them: the first one stood between thousands.
 * @param {string} value of the field
 * @param {string | undefined} first the sign that was typed for the point in it
 * @param {string} sign that is typed now
 * @param {boolean} [isWhole]
 * @returns {string | null} null: nothing is to be read anew
 */
export function regrouped(value, first, sign, isWhole = false) {
  if (!first || !isPoint(sign) || !/^-?\d{1,3}\.\d{3}$/.test(value) || (sign === first && sign === "." && !isWhole)) return null;
  return value.replace(".", "") + (sign === first ? "" : ".");
}

/** The sign that was typed for the point in a field. @type {WeakMap<HTMLInputElement, string>} */
const points = new WeakMap();

/** The fields into which a letter was typed or pasted that belongs to no number. @type {WeakSet<HTMLInputElement>} */
const spoilt = new WeakSet();

/** Whether a text has letters of no number; that of a power of ten is one. @param {string} text */
export const isSpoilt = (text) => /(?![eE])\p{L}/u.test(text);

/** @param {EventTarget | null} target @returns {target is HTMLInputElement} */
const isNumberField = (target) => target instanceof HTMLInputElement && target.type === "number";

/** @param {HTMLInputElement} field */
const isOfWhole = ({ step }) => step !== "any" && Number.isInteger(Number(step));

/** From now on, in all number fields of the page. */
export function readNumbersAsTyped() {
  document.addEventListener("beforeinput", (event) => {
    const { target, data } = event;
    if (!isNumberField(target) || !data || event.isComposing) return;
    if (isSpoilt(data)) spoilt.add(target);
    const isWhole = isOfWhole(target);
    const digits = regrouped(target.value, points.get(target), data, isWhole);
    if (isPoint(data) && !target.value.includes(".")) points.set(target, data);
    const text = digits ?? asTyped(data, isWhole);
    if (text === data) return;
    event.preventDefault();
    if (digits !== null) target.select();
    document.execCommand("insertText", false, text); // a number field has no selection that a script could replace
  });
  document.addEventListener("input", (event) => {
    const { target, data, inputType = "" } = /** @type {InputEvent} */ (event);
    if (isNumberField(target) && (inputType.startsWith("delete") || target.value === data)) spoilt.delete(target);
  });
  // Captured: before the field is asked for its number.
  document.addEventListener("change", ({ target }) => {
    if (!isNumberField(target)) return;
    if (spoilt.delete(target)) target.value = "";
    else if (isOfWhole(target) && GROUPED.test(target.value)) target.value = asTyped(target.value, true);
  }, true);
}

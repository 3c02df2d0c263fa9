// Number fields as people fill them in: a decimal comma, or a minus sign of typesetting, is written as the field reads it.

/** What stands in a text for a sign that a number field reads; the field itself leaves it out, and reads 0,5 as 5. */
const SAME = new Map([[",", "."], ["，", "."], ["．", "."], ["。", "."], ["−", "-"], ["–", "-"], ["－", "-"]]);
const SIGNS = new RegExp(`[${[...SAME.keys()].join("")}]`, "g");

/** Digits in groups of three: 1,000,000, or 1.000 as a German writes it. */
const GROUPED = /^\s*[+−–－-]?\d{1,3}([,，．。.]\d{3})+\s*$/;

/** Whether a sign is read as the decimal point. @param {string} sign */
const isPoint = (sign) => sign === "." || SAME.get(sign) === ".";

/**
 * A text that comes into a number field, as the field reads it. In a field of whole numbers a comma that is typed can only
 * stand between thousands: the field leaves it out by itself. So does a point in a pasted 1.000; a pasted 12,5 is no whole
 * number, which the field then says. Of two kinds of points, as in 1,234.5, the last one is the decimal point; commas
 * alone, and more than one, stand between thousands.
 * @param {string} text what is typed or pasted
 * @param {boolean} isWhole
 */
export function asTyped(text, isWhole) {
  if (isWhole && GROUPED.test(text)) return [...text].map((sign) => (isPoint(sign) ? "" : (SAME.get(sign) ?? sign))).join("");
  if (isWhole && text.length === 1) return text.replace(SIGNS, (sign) => (isPoint(sign) ? sign : (SAME.get(sign) ?? sign)));
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
 * @returns {string | null} null: nothing is to be read anew
 */
export function regrouped(value, first, sign) {
  if (!first || !isPoint(sign) || !/^-?\d{1,3}\.\d{3}$/.test(value) || (sign === first && sign === ".")) return null;
  return value.replace(".", "") + (sign === first ? "" : ".");
}

/** The sign that was typed for the point in a field. @type {WeakMap<HTMLInputElement, string>} */
const points = new WeakMap();

/** From now on, in all number fields of the page. */
export function readNumbersAsTyped() {
  document.addEventListener("beforeinput", (event) => {
    const { target, data } = event;
    if (!(target instanceof HTMLInputElement) || target.type !== "number" || !data || event.isComposing) return;
    const isWhole = target.step !== "any" && Number.isInteger(Number(target.step));
    const digits = isWhole ? null : regrouped(target.value, points.get(target), data);
    if (isPoint(data) && !target.value.includes(".")) points.set(target, data);
    const text = digits ?? asTyped(data, isWhole);
    if (text === data) return;
    event.preventDefault();
    if (digits !== null) target.select();
    document.execCommand("insertText", false, text); // a number field has no selection that a script could replace
  });
}

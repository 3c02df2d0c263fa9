// A whole number that is typed: the field says so where it is none, and shows the nearest one that there is.

/**
 * @param {HTMLInputElement} field of whole numbers
 * @param {number} present what stays where nothing is typed
 * @returns {number | null} null: it is not whole
 */
export function wholeIn(field, present) {
  if (field.validity.stepMismatch && !field.reportValidity()) return null;
  const { valueAsNumber, min, max } = field;
  const value = Number.isNaN(valueAsNumber) ? present : Math.max(Number(min), Math.min(max === "" ? Infinity : Number(max), valueAsNumber));
  field.value = String(value);
  return value;
}

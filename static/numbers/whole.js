// A whole number that is typed: the control says so where it is none.

/** Whether it is whole. @param {HTMLInputElement} input of whole numbers */
export const isWhole = (input) => !input.validity.stepMismatch || input.reportValidity();

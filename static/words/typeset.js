// A number as the page sets it: a real minus sign, and powers of ten as in 2e−7 and 1e21.

/** @param {number | string} value a number, or what it was made into */
export const typeset = (value) => String(value).replace("e+", "e").replaceAll("-", "−");

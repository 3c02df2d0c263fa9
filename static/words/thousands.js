// A whole number in words: its thousands are set apart.

/** Made for the first number that has thousands: it takes long. @type {Intl.NumberFormat | null} */
let thousands = null;

/** @param {number} value a whole number, with its thousands set apart */
export const whole = (value) => (Math.abs(value) < 1000 ? String(value) : (thousands ??= new Intl.NumberFormat(document.documentElement.lang)).format(value));

// The distances between the lines of a chart, and between the numbers below it.

/** The distances between lines of a linear scale, also for diverging losses: 1, 2, 2.5 and 5 times powers of ten. */
export const STEPS = Array.from({ length: 330 }, (_, i) => i - 20).flatMap((power) => [1, 2, 2.5, 5].map((digit) => Number(`${digit}e${power}`))).filter(Number.isFinite);

/** Those between iterations, which are whole. */
export const WHOLE = STEPS.filter(Number.isInteger);

// The colours: one scale for each meaning. Values run from orange through light grey to blue.

import { interpolateRgb, piecewise, rgb } from "./vendor/d3.js";

const LEVELS = 255;

/** @typedef {ReturnType<typeof colors>} Colors */

/** The colours of the theme that is on now, read from tokens.css. */
export function colors() {
  const style = getComputedStyle(document.documentElement);
  const token = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const between = piecewise(interpolateRgb, [token("value-low"), token("value-middle"), token("value-high")]);
  const table = Array.from({ length: LEVELS }, (_, i) => between(i / (LEVELS - 1)));
  const packed = Uint32Array.from(table, (text) => {
    const { r, g, b } = rgb(text);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  const stepped = packed.map((_, i) => /** @type {number} */ (packed[i < LEVELS >> 1 ? 0 : LEVELS - 1]));

  /** A value from -1 to 1 as a CSS colour; what is beyond is as strong as it gets. @param {number} value */
  const signed = (value) =>
    /** @type {string} */ (table[Math.round((Math.max(-1, Math.min(1, value)) + 1) * (LEVELS >> 1))]);

  return {
    token,
    signed,
    /** A weight or a bias: the same scale, entered a third of the way, for a thin line must tell its sign too. */
    link: (/** @type {number} */ value) => signed(value + Math.sign(value) / 3),
    /** The packed colour of each byte -127..127 of a map, where the scale runs over all of the map's range. */
    smooth: packed,
    /** The same in two colours, one for each side of the middle. */
    stepped,
  };
}

// The colours: one scale for each meaning. Values run from orange through light grey to blue.

import { interpolateRgb, piecewise, rgb } from "../vendor/d3.js";

const LEVELS = 255;

/** The number of classes with a colour of their own, and the faintest colour of an unsure prediction. */
export const defaults = { classes: 20, faintest: 0.25, darkening: 0.45 };

/** What every picture reads beside the scales: read with them, before a drawing has changed the page. */
const PAINTED = ["line", "ink", "muted", "surface", "accent", "batch", "validation", "map-ink", "mark-edge", "mark-low", "mark-high", "on-value", "thick"];

/** @typedef {ReturnType<typeof colors>} Colors */

/** The colours of the present theme, read from tokens.css. */
export function colors() {
  const style = getComputedStyle(document.documentElement);
  /** @type {Map<string, string>} read once: to read a style makes the browser style the page */
  const known = new Map();
  const token = (/** @type {string} */ name) => {
    if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim());
    return /** @type {string} */ (known.get(name));
  };
  PAINTED.forEach(token);
  const between = piecewise(interpolateRgb, [token("value-low"), token("value-middle"), token("value-high")]);
  const table = Array.from({ length: LEVELS }, (_, i) => between(i / (LEVELS - 1)));
  const packed = Uint32Array.from(table, pack);
  const stepped = packed.map((_, i) => /** @type {number} */ (packed[i < LEVELS >> 1 ? 0 : LEVELS - 1]));

  /** A value from -1 to 1 as a CSS colour; values beyond are clipped. @param {number} value */
  const signed = (value) =>
    /** @type {string} */ (table[Math.round((Math.max(-1, Math.min(1, value)) + 1) * (LEVELS >> 1))]);

  const own = Array.from({ length: defaults.classes }, (_, j) => token(`class-${j}`));
  /** Each class's colours, from no activation (-127) to full activation (127). @param {(share: number) => number} strength */
  const ramps = (strength) =>
    own.map((color) => {
      const shade = interpolateRgb(token("value-middle"), color);
      return Uint32Array.from({ length: LEVELS }, (_, i) => pack(shade(strength(i / (LEVELS - 1)))));
    });
  /** Made when they are first painted. @type {Map<string, Uint32Array[]>} */
  const made = new Map();
  const madeOnce = (/** @type {string} */ name, /** @type {(share: number) => number} */ strength) => {
    if (!made.has(name)) made.set(name, ramps(strength));
    return /** @type {Uint32Array[]} */ (made.get(name));
  };

  return {
    token,
    /** How much thicker lines and points are than usual: more in projector mode. */
    thick: Number(token("thick")) || 1,
    /** The classes' colours; their points are darker, to be visible on them. */
    classes: own.map((color, j) => ({
      color,
      mark: j < 2 ? token(j ? "mark-high" : "mark-low") : interpolateRgb(color, "#000000")(defaults.darkening),
    })),
    /** For the outputs of each class: from grey to the class's colour. */
    get outputs() {
      return madeOnce("outputs", (share) => share);
    },
    /** The predicted class by colour, greyer the closer its output is to chance among `count` classes. */
    winners: (/** @type {number} */ count) => {
      const chance = 1 / count;
      const strength = (/** @type {number} */ share) =>
        defaults.faintest + (1 - defaults.faintest) * Math.max(0, (share - chance) / (1 - chance));
      return madeOnce(`winners ${count}`, strength);
    },
    /** The predicted class alone, at full strength. */
    get decided() {
      return madeOnce("decided", () => 1);
    },
    signed,
    /** A weight or a bias: the same scale, without the pale third in its middle, so that a thin line shows its sign. */
    link: (/** @type {number} */ value) => signed(value + Math.sign(value) / 3),
    /** The packed colour of each byte -127..127 of a map, where the scale covers the map's range. */
    smooth: packed,
    /** The same in two colours, one for each side of the middle. */
    stepped,
  };
}

/** A CSS colour as a pixel. @param {string} text */
function pack(text) {
  const { r, g, b } = rgb(text);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

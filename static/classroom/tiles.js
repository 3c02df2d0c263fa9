// The tiles of a board: their order, their places, and which of them are in sight.

import { SIGNS } from "./signs.js";
import { nameOf } from "./told.js";

/**
 * A tile: a member, the sign, and the latest frame of the run. `moved` is when its step last changed, in milliseconds.
 * @typedef {{member: import("./told.js").Member, sign: import("./signs.js").Sign, frame: import("../live/wire.js").Frame | null, moved: number}} Tile
 */
/** @typedef {"name" | "loss" | "activity" | "sign" | "task"} Order */
/** @typedef {{columns: number, width: number, height: number, gap: number, total: number}} Layout in CSS pixels; `total` is the height of all */

/** The least width and the height of a tile in each size, the least width of its figures, and the gap, in rem; steps within so many milliseconds count as simultaneous. */
export const defaults = { small: { width: 12, height: 8.6, figures: 5.4 }, large: { width: 18, height: 13.4, figures: 6.7 }, gap: 0.6, together: 10_000 };
/** In rem: the margin within a tile, the height of a line of figures, that of the name's line, and the least and the greatest height of a curve below a map. */
const inside = { pad: 0.6, line: 1.25, name: 1.35, curve: [2, 8] };

/**
 * A frame with the curve of the one before it, where it comes without: a curve comes once a second.
 * @param {import("../live/wire.js").Frame} frame @param {import("../live/wire.js").Frame | null} before
 */
export function withCurve(frame, before) {
  const { tile_steps, tile_losses } = before?.run === frame.run ? before.arrays : {};
  return tile_steps && tile_losses ? { ...frame, arrays: { tile_steps, tile_losses, ...frame.arrays } } : frame;
}

/**
 * The tiles that a search finds, in their order; equal ones by name.
 * @param {Iterable<Tile>} tiles
 * @param {Order} order
 * @param {string} [search]
 * @param {string} [language]
 */
export function ordered(tiles, order, search = "", language = "en") {
  const names = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const plain = (/** @type {string} */ text) => text.normalize("NFKC").toLocaleLowerCase(language).trim();
  const asked = plain(search);
  const found = [...tiles].filter(({ member }) => plain(nameOf(member)).includes(asked));
  const rank = RANKS[order];
  const keyed = found.map((tile) => ({ tile, key: rank(tile), name: nameOf(tile.member) }));
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key) || names.compare(a.name, b.name));
  return keyed.map(({ tile }) => tile);
}

/** The least comes first. @type {Record<Order, (tile: Tile) => number>} */
const RANKS = {
  name: () => 0,
  loss: ({ frame }) => frame?.train_loss ?? Infinity,
  activity: ({ moved }) => -Math.floor(moved / defaults.together),
  task: ({ member }) => member.place ?? 0,
  sign: ({ sign }) => SIGNS.indexOf(sign),
};

/**
 * @param {number} count
 * @param {number} width of the board
 * @param {"small" | "large"} size
 * @param {number} rem
 * @returns {Layout}
 */
export function layout(count, width, size, rem) {
  const least = defaults[size];
  const gap = defaults.gap * rem;
  const columns = Math.max(1, Math.floor((width + gap) / (least.width * rem + gap)));
  const height = least.height * rem;
  const rows = Math.ceil(count / columns);
  return { columns, gap, height, width: (width - gap * (columns - 1)) / columns, total: Math.max(0, rows * (height + gap) - gap) };
}

/**
 * The largest rem, up to three times as large, with which all tiles are in sight: those on a wall are read from afar.
 * @param {number} count @param {number} width of the wall @param {number} height @param {"small" | "large"} size @param {number} rem
 */
export function filling(count, width, height, size, rem) {
  const isFilled = (/** @type {number} */ larger) => defaults[size].width * larger <= width && layout(count, width, size, larger).total <= height;
  return [3, 2.5, 2, 1.75, 1.5, 1.25].map((times) => times * rem).find(isFilled) ?? rem;
}

/** The upper left corner of a tile. @param {Layout} layout @param {number} index */
export const placeOf = ({ columns, width, height, gap }, index) => ({ x: (index % columns) * (width + gap), y: Math.floor(index / columns) * (height + gap) });

/** The tiles between two heights: the first, and the one after the last. @param {Layout} layout @param {number} count @param {number} top @param {number} bottom */
export function inSight({ columns, height, gap }, count, top, bottom) {
  const row = height + gap;
  const first = Math.max(0, Math.floor((top + gap) / row)) * columns;
  return [Math.min(count, first), Math.min(count, Math.max(0, Math.ceil(bottom / row)) * columns)];
}

/**
 * The parts of a tile between its name and its last line: the side of its map, and the place of curve and figures, beside the map where there is room for both, and else below it.
 * @param {{width: number, height: number}} tile @param {"small" | "large"} size @param {number} rem @param {number} count of lines of figures @param {boolean} [hasMap]
 */
export function partsOf({ width, height }, size, rem, count, hasMap = true) {
  const [pad, line] = [inside.pad * rem, inside.line * rem];
  const [left, top, gap] = [pad, pad + inside.name * rem, 0.75 * pad];
  const [wide, high] = [width - 2 * pad, height - top - pad - line];
  const [least, most] = inside.curve.map((each) => each * rem);
  if (!hasMap) return { pad, line, left, top, map: 0, figures: { x: left, y: top, width: wide, height: high } };
  const beside = Math.min(high, wide - gap - defaults[size].figures * rem);
  const below = Math.min(wide, high - gap - count * line - (least ?? 0));
  if (beside >= below) return { pad, line, left, top, map: beside, figures: { x: left + beside + gap, y: top, width: wide - beside - gap, height: beside } };
  return { pad, line, left, top, map: below, figures: { x: left, y: top + below + gap, width: wide, height: Math.min(high - below - gap, (most ?? 0) + count * line) } };
}

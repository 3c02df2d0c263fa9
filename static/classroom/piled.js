// The points of a plot that lie on one another: a press reaches one after the other, and arrows go to each.

/** @template Row @typedef {{row: Row, x: number, y: number}} Place */

/** In rem: points that are no further apart than this are seen as one. */
export const defaults = { apart: 0.3 };

/**
 * What lies where the nearest point lies, in its order; nothing where that is further away than `near`.
 * @template Row
 * @param {Place<Row>[]} places
 * @param {{x: number, y: number}} at
 * @param {number} near
 * @param {number} apart
 * @returns {Row[]}
 */
export function piled(places, at, near, apart) {
  const distance = (/** @type {{x: number, y: number}} */ one, /** @type {{x: number, y: number}} */ other) => Math.hypot(one.x - other.x, one.y - other.y);
  let [found, least] = [/** @type {Place<Row> | null} */ (null), near];
  for (const place of places) if (distance(place, at) < least) [found, least] = [place, distance(place, at)];
  const nearest = found;
  return nearest ? places.filter((place) => distance(place, nearest) <= apart).map(({ row }) => row) : [];
}

/** The next of some, or the one before; after the last comes the first. @template Row @param {Row[]} rows @param {Row | null} row @param {1 | -1} by @returns {Row | null} */
export function beside(rows, row, by) {
  const nth = row === null ? -1 : rows.indexOf(row);
  if (nth < 0) return rows.at(by > 0 ? 0 : -1) ?? null;
  return rows.at((nth + by) % rows.length) ?? null;
}

/** In the order of reading: from left to right, and what lies on one line upwards. @template Row @param {Place<Row>[]} places @returns {Row[]} */
export const across = (places) => [...places].sort((a, b) => a.x - b.x || b.y - a.y).map(({ row }) => row);

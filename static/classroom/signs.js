// The signs of tiles: how a student's training goes, as a shape and a word. app/classroom/signs.py has their rules.

import { t } from "../words/messages.js";

/** @typedef {"hand" | "diverged" | "stuck" | "away" | "well" | "done"} Sign */

/** Who needs the teacher first comes first. @type {Sign[]} */
export const SIGNS = ["hand", "diverged", "stuck", "away", "well", "done"];

/** @param {Sign} sign */
export const wordOf = (sign) =>
  ({
    hand: () => t("hand raised"),
    diverged: () => t("diverged"),
    stuck: () => t("stuck"),
    away: () => t("away"),
    well: () => t("going well"),
    done: () => t("done"),
  })[sign]();

/** Whether there is something to tell: nothing goes well that has not taken a step. @param {{sign: Sign, frame: {step: number} | null}} tile */
export const hasBegun = ({ sign, frame }) => (frame?.step ?? 0) > 0 || sign !== "well";

/** The word for a tile. @param {{sign: Sign, frame: {step: number} | null}} tile */
export const stateOf = (tile) => (hasBegun(tile) ? wordOf(tile.sign) : t("not begun"));

/** The name of its colour among the page's tokens; its shape tells it apart without. @type {Record<Sign, string>} */
const TOKENS = { hand: "validation", diverged: "alert", stuck: "beside", away: "muted", well: "accent", done: "accent" };

/** @param {Sign} sign */
export const tokenOf = (sign) => TOKENS[sign];

/** Shapes in a square of 16. @type {Record<Sign, string>} */
const SHAPES = {
  hand: "M8 1 14.500 8.500H10.500V15H5.500V8.500H1.500Z",
  diverged: "M8 1.500 15 14.500H1Z",
  stuck: "M2 2H14V14H2Z",
  away: "M8 1.500A6.500 6.500 0 1 0 8 14.500 6.500 6.500 0 1 0 8 1.500ZM8 4.500A3.500 3.500 0 1 1 8 11.500 3.500 3.500 0 1 1 8 4.500Z",
  well: "M8 2A6 6 0 1 0 8 14 6 6 0 1 0 8 2Z",
  done: "M1.500 8.500 4 6 6.500 8.500 12.500 2.500 15 5 6.500 13.500Z",
};

/** @type {Map<Sign, Path2D>} */
const paths = new Map();

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Sign} sign
 * @param {number} x its left edge
 * @param {number} y its top edge
 * @param {number} side
 */
export function drawSign(context, sign, x, y, side) {
  if (!paths.has(sign)) paths.set(sign, new Path2D(SHAPES[sign]));
  context.save();
  context.translate(x, y);
  context.scale(side / 16, side / 16);
  context.fill(/** @type {Path2D} */ (paths.get(sign)), "evenodd");
  context.restore();
}

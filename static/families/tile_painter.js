// The painter of a contact sheet: each member's values, its map, its curve and two of its measures, on one canvas.

import { Painter } from "../classroom/painter.js";
import { curveOf, measured, stateOf } from "./members.js";
import { shortWordOf, stateWord, written } from "./words.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */
/** @typedef {import("./members.js").Measure | "gap"} Shown */
/** A member, as the painter of a class's board takes it. @typedef {{member: {id: string}, frame: any, number: number, of: FamilyFrame, name: string, measures: Shown[], highest: number}} Tile */

/** In `tile_winners`: the member has one output (`ALONE` of app/frames/family.py). */
const ALONE = 255;

/**
 * The tiles of a frame, by the members' numbers.
 * @param {FamilyFrame} frame @param {string[][]} names @param {number} classes @param {Shown[]} measures
 * @returns {Tile[]}
 */
export function tilesOf(frame, names, classes, measures) {
  const { tiles, tile_winners, tile_lines } = frame.arrays;
  const part = (/** @type {import("../live/wire.js").Values | undefined} */ values, /** @type {number} */ number) => {
    if (!values) return undefined;
    const [, ...shape] = values.shape;
    const size = shape.reduce((a, b) => a * b, 1);
    return { data: values.data.subarray(number * size, (number + 1) * size), shape };
  };
  const highest = highestOf(frame);
  return names.map((values, number) => {
    const winner = part(tile_winners, number);
    const arrays = { tile: part(tiles, number), tile_line: part(tile_lines, number), ...(winner && winner.data[0] !== ALONE && { tile_winner: winner }) };
    return { member: { id: String(number) }, frame: { arrays, sizes: [classes] }, number, of: frame, name: values.join(" · "), measures, highest };
  });
}

/** The upper edge of all curves: the largest loss at their beginnings, so that they can be compared. @param {FamilyFrame} frame */
function highestOf(frame) {
  const beginnings = Array.from({ length: frame.arrays.curves.shape[0] ?? 0 }, (_, number) => {
    const { train, test } = curveOf(frame, number);
    return Math.max(train[0] ?? 0, test[0] ?? 0);
  });
  return Math.max(...beginnings.filter(Number.isFinite), 0);
}

export class TilePainter extends Painter {
  /** @override @param {any} shown a Tile @param {import("../classroom/tiles.js").Layout} layout @param {any} sight */
  drawTile(shown, { width, height }, { rem, colors, font }) {
    const tile = /** @type {Tile} */ (shown);
    const { context } = this;
    const { of, number, measures } = tile;
    const { token } = colors;
    const pad = 0.5 * rem;
    const small = 0.857 * rem;
    const line = 1.15 * rem;
    context.fillStyle = token("surface");
    context.beginPath();
    context.roundRect(0, 0, width, height, 0.5 * rem);
    context.fill();
    const isDiverged = stateOf(of, number) === "diverged";
    if (isDiverged) {
      context.strokeStyle = token("alert");
      context.lineWidth = 2;
      context.stroke();
    }
    context.fillStyle = token("ink");
    context.font = `600 ${small}px ${font}`;
    context.fillText(this.clipped(tile.name, width - 2 * pad), pad, pad + 0.75 * rem);

    const under = pad + line;
    const map = height - under - pad;
    const place = this.placed(/** @type {any} */ (tile), colors);
    const left = place ? pad + map + 0.6 * pad : pad;
    // Half a point inside, so that a map's edge takes nothing from its neighbour in the atlas.
    if (place) context.drawImage(this.atlas, place[0] + 0.5, place[1] + 0.5, SIDE - 1, SIDE - 1, pad, under, map, map);
    const right = width - pad;
    const curve = map - measures.length * line;
    this.drawLosses(tile, left, under, right - left, curve - 0.3 * rem, colors);
    const state = stateWord(of, number);
    measures.forEach((measure, i) => {
      const y = under + curve + (i + 0.8) * line;
      context.font = `500 ${small}px ${font}`;
      context.fillStyle = isDiverged ? token("alert") : token("ink");
      const value = written(measured(of, number, measure), measure);
      context.textAlign = "right";
      context.fillText(value, right, y);
      context.textAlign = "left";
      context.font = `400 ${small}px ${font}`;
      if (!isDiverged) context.fillStyle = token("muted");
      const room = right - left - context.measureText(value).width - 0.6 * rem;
      const word = state && i === 0 ? this.clipped(state, room) : shortWordOf(measure);
      if (context.measureText(word).width <= room) context.fillText(word, left, y);
    });
  }

  /** @param {Tile} tile @param {number} x @param {number} y @param {number} width @param {number} height @param {import("../paint/colors.js").Colors} colors */
  drawLosses({ of, number, highest }, x, y, width, height, { token }) {
    const { context } = this;
    const { steps, train, test } = curveOf(of, number);
    context.strokeStyle = token("line");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y + height);
    context.lineTo(x + width, y + height);
    context.stroke();
    if (steps.length < 2 || of.step <= 0 || highest <= 0 || height <= 0) return;
    for (const [losses, color, dash] of /** @type {const} */ ([[train, "accent", [3, 2]], [test, "ink", []]])) {
      context.strokeStyle = token(color);
      context.lineWidth = 1.5;
      context.setLineDash([...dash]);
      context.beginPath();
      for (let i = 0; i < steps.length; i++) {
        const loss = Number(losses[i]);
        if (Number.isFinite(loss)) context.lineTo(x + (width * Number(steps[i])) / of.step, y + height * (1 - Math.min(1, loss / highest)));
      }
      context.stroke();
    }
    context.setLineDash([]);
  }
}

/** The side of a map in the painter's atlas. */
const SIDE = 24;

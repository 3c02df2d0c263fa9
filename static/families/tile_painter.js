// The painter of a contact sheet: each member's values, its map, its curve and two of its measures, on one canvas. Where samples have
// no plane, its confusion matrix or its right answers by step stand in place of the map, or else its first measure in large figures.

import { Painter } from "../classroom/painter.js";
import { curveOf, haveOwnUnits, measured, stateOf } from "./members.js";
import { shortWordOf, stateWord, written } from "./words.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */
/** @typedef {import("./members.js").Measure | "gap"} Shown */
/** A member, as the painter of a class's board takes it. @typedef {{member: {id: string}, frame: any, number: number, of: FamilyFrame, name: string, measures: Shown[], highest: number, glance: {confusion?: Part, right?: Part}}} Tile */
/** What one member has of an array. @typedef {{data: ArrayLike<number>, shape: number[]}} Part */

/** In `tile_winners`: the member has one output (`ALONE` of app/frames/family.py). */
const ALONE = 255;

/**
 * The tiles of a frame, by the members' numbers.
 * @param {FamilyFrame} frame @param {string[][]} names @param {number} classes @param {Shown[]} measures
 * @returns {Tile[]}
 */
export function tilesOf(frame, names, classes, measures) {
  const { tiles, tile_winners, tile_lines, tile_confusion, tile_right } = frame.arrays;
  const part = (/** @type {import("../live/wire.js").Values | undefined} */ values, /** @type {number} */ number) => {
    if (!values) return undefined;
    const [, ...shape] = values.shape;
    const size = shape.reduce((a, b) => a * b, 1);
    return { data: values.data.subarray(number * size, (number + 1) * size), shape };
  };
  const all = frame.arrays.curves.shape[0] ?? 0;
  const highest = highestOf(frame, Array.from({ length: all }, (_, number) => number));
  return names.map((values, number) => {
    const winner = part(tile_winners, number);
    const arrays = { tile: part(tiles, number), tile_line: part(tile_lines, number), ...(winner && winner.data[0] !== ALONE && { tile_winner: winner }) };
    const glance = { confusion: part(tile_confusion, number), right: part(tile_right, number) };
    return { member: { id: String(number) }, frame: { arrays, sizes: [classes] }, number, of: frame, name: values.join(" · "), measures, highest: haveOwnUnits(frame) ? highestOf(frame, [number]) : highest, glance };
  });
}

/** The upper edge of the curves of some members: the largest loss at their beginnings, so that they can be compared. @param {FamilyFrame} frame @param {number[]} members */
function highestOf(frame, members) {
  const beginnings = members.map((number) => {
    const { train, test } = curveOf(frame, number);
    return Math.max(train[0] ?? 0, test[0] ?? 0);
  });
  return Math.max(...beginnings.filter(Number.isFinite), 0);
}

export class TilePainter extends Painter {
  /** Each frame of a family changes all of its tiles, which have no tasks: they are drawn at once. @override @param {any[]} tiles @param {[number, number]} range @param {import("../classroom/tiles.js").Layout} layout @param {any} sight */
  draw(tiles, range, layout, sight) {
    this.scene = "";
    return super.draw(tiles, range, layout, { ...sight, taskOf: () => undefined });
  }

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
    const { confusion, right } = tile.glance;
    // Half a point inside, so that a map's edge takes nothing from its neighbour in the atlas.
    if (place) context.drawImage(this.atlas, place[0] + 0.5, place[1] + 0.5, SIDE - 1, SIDE - 1, pad, under, map, map);
    else if (confusion) this.drawConfusion(confusion, pad, under, map, colors);
    else if (right) this.drawRight(right, pad, under, map, colors);
    const isLarge = !place && !confusion && !right;
    const left = pad + map + 0.6 * pad;
    const edge = width - pad;
    const state = stateWord(of, number);
    const texts = measures.map((measure, i) => ({ word: i === 0 && state ? state : shortWordOf(measure), value: written(measured(of, number, measure), measure), isState: i === 0 && state !== "" }));
    const color = isDiverged ? token("alert") : token("ink");
    const beside = isLarge ? texts.slice(1) : texts;
    if (isLarge && texts[0]) {
      context.fillStyle = color;
      context.textAlign = "center";
      context.font = `500 ${1.6 * rem}px ${font}`;
      context.fillText(texts[0].value, pad + map / 2, under + map / 2 + 0.3 * rem, map);
      context.font = `400 ${small}px ${font}`;
      if (!isDiverged) context.fillStyle = token("muted");
      context.fillText(this.clipped(texts[0].word, map), pad + map / 2, under + map / 2 + 0.3 * rem + line);
      context.textAlign = "left";
    }
    const curve = map - beside.length * line;
    this.drawLosses(tile, left, under, edge - left, curve - 0.3 * rem, colors);
    beside.forEach(({ word, value, isState }, i) => {
      const y = under + curve + (i + 0.8) * line;
      context.font = `500 ${small}px ${font}`;
      context.fillStyle = color;
      context.textAlign = "right";
      context.fillText(value, edge, y);
      context.textAlign = "left";
      context.font = `400 ${small}px ${font}`;
      if (!isDiverged) context.fillStyle = token("muted");
      const room = edge - left - context.measureText(value).width - 0.6 * rem;
      const text = isState ? this.clipped(word, room) : word;
      if (context.measureText(text).width <= room) context.fillText(text, left, y);
    });
  }

  /** A row for each class, a column for each answer: on the diagonal what is right, blue, beside it what is wrong, orange. @param {Part} shares @param {number} x @param {number} y @param {number} side @param {import("../paint/colors.js").Colors} colors */
  drawConfusion({ data, shape: [k = 1] }, x, y, side, { signed }) {
    const { context } = this;
    const cell = side / k;
    context.fillStyle = signed(0);
    context.fillRect(x, y, side, side);
    for (let place = 0; place < k * k; place++) {
      const [row, column] = [Math.floor(place / k), place % k];
      const share = data[place] ?? NaN;
      if (!(share > 0)) continue;
      // Roots, so that what is seldom wrong is seen, too.
      context.fillStyle = signed(Math.sqrt(share) * (row === column ? 1 : -1));
      context.fillRect(x + column * cell, y + row * cell, cell - (k > 12 ? 0 : 0.5), cell - (k > 12 ? 0 : 0.5));
    }
  }

  /** A bar for each step: how many answers are right after it. @param {Part} shares @param {number} x @param {number} y @param {number} side @param {import("../paint/colors.js").Colors} colors */
  drawRight({ data, shape: [T = 1] }, x, y, side, { signed }) {
    const { context } = this;
    const width = side / T;
    context.fillStyle = signed(0);
    context.fillRect(x, y, side, side);
    context.fillStyle = signed(1);
    for (let step = 0; step < T; step++) {
      const share = data[step] ?? NaN;
      if (share > 0) context.fillRect(x + step * width, y + side * (1 - share), Math.max(1, width - (width > 3 ? 1 : 0)), side * share);
    }
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

// The painter of the board: draws the tiles in sight on one canvas, each when it has changed. Maps are painted into one atlas.

import { Painting } from "../paint/map.js";
import { figure, inPercent, t } from "../words/messages.js";
import { changesOf } from "./changes.js";
import { drawSign, hasBegun, stateOf, tokenOf } from "./signs.js";
import { partsOf, placeOf } from "./tiles.js";
import { nameOf } from "./told.js";

/** @typedef {import("./tiles.js").Tile} Tile */

/** How many maps stand in a row of the atlas. */
const ACROSS = 16;
const MOST_TEXTS = 2000;
/** How many tiles that have changed are drawn in one frame; the others follow in the next ones. */
const MOST_DRAWN = 24;

export class Painter {
  /** @param {HTMLCanvasElement} canvas @param {number} [side] of a map in the atlas, in pixels */
  constructor(canvas, side = 24) {
    this.canvas = canvas;
    this.side = side;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.atlas = document.createElement("canvas");
    this.atlas.width = ACROSS * side;
    this.painting = new Painting();
    /** Shortened texts, since measuring costs more than drawing. @type {Map<string, string>} */
    this.shortened = new Map();
    /** The place of each member's map in the atlas, and the frame and colours that it shows. @type {Map<string, {place: number, frame: import("../live/wire.js").Frame | null, colors: object | null}>} */
    this.places = new Map();
    /** The place and look of all tiles that the canvas has. */
    this.scene = "";
    /** What the canvas has at each index of the tiles. @type {Map<number, unknown[]>} */
    this.drawn = new Map();
    /** The tile in sight with which the next frame begins, so that each has its turn. */
    this.next = 0;
    canvas.addEventListener("contextrestored", () => (this.scene = "")); // it is empty
  }

  /** Paint a tile's map into the atlas. @param {Tile} tile @param {import("../paint/colors.js").Colors} colors @returns {[number, number] | null} where it is; null: it has no map */
  placed({ member, frame }, colors) {
    const { tile, tile_winner, tile_line } = frame?.arrays ?? {};
    if (!frame || (!tile && !tile_line)) return null;
    let known = this.places.get(member.id);
    if (!known) this.places.set(member.id, (known = { place: this.places.size, frame: null, colors: null }));
    const [x, y] = [this.side * (known.place % ACROSS), this.side * Math.floor(known.place / ACROSS)];
    if (known.frame === frame && known.colors === colors) return [x, y];
    Object.assign(known, { frame, colors });
    if (y + this.side > this.atlas.height || this.atlas.height % this.side) this.grow();
    if (tile_line) {
      const most = Math.max(0.1, ...Array.from(tile_line.data, Math.abs));
      this.painting.paintCurve(tile_line.data, [-most, most], colors.smooth);
    } else if (tile) {
      const [across = this.side] = tile.shape;
      const bytes = /** @type {Int8Array} */ (tile.data);
      if (tile_winner) this.painting.paintClasses(bytes, /** @type {Uint8Array} */ (tile_winner.data), across, colors.winners(frame.sizes.at(-1) ?? 2));
      else this.painting.paint(bytes, across, colors.smooth);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.atlas.getContext("2d"));
    context.clearRect(x, y, this.side, this.side);
    context.drawImage(this.painting.canvas, x, y, this.side, this.side);
    return [x, y];
  }

  /** A larger atlas keeps what is painted. */
  grow() {
    const rows = Math.ceil((this.places.size + 1) / ACROSS) * 2;
    const before = this.atlas;
    this.atlas = document.createElement("canvas");
    this.atlas.width = before.width;
    this.atlas.height = rows * this.side;
    if (before.height) this.atlas.getContext("2d")?.drawImage(before, 0, 0);
  }

  /** Forget members who are gone. @param {(id: string) => boolean} isThere */
  keep(isThere) {
    if ([...this.places.keys()].every(isThere)) return;
    this.places.clear(); // the rest are painted anew
  }

  /**
   * Draw what has changed; whether more is to be drawn in the next frame.
   * @param {Tile[]} tiles all, in their order
   * @param {[number, number]} range the first in sight, and the one after the last
   * @param {import("./tiles.js").Layout} layout
   * @param {{width: number, height: number, top: number, rem: number, density: number, colors: import("../paint/colors.js").Colors, language: string, isLarge: boolean, taskOf: (id: string) => import("./told.js").Task | undefined}} sight
   */
  draw(tiles, [first, end], layout, sight) {
    const { canvas, context } = this;
    const { width, height, top, density } = sight;
    const [wide, high] = [Math.round(width * density), Math.round(height * density)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    context.setTransform(density, 0, 0, density, 0, 0);
    context.textBaseline = "alphabetic";
    const scene = [wide, high, top, sight.rem, sight.language, sight.isLarge, layout.columns, layout.width].join();
    const isNew = scene !== this.scene;
    if (isNew) {
      context.clearRect(0, 0, width, height);
      this.drawn.clear();
      this.scene = scene;
    }
    const changed = [];
    let isWhole = true;
    const [count, begin] = [end - first, this.next];
    this.next = 0;
    for (let nth = 0; nth < count; nth++) {
      const index = first + ((begin + nth) % count);
      const looks = looksOf(/** @type {Tile} */ (tiles[index]), sight);
      const before = this.drawn.get(index);
      if (before && looks.every((look, i) => look === before[i])) continue;
      if (changed.length === MOST_DRAWN && !isNew) {
        isWhole = false;
        this.next = index - first;
        break;
      }
      this.drawn.set(index, looks);
      changed.push(index);
    }
    for (const index of this.drawn.keys()) {
      if (index >= first && index < end) continue;
      this.drawn.delete(index);
      this.clear(layout, index, top);
    }
    // All maps first: each change of the atlas between two drawings of it would copy it.
    for (const index of changed) this.placed(/** @type {Tile} */ (tiles[index]), sight.colors);
    for (const index of changed) {
      const { x, y } = placeOf(layout, index);
      this.clear(layout, index, top);
      context.save();
      context.translate(x, y - top);
      this.drawTile(/** @type {Tile} */ (tiles[index]), layout, sight);
      context.restore();
    }
    return !isWhole;
  }

  /** Clear the place of a tile, with half of the gap around it. @param {import("./tiles.js").Layout} layout @param {number} index @param {number} top */
  clear(layout, index, top) {
    const { x, y } = placeOf(layout, index);
    const { gap, width, height } = layout;
    this.context.clearRect(x - gap / 2, y - top - gap / 2, width + gap, height + gap);
  }

  /** @param {Tile} tile @param {import("./tiles.js").Layout} layout @param {Parameters<Painter["draw"]>[3]} sight */
  drawTile(tile, { width, height }, { rem, colors, isLarge, taskOf }) {
    const { context } = this;
    const { frame, sign, member } = tile;
    const token = colors.token;
    const placed = this.placed(tile, colors);
    const numbers = frame ? this.numbersOf(frame, isLarge) : [];
    const { pad, line, left, top, map, figures } = partsOf({ width, height }, isLarge ? "large" : "small", rem, numbers.length, placed !== null);
    const small = 0.857 * rem;
    const font = getComputedFont();
    context.fillStyle = token("surface");
    context.beginPath();
    context.roundRect(0, 0, width, height, 0.6 * rem);
    context.fill();
    if (sign === "hand" || sign === "diverged") {
      context.strokeStyle = token(tokenOf(sign));
      context.lineWidth = 2;
      context.stroke();
    }

    // The first line: the sign, and the name.
    const side = 0.85 * rem;
    const color = token(hasBegun(tile) ? tokenOf(sign) : "muted");
    context.fillStyle = color;
    drawSign(context, sign, pad, pad + 0.05 * rem, side);
    context.fillStyle = token("ink");
    context.font = `600 ${rem}px ${font}`;
    context.fillText(this.clipped(nameOf(member), width - 3 * pad - side), pad + side + 0.5 * pad, pad + 0.82 * rem);

    // The map, and beside or below it the curve and the figures.
    if (placed) {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.atlas, ...placed, this.side, this.side, left, top, map, map);
    }
    const right = figures.x + figures.width;
    const curve = figures.height - numbers.length * line;
    if (frame) this.drawCurve(frame, figures.x, figures.y, figures.width, curve - 0.25 * rem, colors);
    numbers.forEach(([name, value], i) => {
      const y = figures.y + curve + (i + 0.8) * line;
      context.font = `400 ${small}px ${font}`;
      context.fillStyle = token("muted");
      context.fillText(name, figures.x, y);
      context.fillStyle = token("ink");
      context.textAlign = "right";
      context.font = `500 ${small}px ${font}`;
      context.fillText(value, right, y);
      context.textAlign = "left";
    });

    // The last line: the sign as a word, and what was changed.
    const foot = height - 0.75 * pad;
    context.font = `500 ${small}px ${font}`;
    context.fillStyle = color;
    const word = stateOf(tile);
    context.fillText(word, pad, foot);
    const place = member.place ? [t("task {place}", { place: member.place })] : [];
    const changes = frame ? [...place, ...(place.length === 0 || isLarge ? [t("epoch {epoch}", { epoch: Math.floor(frame.epoch) })] : []), ...changesOf(frame, taskOf(member.task))] : place;
    const changed = changes.join(" · ");
    context.font = `400 ${small}px ${font}`;
    context.fillStyle = token("muted");
    const room = width - 3 * pad - context.measureText(word).width;
    context.textAlign = "right";
    context.fillText(this.clipped(changed, room), width - pad, foot);
    context.textAlign = "left";
  }

  /** @param {import("../live/wire.js").Frame} frame @param {boolean} isLarge @returns {[string, string][]} */
  numbersOf({ train_loss, test_loss, test_accuracy }, isLarge) {
    /** @type {[string, string][]} */
    const numbers = [[t("Loss"), figure(train_loss)]];
    if (isLarge) numbers.push([t("Test loss"), figure(test_loss)]);
    if (test_accuracy !== null) numbers.push([isLarge ? t("Accuracy") : t("Acc."), inPercent(test_accuracy)]);
    return numbers;
  }

  /** @param {import("../live/wire.js").Frame} frame @param {number} x @param {number} y @param {number} width @param {number} height @param {import("../paint/colors.js").Colors} colors */
  drawCurve({ arrays }, x, y, width, height, { token }) {
    const { context } = this;
    context.strokeStyle = token("line");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y + height);
    context.lineTo(x + width, y + height);
    context.stroke();
    const steps = arrays.tile_steps?.data ?? [];
    const losses = arrays.tile_losses?.data ?? [];
    const count = steps.length;
    const last = steps[count - 1] ?? 0;
    const most = Math.max(...Array.from(losses).filter(Number.isFinite), 0);
    if (count < 2 || last <= 0 || most <= 0) return;
    for (const [row, color] of /** @type {const} */ ([[1, "faint"], [0, "ink"]])) {
      context.strokeStyle = token(color);
      context.lineWidth = 1.5;
      context.beginPath();
      for (let i = 0; i < count; i++) {
        const loss = Number(losses[row * count + i]);
        if (Number.isFinite(loss)) context.lineTo(x + (width * Number(steps[i])) / last, y + height * (1 - loss / most));
      }
      context.stroke();
    }
  }

  /** A text, shortened to a width. @param {string} text @param {number} width */
  clipped(text, width) {
    const key = `${this.context.font} ${Math.floor(width)} ${text}`;
    let shown = this.shortened.get(key);
    if (shown === undefined) {
      if (this.shortened.size > MOST_TEXTS) this.shortened.clear();
      this.shortened.set(key, (shown = this.shorten(text, width)));
    }
    return shown;
  }

  /** @param {string} text @param {number} width */
  shorten(text, width) {
    const { context } = this;
    if (context.measureText(text).width <= width) return text;
    const letters = [...text];
    while (letters.length > 0 && context.measureText(`${letters.join("")}…`).width > width) letters.pop();
    return letters.length > 0 ? `${letters.join("")}…` : "";
  }
}

/** What a tile shows: it is drawn again when one of these is another. @param {Tile} tile @param {{colors: import("../paint/colors.js").Colors, taskOf: (id: string) => unknown}} sight */
const looksOf = ({ member, frame, sign }, { colors, taskOf }) => [member.id, frame, sign, nameOf(member), member.place, member.task, taskOf(member.task) === undefined, colors];

/** @type {string | null} */
let family = null;
const getComputedFont = () => (family ??= getComputedStyle(document.body).fontFamily);

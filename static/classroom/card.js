// A card: one network, large, as the projector shows it: its map, its curve, its figures and its settings.

import { colors } from "../paint/colors.js";
import { attribute, show, write } from "../words/write.js";
import { spoken } from "./board_view.js";
import { Painter } from "./painter.js";

/** @typedef {import("./tiles.js").Tile} Tile */

/** The side of its map in pixels, and how many times larger its text is than that of a tile. */
export const defaults = { side: 200, scale: 1.6 };

export class Card {
  /** @param {HTMLElement} host with a canvas, and a text for the settings */
  constructor(host) {
    this.host = host;
    this.canvas = /** @type {HTMLCanvasElement} */ (host.querySelector("canvas"));
    this.settings = /** @type {HTMLElement} */ (host.querySelector(".settings-of"));
    this.painter = new Painter(this.canvas, defaults.side);
    /** @type {Tile | null} */
    this.tile = null;
    this.colors = colors();
    this.isScheduled = false;
    new ResizeObserver(() => this.changed()).observe(this.canvas);
    document.addEventListener("chalknet-theme", () => {
      this.colors = colors();
      this.changed();
    });
  }

  /** @param {Tile | null} tile null: nothing @param {string} [settings] */
  show(tile, settings = "") {
    this.tile = tile;
    show(this.host, tile !== null);
    if (!tile) return;
    attribute(this.canvas, "aria-label", spoken(tile));
    write(this.settings, settings);
    this.changed();
  }

  changed() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  draw() {
    const { tile, canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!tile || width === 0) return;
    const rem = defaults.scale * parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.painter.draw([tile], [0, 1], { columns: 1, width, height, gap: 0, total: height }, {
      ...{ width, height, top: 0, rem, density: devicePixelRatio, colors: this.colors },
      ...{ language: document.documentElement.lang, isLarge: true, taskOf: () => undefined },
    });
  }
}

// The contact sheet: all members of a family on one canvas, and over each tile a button for pointer, keyboard and screen reader.

import { placeOf } from "../classroom/tiles.js";
import { attribute } from "../words/write.js";
import { ordered } from "./members.js";
import { TilePainter, tilesOf } from "./tile_painter.js";
import { namesOf, spoken } from "./words.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */
/** @typedef {import("./members.js").Order} Order */

/** The least width and the height of a tile, and the gap, in rem; in milliseconds, how often tiles may change their places and their words. */
export const defaults = { width: 9.2, height: 6.4, gap: 0.5, settled: 1500 };

export class Sheet {
  /**
   * @param {HTMLElement} host with a canvas and a list
   * @param {{open: (member: number) => void, changed: () => void}} ways
   */
  constructor(host, { open, changed }) {
    this.host = host;
    this.open = open;
    this.list = /** @type {HTMLElement} */ (host.querySelector("ul"));
    this.canvas = /** @type {HTMLCanvasElement} */ (host.querySelector("canvas"));
    this.painter = new TilePainter(this.canvas);
    /** @type {HTMLButtonElement[]} by the members' numbers */
    this.buttons = [];
    /** @type {number[]} the members in their order */
    this.order = [];
    this.known = { variations: "", order: "", places: "" };
    /** @type {string[][]} */
    this.names = [];
    this.settled = -Infinity;
    /** @type {number | null} the coming arrangement */
    this.settling = null;
    this.changed = changed;
    this.columns = 1;
    new ResizeObserver(changed).observe(host);
    host.addEventListener("keydown", (event) => this.move(event));
  }

  /**
   * @param {FamilyFrame} frame
   * @param {Order} order
   * @param {{colors: import("../paint/colors.js").Colors, density: number, classes: number}} look
   */
  draw(frame, order, { colors, density, classes }) {
    const width = this.host.clientWidth;
    if (width === 0) return;
    const variations = JSON.stringify(frame.variations);
    if (variations !== this.known.variations) this.begin(frame, variations);
    const now = performance.now();
    // The order stands still while someone is about to choose a tile.
    const isHeld = this.list.matches(":hover, :focus-within");
    const isDue = now - this.settled > defaults.settled;
    if (order !== this.known.order || (isDue && !isHeld)) this.order = ordered(frame, order);
    if (order !== this.known.order || isDue) {
      this.settled = now;
      for (const [number, button] of this.buttons.entries()) attribute(button, "aria-label", spoken(frame, number, this.names[number] ?? []));
    }
    // Every frame gets its words and its order, even the last one for a while.
    if (!isDue) this.settling ??= window.setTimeout(() => ((this.settling = null), this.changed()), defaults.settled);
    this.known.order = order;
    const layout = this.layout(frame, order, width);
    this.place(layout);
    const measures = /** @type {import("./tile_painter.js").Shown[]} */ ([order === "fields" ? "test_loss" : order, ...(this.hasAccuracy(frame) && !order.endsWith("accuracy") ? ["test_accuracy"] : [])]);
    const tiles = tilesOf(frame, this.names, classes, measures);
    const shown = this.order.map((number) => tiles[number]);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = getComputedStyle(document.body).fontFamily;
    this.painter.draw(/** @type {any} */ (shown), [0, shown.length], layout, /** @type {any} */ ({ width, height: layout.total, top: 0, rem, density, colors, font }));
  }

  /** @param {FamilyFrame} frame */
  hasAccuracy({ arrays: { measures } }) {
    return !Number.isNaN(Number(measures.data[4]));
  }

  /** Another family. @param {FamilyFrame} frame @param {string} variations */
  begin(frame, variations) {
    this.known = { variations, order: "", places: "" };
    this.names = namesOf(frame.variations);
    this.painter.keep(() => false);
    this.buttons = this.names.map((_, number) => {
      const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1 });
      button.dataset.member = String(number);
      button.addEventListener("click", () => this.open(number));
      button.addEventListener("focus", () => this.hold(button));
      return button;
    });
    this.list.replaceChildren(
      ...this.buttons.map((button) => {
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    if (this.buttons[0]) this.buttons[0].tabIndex = 0;
  }

  /** Two fields that fit are a table: a column for each value of the second one. @param {FamilyFrame} frame @param {Order} order @param {number} width @returns {import("../classroom/tiles.js").Layout} */
  layout({ variations }, order, width) {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const gap = defaults.gap * rem;
    const fitting = Math.max(1, Math.floor((width + gap) / (defaults.width * rem + gap)));
    const across = variations[1]?.values.length ?? 0;
    const columns = order === "fields" && across > 1 && across <= fitting ? across : Math.min(fitting, this.names.length);
    const each = Math.min((width - gap * (columns - 1)) / columns, 1.5 * defaults.width * rem);
    const height = defaults.height * rem;
    const rows = Math.ceil(this.names.length / columns);
    return { columns, gap, height, width: each, total: Math.max(0, rows * (height + gap) - gap) };
  }

  /** @param {import("../classroom/tiles.js").Layout} layout */
  place(layout) {
    const key = `${layout.columns} ${layout.width} ${layout.height} ${this.order.join()}`;
    if (key === this.known.places) return;
    this.known.places = key;
    this.columns = layout.columns;
    this.host.style.height = `${layout.total}px`;
    this.order.forEach((number, index) => {
      const item = /** @type {HTMLElement} */ (this.buttons[number]?.parentElement);
      const { x, y } = placeOf(layout, index);
      item.style.translate = `${x}px ${y}px`;
      item.style.width = `${layout.width}px`;
      item.style.height = `${layout.height}px`;
    });
  }

  /** One tile of all takes part in the order of the Tab key. @param {HTMLButtonElement} button */
  hold(button) {
    for (const each of this.buttons) each.tabIndex = each === button ? 0 : -1;
  }

  /** The arrow keys go from tile to tile. @param {KeyboardEvent} event */
  move(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns, Home: -Infinity, End: Infinity }[event.key];
    const from = this.order.findIndex((number) => this.buttons[number] === document.activeElement);
    if (by === undefined || from < 0) return;
    event.preventDefault();
    const to = Number.isFinite(by) ? from + by : by < 0 ? 0 : this.order.length - 1;
    const button = this.buttons[this.order[to] ?? -1];
    button?.focus();
  }
}

// The board's view: a scrolling field with one canvas behind it, and over each tile a button for pointer, keyboard and screen reader.

import { colors } from "../paint/colors.js";
import { joinClauses, titled } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { Painter } from "./painter.js";
import { stateOf } from "./signs.js";
import { filling, inSight, layout, ordered, placeOf, withCurve } from "./tiles.js";
import { nameOf } from "./told.js";

/** @typedef {import("./tiles.js").Tile} Tile */

/** In milliseconds: how often tiles may change their places, and their buttons' texts. */
export const defaults = { settled: 2000, seen: 150 };

export class BoardView {
  /**
   * @param {HTMLElement} host with a canvas, a list and a text for no tiles
   * @param {{see: (visible: string[]) => void, open?: (id: string) => void, taskOf?: (id: string) => import("./told.js").Task | undefined, fills?: boolean}} ways without `open`, tiles are no buttons; they may fill the host
   */
  constructor(host, ways) {
    this.host = host;
    this.ways = ways;
    this.list = /** @type {HTMLElement} */ (host.querySelector("ul"));
    this.none = /** @type {HTMLElement} */ (host.querySelector(".none"));
    this.painter = new Painter(/** @type {HTMLCanvasElement} */ (host.querySelector("canvas")));
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    /** @type {Tile[]} in their order */
    this.order = [];
    /** @type {import("./tiles.js").Order} */
    this.by = "name";
    this.search = "";
    /** @type {"small" | "large"} */
    this.size = "small";
    this.colors = colors();
    this.settled = -Infinity;
    /** @type {number | null} the coming arrangement */
    this.settling = null;
    this.isScheduled = false;
    this.seeing = 0;
    /** The members whose tiles are in sight. @type {string[]} */
    this.visible = [];
    host.addEventListener("scroll", () => this.changed(), { passive: true });
    new ResizeObserver(() => this.changed()).observe(host);
    document.addEventListener("visibilitychange", () => this.changed());
    document.addEventListener("chalknet-theme", () => {
      this.colors = colors();
      this.changed();
    });
  }

  /** @param {import("./told.js").Member[]} members those who are in the class */
  setMembers(members) {
    const ids = new Set(members.map(({ id }) => id));
    for (const id of this.tiles.keys()) if (!ids.has(id)) this.tiles.delete(id);
    for (const member of members) {
      const tile = this.tiles.get(member.id);
      if (!tile) this.tiles.set(member.id, { member, sign: "well", frame: null, moved: 0 });
      else {
        if (tile.frame && member.run !== undefined && tile.frame.run !== member.run) tile.frame = null; // another task
        tile.member = member;
      }
    }
    this.painter.keep((id) => ids.has(id));
    this.arrange();
  }

  /** @param {import("../live/wire.js").Board} news */
  take({ signs, tiles }) {
    for (const [id, sign] of Object.entries(signs)) {
      const tile = this.tiles.get(id);
      if (tile) tile.sign = sign;
    }
    for (const [id, frame] of Object.entries(tiles)) {
      const tile = this.tiles.get(id);
      if (!tile) continue;
      if (tile.frame?.step !== frame.step) tile.moved = Date.now();
      tile.frame = withCurve(frame, tile.frame);
    }
    // Every piece of news gets its words, even the last one for a while.
    this.settling ??= window.setTimeout(() => this.arrange(), Math.max(0, this.settled + defaults.settled - performance.now()));
    this.changed();
  }

  /** @param {Partial<Pick<BoardView, "by" | "search" | "size">>} choices */
  choose(choices) {
    Object.assign(this, choices);
    this.arrange();
  }

  /** Put the tiles into their order, and say how each goes. */
  arrange() {
    if (this.settling !== null) clearTimeout(this.settling);
    this.settling = null;
    this.settled = performance.now();
    this.order = ordered(this.tiles.values(), this.by, this.search, document.documentElement.lang);
    for (const [id, item] of this.items) {
      if (this.tiles.has(id)) continue;
      item.remove();
      this.items.delete(id);
    }
    const shown = new Set(this.order.map(({ member }) => member.id));
    for (const [id, item] of this.items) show(item, shown.has(id));
    const focused = document.activeElement;
    this.order.forEach((tile, index) => {
      const item = this.itemOf(tile);
      // The order of the document is that of the keyboard.
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
      this.say(item, tile);
    });
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.list.contains(focused)) focused.focus({ preventScroll: true });
    show(this.none, this.order.length === 0);
    write(this.none, this.tiles.size === 0 ? (this.none.dataset.empty ?? "") : t("No student is called so."));
    this.changed();
  }

  /** @param {Tile} tile */
  itemOf({ member: { id } }) {
    let item = this.items.get(id);
    if (!item) {
      item = document.createElement("li");
      const inner = document.createElement(this.ways.open ? "button" : "span");
      if (inner instanceof HTMLButtonElement) {
        inner.type = "button";
        inner.addEventListener("click", () => this.ways.open?.(id));
      } else inner.className = "told";
      item.append(inner);
      item.dataset.member = id;
      this.items.set(id, item);
    }
    return item;
  }

  /** @param {HTMLElement} item @param {Tile} tile */
  say(item, tile) {
    const words = spoken(tile);
    const inner = /** @type {HTMLElement} */ (item.firstElementChild);
    if (this.ways.open) attribute(inner, "aria-label", words);
    else write(inner, words);
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
    const { host, order, size } = this;
    const { clientWidth: width, clientHeight: height, scrollTop: top } = host;
    const usual = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const rem = this.ways.fills ? filling(order.length, width, height, size, usual) : usual;
    const places = layout(order.length, width, size, rem);
    const key = `${width} ${rem} ${size} ${order.map(({ member }) => member.id).join()}`;
    if (key !== this.list.dataset.key) this.place(places, key);
    const range = /** @type {[number, number]} */ (inSight(places, order.length, top, top + height));
    const isMore = this.painter.draw(order, range, places, {
      ...{ width, height, top, rem, density: devicePixelRatio, colors: this.colors },
      ...{ language: document.documentElement.lang, isLarge: size === "large", taskOf: this.ways.taskOf ?? (() => undefined) },
    });
    if (isMore) this.changed();
    const visible = document.hidden ? [] : order.slice(...range).map(({ member }) => member.id).sort();
    if (visible.join() === this.visible.join()) return;
    this.visible = visible;
    clearTimeout(this.seeing);
    this.seeing = window.setTimeout(() => this.ways.see(visible), defaults.seen);
  }

  /** @param {import("./tiles.js").Layout} places @param {string} key */
  place(places, key) {
    this.list.dataset.key = key;
    this.list.style.height = `${places.total}px`;
    this.order.forEach((tile, index) => {
      const { style } = this.itemOf(tile);
      const { x, y } = placeOf(places, index);
      style.translate = `${x}px ${y}px`;
      style.width = `${places.width}px`;
      style.height = `${places.height}px`;
    });
  }
}

/** A tile in words. @param {Tile} tile */
export function spoken(tile) {
  const { member, frame } = tile;
  const words = [titled(nameOf(member), stateOf(tile))];
  if (member.place) words.push(t("task {place}", { place: member.place }));
  if (!frame) return joinClauses(words);
  words.push(t("loss {loss}", { loss: figure(frame.train_loss) }));
  if (frame.test_accuracy !== null) words.push(t("accuracy {share} %", { share: percentage(frame.test_accuracy) }));
  words.push(t("epoch {epoch}", { epoch: Math.floor(frame.epoch) }));
  return joinClauses(words);
}

// Drawing for the pool: a student puts points on a plane, or draws pictures, and sees which of them are in.

import { ask } from "../live/rest.js";
import { colors } from "../paint/colors.js";
import { mark } from "../paint/marks.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { DrawingPicture } from "./drawing_picture.js";
import { Plane } from "./plane.js";
import { reasonOf, sending } from "./site.js";

/** @typedef {{open: boolean, draws: "points" | "pictures", classes: number, points: [number, number, number, number][], pictures: [number, number, string][]}} Pool of each own point its id, x1, x2 and class, of each own picture its id, class and ink */

/** The least distance between two points of a stroke. */
export const defaults = { apart: 0.5 };

export class DrawingPoints {
  /** @param {string} api of the class */
  constructor(api) {
    this.api = api;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.slip = find("class-pool");
    this.said = find("class-pool-said");
    this.sheet = find("class-draw");
    this.host = find("class-draw-plane");
    this.pad = find("class-draw-pad");
    /** @type {DrawingPicture | null} */
    this.picture = null;
    this.putIn = /** @type {HTMLButtonElement} */ (find("class-draw-put"));
    this.list = find("class-draw-pictures");
    this.choices = find("class-draw-classes");
    this.status = find("class-draw-said");
    this.fault = find("class-draw-fault");
    /** @type {Plane | null} */
    this.plane = null;
    /** @type {Pool | null} */
    this.pool = null;
    this.label = 0;
    /** What is not sent yet. @type {[number, number, number][]} */
    this.waiting = [];
    this.isSending = false;
    /** Whether the student has read, after the end of the drawing, how much of theirs is in. */
    this.isRead = false;
    this.close = find("class-pool-close");
    this.close.addEventListener("click", () => {
      this.isRead = true;
      show(this.slip, false);
    });
    find("class-draw-last").addEventListener("click", () => this.rubOut(false));
    find("class-draw-all").addEventListener("click", () => this.rubOut(true));
    this.sheet.addEventListener("toggle", () => this.draw());
  }

  /** @param {Pool | null} pool */
  take(pool) {
    const before = this.pool;
    this.pool = pool;
    const isOpen = Boolean(pool?.open);
    if (isOpen) this.isRead = false;
    show(this.slip, isOpen || (this.ids.length > 0 && !this.isRead));
    show(this.close, !isOpen);
    show(/** @type {HTMLElement} */ (this.slip.querySelector("button")), isOpen);
    if (!isOpen && this.sheet.matches(":popover-open")) this.sheet.hidePopover();
    if (!pool) return;
    write(this.said, this.words(pool));
    if (pool.classes !== before?.classes || pool.draws !== before?.draws) this.offer(pool);
    this.draw();
  }

  /** @param {Pool} pool */
  words({ open, draws, points, pictures }) {
    if (draws === "pictures") {
      if (pictures.length > 0) return t("{own} pictures of yours are in the class network's data.", { own: pictures.length });
      return open ? t("Your teacher collects pictures for one network of the whole class.") : "";
    }
    if (points.length > 0) return t("{own} points of yours are in the class network's data.", { own: points.length });
    return open ? t("Your teacher collects points for one network of the whole class.") : "";
  }

  /** A pencil for each class; that of a picture is a number, such as the digit that it is. @param {Pool} pool */
  offer({ classes, draws }) {
    this.label = Math.min(this.label, classes - 1);
    this.choices.replaceChildren(
      ...Array.from({ length: classes }, (_, label) => {
        const radio = Object.assign(document.createElement("input"), { type: "radio", name: "class-draw", checked: label === this.label });
        radio.setAttribute("aria-label", t("Class {label}", { label }));
        radio.addEventListener("change", () => (this.label = label));
        const choice = document.createElement("label");
        choice.append(radio, draws === "pictures" ? String(label) : mark(label));
        return choice;
      }),
    );
  }

  /** @param {number} label */
  choose(label) {
    const radio = this.choices.querySelectorAll("input")[label];
    if (!radio) return;
    this.label = label;
    radio.checked = true;
  }

  draw() {
    if (!this.sheet.matches(":popover-open") || !this.pool) return;
    const arePictures = this.pool.draws === "pictures";
    for (const each of [this.pad, this.putIn, this.list]) show(each, arePictures);
    show(this.host, !arePictures);
    if (arePictures) {
      this.picture ??= new DrawingPicture(this.pad, this.list, this.putIn, (drawing) => this.try(async () => this.take(await ask(`${this.api}/seat/pictures`, sending("POST", { drawing, label: this.label })))));
      this.picture.show(this.pool.pictures);
      return write(this.status, this.words(this.pool));
    }
    this.plane ??= new Plane(this.host, colors(), { put: (place, isFirst) => this.put(place, isFirst), erase: () => this.rubOut(false), digit: (digit) => this.choose(digit) });
    const own = this.own;
    this.plane.draw({ points: own.map(([x1, x2, label]) => ({ x1, x2, label })) });
    if (this.pool) write(this.status, own.length === 0 ? t("Put points on the plane. With keys: arrows move, Space puts a point, Delete takes the last one away, digits choose the class.") : this.words(this.pool));
  }

  /** Those that are in, and those on their way. @returns {[number, number, number][]} */
  get own() {
    return [...(this.pool?.points ?? []).map(([, x1, x2, label]) => /** @type {[number, number, number]} */ ([x1, x2, label])), ...this.waiting];
  }

  /** The ids of the own drawings of the present kind. */
  get ids() {
    const { draws, points = [], pictures = [] } = this.pool ?? {};
    return draws === "pictures" ? pictures.map(([id]) => id) : points.map(([id]) => id);
  }

  /** @param {import("./plane.js").Place} place @param {boolean} isFirst */
  put([x1, x2], isFirst) {
    if (!isFirst && this.own.some((point) => Math.hypot(point[0] - x1, point[1] - x2) < defaults.apart)) return;
    this.waiting.push([x1, x2, this.label]);
    this.draw();
    this.send();
  }

  async send() {
    if (this.isSending || this.waiting.length === 0) return;
    this.isSending = true;
    const points = [...this.waiting];
    await this.try(async () => this.take(await ask(`${this.api}/seat/points`, sending("POST", { points }))), () => this.waiting.splice(0, points.length));
    this.isSending = false;
    this.send();
  }

  /** @param {boolean} isAll */
  rubOut(isAll) {
    const { ids } = this;
    const rubbed = isAll ? ids : ids.slice(-1);
    if (rubbed.length > 0) this.try(async () => this.take(await ask(`${this.api}/seat/points`, sending("DELETE", { ids: rubbed }))), () => {});
  }

  /** @param {() => Promise<void>} act @param {() => void} [settle] before its answer is shown @returns {Promise<boolean>} whether it was done */
  async try(act, settle = () => {}) {
    write(this.fault, "");
    let isDone = true;
    try {
      const shown = act();
      await shown.finally(settle);
    } catch (error) {
      write(this.fault, reasonOf(error));
      isDone = false;
    }
    this.draw();
    return isDone;
  }
}

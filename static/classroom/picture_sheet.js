// A sheet of small pictures, each with its class: those of a class's pool, or a student's own.

import { paintPicture } from "../paint/picture.js";

/** @typedef {{id: number, label: number, pixels: Uint8Array, side: number}} Picture */

export class PictureSheet {
  /**
   * @param {HTMLElement} host a list
   * @param {(picture: Picture) => string} name of a picture, in words
   * @param {((picture: Picture) => void) | null} [choose] without it, pictures are only shown
   */
  constructor(host, name, choose = null) {
    this.host = host;
    this.name = name;
    this.choose = choose;
    /** @type {Map<number, {item: HTMLElement, context: CanvasRenderingContext2D, picture: Picture}>} */
    this.shown = new Map();
    this.color = "";
  }

  /** Pictures stay where they are, so that none moves under a click. @param {Picture[]} pictures @param {string} color of the ink @param {number | null} [lit] the id of the chosen one */
  show(pictures, color, lit = null) {
    const here = new Set(pictures.map(({ id }) => id));
    for (const [id, { item }] of this.shown) {
      if (here.has(id)) continue;
      item.remove();
      this.shown.delete(id);
    }
    for (const picture of pictures) {
      const known = this.shown.get(picture.id) ?? this.add(picture);
      if (known.picture !== picture || color !== this.color) paintPicture(known.context, picture.pixels, picture.side, color);
      known.picture = picture;
      const face = /** @type {HTMLElement} */ (known.item.firstElementChild);
      face.setAttribute("aria-label", this.name(picture));
      if (this.choose) face.setAttribute("aria-pressed", String(picture.id === lit));
    }
    this.color = color;
  }

  /** @param {Picture} picture */
  add(picture) {
    const item = document.createElement("li");
    const face = document.createElement(this.choose ? "button" : "span");
    if (face instanceof HTMLButtonElement) face.type = "button";
    else face.setAttribute("role", "img");
    const canvas = document.createElement("canvas");
    face.append(canvas, Object.assign(document.createElement("span"), { textContent: String(picture.label), ariaHidden: "true" }));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    const known = { item, context, picture };
    face.addEventListener("click", () => this.choose?.(known.picture));
    item.append(face);
    this.host.append(item);
    this.shown.set(picture.id, known);
    paintPicture(context, picture.pixels, picture.side, this.color || "black");
    return { ...known, picture: /** @type {any} */ (null) };
  }
}

// Drawing a picture for the pool: a student draws it on a pad, chooses its class, and puts it in.

import { colors } from "../paint/colors.js";
import { pad, stroke, written } from "../samples/ink.js";
import { Pen } from "../samples/pen.js";
import { t } from "../words/messages.js";
import { PictureSheet } from "./picture_sheet.js";

export class DrawingPicture {
  /** @param {HTMLElement} host for the pad @param {HTMLElement} list of the own pictures @param {HTMLButtonElement} put @param {(drawing: string) => Promise<boolean>} send whether it is in */
  constructor(host, list, put, send) {
    const { context, small } = pad();
    this.context = context;
    this.small = small;
    this.put = put;
    this.send = send;
    const { canvas } = context;
    canvas.setAttribute("aria-label", t("Draw a picture: arrows move the pen, Space sets it down or lifts it, Delete clears"));
    host.append(canvas);
    this.isInked = false;
    new Pen(canvas, host, {
      begin: () => {},
      line: (from, to) => this.draw(from, to),
      end: () => {},
      clear: () => this.clear(),
    });
    this.sheet = new PictureSheet(list, ({ label }) => t("A picture of yours, class {label}", { label }));
    put.addEventListener("click", () => this.putIn());
    this.clear();
  }

  /** @param {import("../samples/pen.js").Place} from @param {import("../samples/pen.js").Place} to */
  draw(from, to) {
    stroke(this.context, from, to, colors().token("ink"));
    this.isInked = true;
    this.put.disabled = false;
  }

  clear() {
    const { width, height } = this.context.canvas;
    this.context.clearRect(0, 0, width, height);
    this.isInked = false;
    this.put.disabled = true;
  }

  /** The pad is free for the next picture at once; one that is refused comes back, unless the next is begun. */
  async putIn() {
    const { canvas } = this.context;
    const drawing = written(this.context, this.small);
    const drawn = this.context.getImageData(0, 0, canvas.width, canvas.height);
    this.clear();
    canvas.focus();
    if ((await this.send(drawing)) || this.isInked) return;
    this.context.putImageData(drawn, 0, 0);
    this.isInked = true;
    this.put.disabled = false;
  }

  /** @param {[number, number, string][]} pictures the own ones: id, class and ink */
  show(pictures) {
    const own = pictures.map(([id, label, ink]) => {
      const pixels = Uint8Array.from(atob(ink), (letter) => letter.charCodeAt(0));
      return { id, label, pixels, side: Math.sqrt(pixels.length) };
    });
    this.sheet.show(own, colors().token("ink"));
  }
}

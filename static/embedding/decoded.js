// What the network makes of a point in the plane of a layer: a picture, or the outputs.

import { mark } from "../paint/marks.js";
import { paintPicture } from "../paint/picture.js";
import { joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { percent } from "../samples/drawing.js";
import { Speaker } from "../words/speaker.js";
import { translated } from "../words/refusals.js";
import { attribute, show, write } from "../words/write.js";

export class Decoded {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.why = find("decoded-why");
    this.host = /** @type {HTMLElement} */ (this.why.parentElement);
    this.canvas = /** @type {HTMLCanvasElement} */ (find("decoded-picture"));
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    this.outputs = find("decoded-outputs");
    this.where = find("decoded-where");
    this.refusal = find("decoded-refusal");
    this.speaker = new Speaker(this.host);
  }

  /**
   * @param {import("../live/wire.js").Frame} frame
   * @param {string} where the pointer is; empty: it is nowhere
   * @param {number | null} label of the nearest sample
   */
  draw(frame, where, label) {
    const { state } = this;
    const { decoded, decoded_outputs: outputs } = frame.arrays;
    show(this.canvas, Boolean(where && decoded));
    show(this.outputs, Boolean(where && outputs));
    const refusal = where ? frame.undecoded : null;
    show(this.refusal, Boolean(refusal));
    write(this.refusal, refusal ? translated(refusal) : "");
    const nearest = label === null ? "" : state.classes ? t("The nearest sample is of class {label}.", { label: state.className(label) }) : t("The nearest sample's label is {label}.", { label: figure(state.inUnits(label)) });
    const place = t("The pointer is at {where}.", { where });
    const words = where ? joinSentences([place, nearest]) : "";
    if (this.where.textContent !== words) this.where.textContent = words;
    this.speaker.say(words, "pointer");
    if (!where) return;
    if (decoded) {
      paintPicture(this.context, /** @type {Uint8Array} */ (decoded.data), decoded.shape[0] ?? 0, state.colors.token("ink"));
      attribute(this.canvas, "aria-label", t("The picture that the network makes of the point {where}", { where }));
    } else if (outputs) this.list(outputs.data);
  }

  /** @param {ArrayLike<number>} values */
  list(values) {
    const { state } = this;
    const areClasses = values.length > 1 && !state.isAutoencoder;
    if (this.outputs.children.length !== values.length) {
      this.outputs.replaceChildren(
        ...Array.from(values, (_, nth) => {
          const [item, name, bar, value] = ["li", "span", "span", "span"].map((tag) => document.createElement(tag));
          /** @type {HTMLElement} */ (name).className = "name";
          /** @type {HTMLElement} */ (bar).className = "bar";
          /** @type {HTMLElement} */ (item).append(/** @type {Node} */ (name), /** @type {Node} */ (bar), /** @type {Node} */ (value));
          /** @type {HTMLElement} */ (item).style.setProperty("--class", `var(--class-${nth})`);
          return /** @type {HTMLElement} */ (item);
        }),
      );
    }
    Array.from(this.outputs.children, (item, nth) => {
      const [name, bar, text] = /** @type {HTMLCollectionOf<HTMLElement>} */ (item.children);
      const value = values[nth] ?? 0;
      const words = areClasses ? state.className(nth) : t("output {value}", { value: String(nth + 1) });
      if (name && name.textContent !== words) name.replaceChildren(...(areClasses ? [mark(nth)] : []), words);
      bar?.style.setProperty("--share", String(state.outputsAreProbabilities ? value : 0));
      write(text, state.outputsAreProbabilities ? percent(value) : figure(value));
    });
  }
}

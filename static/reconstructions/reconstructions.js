// Reconstructions: a row of pictures over the outputs of an autoencoder; of a denoising one with noise between them.
// Of other samples, the numbers of the chosen one.

import { refocus } from "../controls/refocus.js";
import { paintPicture } from "../paint/picture.js";
import { t } from "../words/messages.js";
import { Rows } from "./rows.js";
import { attribute, show } from "../words/write.js";

export const defaults = { every: 90 };

/** @typedef {"originals" | "noisy" | "reconstructions"} Row */

export class ReconstructionsView {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.output = find("output");
    this.host = find("reconstructions");
    this.list = /** @type {HTMLElement} */ (this.host.querySelector("ol"));
    find("open-plane").addEventListener("click", () => this.open());
    /** The rows of the last full frame. @type {import("../live/wire.js").Frame | null} */
    this.scene = null;
    this.rows = new Rows(state);
    this.made = "";
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), sample: /** @type {unknown} */ (null), at: 0 };
  }

  /** Whether the output reconstructs pictures. */
  get isShown() {
    return this.state.isPictured && this.state.isAutoencoder;
  }

  asks() {
    return this.isShown ? { reconstructions: true } : {};
  }

  draw() {
    const { state, isShown } = this;
    this.rows.draw();
    show(this.host, isShown);
    this.output.classList.toggle("of-input", isShown);
    this.output.classList.toggle("of-numbers", state.isAutoencoder && !isShown);
    const { frame, colors, sample } = state;
    if (!isShown || !frame?.arrays.reconstructions) return;
    if (state.scene?.arrays.originals) this.scene = state.scene;
    const now = performance.now();
    const looksSame = colors === this.drawn.colors && sample === this.drawn.sample;
    if (looksSame && (frame === this.drawn.frame || (frame.state === "playing" && now - this.drawn.at < defaults.every))) return;
    this.drawn = { frame, colors, sample, at: now };
    this.make();
    const numbers = this.scene?.arrays.reconstructed?.data ?? [];
    Array.from(this.list.querySelectorAll("button"), (button, nth) => {
      for (const canvas of button.querySelectorAll("canvas")) {
        const row = /** @type {Row} */ (canvas.dataset.row);
        const values = (row === "reconstructions" ? frame : this.scene)?.arrays[row];
        if (!values) continue;
        const [, height = 0, width = 0] = values.shape;
        const bytes = /** @type {Uint8Array} */ (values.data).subarray(nth * height * width, (nth + 1) * height * width);
        const context = canvas.getContext("2d", { willReadFrequently: true });
        if (context) paintPicture(context, bytes, width, colors.token("ink"));
      }
      attribute(button, "aria-pressed", String(numbers[nth] === sample));
    });
  }

  /** A button for each picture, with a canvas for each row. */
  make() {
    const { scene } = this;
    const numbers = Array.from(scene?.arrays.reconstructed?.data ?? []);
    /** @type {Row[]} */
    const rows = ["originals", ...(scene?.arrays.noisy ? /** @type {const} */ (["noisy"]) : []), "reconstructions"];
    const key = `${numbers} ${rows}`;
    if (key === this.made) return;
    this.made = key;
    const isNoisy = rows.length > 2;
    this.host.classList.toggle("noisy", isNoisy);
    this.list.replaceChildren(
      ...numbers.map((number) => {
        const button = Object.assign(document.createElement("button"), { type: "button" });
        const name = isNoisy ? t("Sample {number}: with noise, and the reconstruction of that", { number: number + 1 }) : t("Sample {number}: the original, and its reconstruction", { number: number + 1 });
        attribute(button, "aria-label", name);
        button.addEventListener("click", () => this.state.ask({ sample: number }));
        for (const row of rows) {
          const canvas = document.createElement("canvas");
          canvas.dataset.row = row;
          button.append(canvas);
        }
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  /** The plane of the bottleneck stands below. */
  open() {
    const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("embedding"));
    const { activeElement } = document;
    const go = () => {
      panel.scrollIntoView({ block: "start" });
      const plane = document.getElementById("embedding-plane");
      if (plane) refocus(plane, activeElement, { preventScroll: true });
      return plane !== null;
    };
    panel.open = true;
    if (!go()) panel.addEventListener("loaded", go, { once: true });
  }
}

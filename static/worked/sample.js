// The sample of the worked example: one of the next batch, or any by its number or by a click on the map.

import { wholeIn } from "../numbers/whole.js";
import { samplesOf } from "../run/datasets.js";
import { t } from "../words/messages.js";
import { heightOf, heights } from "../output/fit.js";
import { attribute, show, write } from "../words/write.js";

export const defaults = { reach: 0.06 };
export const ariaLabel = t("Sample");

/** @typedef {import("./example.js").Step} Step */
/** @typedef {(change: Partial<import("./example.js").Choice>) => void} Choose */

export class Sample {
  /** @param {import("../run/state.js").State} state @param {Choose} choose */
  constructor(state, choose) {
    this.state = state;
    this.choose = choose;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.why = find("worked-why");
    this.listed = find("worked-listed");
    this.chips = find("worked-batch");
    this.alone = find("worked-alone");
    this.number = /** @type {HTMLInputElement} */ (find("worked-sample"));
    this.sources = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[name=worked-source]")]);
    this.map = find("map");
    this.panel = /** @type {HTMLDetailsElement} */ (find("worked"));
    this.ring = document.createElement("span");
    this.ring.className = "sample-ring";
    this.ring.hidden = true;
    this.map.append(this.ring);
    /** @type {Step | null} */
    this.example = null;
    for (const source of this.sources) source.addEventListener("change", () => choose({ sample: source.value === "alone" ? (this.example?.worked.sample ?? 0) : null }));
    this.chips.addEventListener("change", (event) => choose({ nth: Number(/** @type {HTMLInputElement} */ (event.target).value) }));
    this.number.addEventListener("change", () => {
      const number = wholeIn(this.number, (this.example?.worked.sample ?? 0) + 1);
      if (number !== null) this.take(number - 1);
    });
    for (const [id, step] of /** @type {const} */ ([["worked-previous", -1], ["worked-next", 1]])) {
      find(id).addEventListener("click", () => this.take((this.example?.worked.sample ?? 0) + step));
    }
    this.map.addEventListener("click", (event) => this.pick(event));
  }

  get count() {
    const { scene, kind, experiment } = this.state;
    if (kind.is_table) return scene?.n_train ?? 1;
    return scene?.arrays.points?.shape[0] ?? samplesOf(experiment.data);
  }

  /** @param {number} sample */
  take(sample) {
    this.choose({ sample: Math.max(0, Math.min(this.count - 1, sample)) });
  }

  /** Choose the nearest visible point, if one is near. @param {MouseEvent} event */
  pick(event) {
    const { scene, look } = this.state;
    // In own points, a click puts a point instead.
    if (!this.panel.open || !scene || this.state.has("points")) return;
    const box = this.map.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    const shown = look.show_test ? this.count : (scene.n_train ?? 0);
    let [nearest, least] = [-1, defaults.reach];
    for (let i = 0; i < shown; i++) {
      const at = this.at(i);
      const distance = Math.hypot(at.x - x, at.y - y);
      if (distance < least) [nearest, least] = [i, distance];
    }
    if (nearest >= 0) this.take(nearest);
  }

  /** @param {Step} example */
  draw(example) {
    this.example = example;
    const { worked } = example;
    const isBatch = worked.kind === "batch" || worked.kind === "solve";
    const isTest = worked.sample >= (this.state.scene?.n_train ?? Infinity);
    for (const source of this.sources) source.checked = (source.value === "batch") === isBatch;
    show(this.chips, isBatch);
    show(this.listed, isBatch);
    show(this.alone, !isBatch);
    const why = isBatch
      ? worked.m === 1
        ? t("The sample of the next step.")
        : t("The {m} samples of the next step. Each adds its share to the update.", { m: worked.m })
      : isTest
        ? t("This sample is kept for validation or test: it is never learned from. Click on a point of the map to choose another.")
        : worked.kind === "use"
          ? t("A step cannot be made of this sample alone. Click on a point of the map to choose another.")
          : t("A step that sees this sample alone. Click on a point of the map to choose another.");
    write(this.why, why);
    attribute(this.number, "max", String(this.count));
    if (document.activeElement !== this.number) this.number.value = String(worked.sample + 1);
    if (isBatch) this.list(worked.batch, worked.nth, worked.m);
    this.mark(example);
  }

  /** Show a chip for each listed sample. @param {number[]} batch @param {number} nth @param {number} m */
  list(batch, nth, m) {
    while (this.chips.children.length < batch.length) this.chips.append(chip(this.chips.children.length));
    while (this.chips.children.length > batch.length) this.chips.lastElementChild?.remove();
    batch.forEach((sample, i) => {
      const [input, text] = /** @type {[HTMLInputElement, HTMLElement]} */ (/** @type {unknown} */ (this.chips.children[i]?.children));
      input.checked = i === nth;
      write(text, `#${sample + 1}`);
    });
    write(this.listed, m > batch.length ? t("The first {count} of {m}", { count: batch.length, m }) : "");
  }

  /** Ring the sample on the map. @param {Step | null} example */
  mark(example) {
    this.example = example;
    this.map.classList.toggle("picks", example !== null);
    this.place();
  }

  /** Move the ring to the sample on the map. */
  place() {
    const sample = this.example?.worked.sample ?? -1;
    show(this.ring, Boolean(this.state.scene?.arrays.points) && sample >= 0 && sample < this.count);
    if (this.ring.hidden) return;
    const { x, y } = this.at(sample);
    this.ring.style.left = `${x * 100}%`;
    this.ring.style.bottom = `${y * 100}%`;
  }

  /** The place of a sample, as shares of the map from its lower left. @param {number} i */
  at(i) {
    const { scene, frame, kind } = this.state;
    const { data, shape } = scene?.arrays.points ?? { data: [], shape: [0, 0] };
    const columns = shape[1] ?? 0;
    const [first = 0, second = 0] = Array.from(data.slice(columns * i, columns * i + 2));
    const domain = scene?.domain ?? [0, 1];
    const share = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) => (value - low) / (high - low);
    if (kind.view !== "line" || !scene || !frame) return { x: share(first, domain), y: share(second, domain) };
    return { x: share(first, domain), y: share(heightOf(scene, second), heights(this.state, frame)) };
  }
}

/** @param {number} nth */
function chip(nth) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "worked-nth";
  input.value = String(nth);
  label.className = "chip";
  label.append(input, document.createElement("span"));
  return label;
}

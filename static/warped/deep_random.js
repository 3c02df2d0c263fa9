// A deep random network: the server computes its layers, each of which is asked for when the walk comes to it.

import { ask } from "../live/rest.js";

/** How many layers there are, and how many are asked for ahead of the walk. */
export const defaults = { layers: 40, ahead: 3 };

/** @typedef {import("./drawing.js").Planes} Planes */
/** @typedef {{layer: number, units: number, share: number, along: number, order: [number, number], largest: number, shape: number[], grid: number[]}} Seen see app/web/api_deep_random.py */

export class DeepRandom {
  /**
   * @param {HTMLElement} host of the fields
   * @param {{begun: () => void, changed: () => void, failed: (error: unknown) => void}} told when there is another network, when planes have come, and when they do not come
   */
  constructor(host, { begun, changed, failed }) {
    this.fields = /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (host.querySelectorAll("input, select"));
    this.begun = begun;
    this.changed = changed;
    this.failed = failed;
    /** The layers of the present settings that have come. @type {Map<number, Seen>} */
    this.seen = new Map();
    /** @type {Set<number>} */
    this.asked = new Set();
    /** @type {{layer: number, planes: Planes} | null} */
    this.latest = null;
    for (const field of this.fields) {
      field.addEventListener("input", () => this.tell(field));
      field.addEventListener("change", () => field.reportValidity() && this.begin());
      this.tell(field);
    }
  }

  /** The number beside a slider. @param {HTMLInputElement | HTMLSelectElement} field */
  tell(field) {
    if (!(field instanceof HTMLInputElement) || field.type !== "range") return;
    field.style.setProperty("--fill", String((Number(field.value) - Number(field.min)) / (Number(field.max) - Number(field.min))));
    const value = field.closest("label")?.querySelector(".value");
    if (value) value.textContent = field.value;
  }

  /** Another network: nothing of the last one is left. */
  begin() {
    this.seen = new Map();
    this.asked = new Set();
    this.latest = null;
    this.begun();
  }

  /** The planes of a layer and of the one below it; null: they are asked for. @param {number} layer @param {number} goal of the walk @returns {Planes | null} */
  planesOf(layer, goal) {
    for (let each = Math.max(0, layer - 1); each <= Math.min(defaults.layers, Math.max(layer, Math.min(goal, layer + defaults.ahead))); each++) this.ask(each);
    if (this.latest?.layer === layer) return this.latest.planes;
    const found = [layer - 1, layer].filter((each) => each >= 0).map((each) => this.seen.get(each));
    const layers = found.filter((each) => each !== undefined);
    if (layers.length < found.length) return null;
    const numbers = layers.flatMap(({ grid, largest }) => grid.map((number) => (number * largest) / 10_000));
    const grid = { data: Float32Array.from(numbers), shape: [layers.length, ...(layers[0]?.shape ?? [])] };
    this.latest = { layer, planes: { layers: layers.map((each) => ({ ...each, tightness: null })), grid, samples: null, labels: [] } };
    return this.latest.planes;
  }

  /** @param {number} layer */
  async ask(layer) {
    const { seen, asked } = this;
    if (asked.has(layer)) return;
    asked.add(layer);
    const fields = Array.from(this.fields, ({ name, value }) => [name, value]);
    try {
      seen.set(layer, await ask(`api/deep-random?${new URLSearchParams([...fields, ["layer", String(layer)]])}`));
    } catch (error) {
      asked.delete(layer);
      if (seen === this.seen) this.failed(error);
      return;
    }
    if (seen === this.seen) this.changed();
  }
}

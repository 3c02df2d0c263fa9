// The layer editor: a dialog with a row for each layer of the network, which is tried on the server before it is taken.

import { described } from "../address/schema.js";
import { focusAgain } from "../controls/enable.js";
import { ask, Refused } from "../live/rest.js";
import { Latest } from "../run/latest.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { kindText, layersOf, ownPlan, shapeText, withLayers } from "./architectures.js";
import { canBeMade, control, fieldsOfKind, kindsOf, newLayer, reads } from "./fields.js";

/** @typedef {import("./architectures.js").Layer} Layer */
/** @typedef {import("./architectures.js").Row} Row */

export class Editor {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("layers"));
    this.list = find("layers-list");
    this.kind = /** @type {HTMLSelectElement} */ (find("layers-kind"));
    this.error = find("layers-error");
    this.total = find("layers-total");
    this.take = /** @type {HTMLButtonElement} */ (find("take-layers"));
    /** @type {Record<string, import("./fields.js").KindSchema>} */
    this.kinds = {};
    /** @type {Layer[]} as they are in the dialog */
    this.layers = [];
    /** @type {Row[]} */
    this.rows = [];
    this.shape = /** @type {number[]} */ ([]);
    this.openings = new Latest();
    this.attempts = new Latest();
    find("close-layers").addEventListener("click", () => this.dialog.close());
    find("add-layer").addEventListener("click", () => this.add(this.kind.value));
    this.take.addEventListener("click", () => {
      this.commands.change("network", "layers", this.layers);
      this.dialog.close();
    });
  }

  async open() {
    const isLatest = this.openings.ask();
    const experiment = this.commands.coming(this.state.experiment);
    this.layers = structuredClone(layersOf(experiment) ?? listOf(experiment.network));
    this.rows = [];
    this.error.textContent = "";
    this.take.disabled = true;
    this.list.replaceChildren();
    this.dialog.showModal();
    try {
      if (Object.keys(this.kinds).length === 0) this.kinds = kindsOf(await ask("api/experiment/schema"));
      if (!isLatest()) return;
      this.show();
      await this.attempt();
      if (isLatest()) this.offer();
    } catch (error) {
      if (isLatest()) this.error.textContent = reasonOf(error);
    }
  }

  /** The kinds of layers that can be added where samples are like these. */
  offer() {
    const options = Object.entries(this.kinds).filter(([name, kind]) => canBeMade(name, kind) && reads(kind, this.shape));
    this.kind.replaceChildren(...options.map(([value]) => Object.assign(document.createElement("option"), { value, textContent: kindText(value) })));
  }

  /** @param {string} kind */
  add(kind) {
    const about = this.kinds[kind];
    if (!about) return;
    // Behind the last of the list stands the output, which is no layer of it.
    const shape = this.rows.findLast(({ number }) => number < this.layers.length)?.shape ?? this.shape;
    this.edit([...this.layers, newLayer(kind, about, shape)], `row-${this.layers.length}`);
  }

  /** Other layers, the focus being kept or set. @param {Layer[]} layers @param {string} [focus] the key of what is to have it */
  edit(layers, focus) {
    this.layers = layers;
    this.show(focus);
    this.attempt();
  }

  /** Ask the server what becomes of these layers. */
  async attempt() {
    const isLatest = this.attempts.ask();
    this.take.disabled = true;
    try {
      const { shape_in, layers } = await ownPlan(withLayers(described(this.commands.coming(this.state.experiment)), this.layers));
      if (!isLatest()) return;
      this.shape = shape_in;
      this.rows = layers;
      this.refuse(null, "");
      this.take.disabled = false;
    } catch (error) {
      if (!isLatest()) return;
      this.rows = [];
      const words = reasonOf(error);
      const place = /^network\.layers\.(\d+)/.exec((error instanceof Refused && error.where) || "");
      this.refuse(place ? Number(place[1]) : null, words);
    }
    this.measure();
  }

  /** Say what is wrong, at its row if it is one's. @param {number | null} number @param {string} words */
  refuse(number, words) {
    this.error.textContent = number === null ? words : "";
    [...this.list.children].forEach((item, i) => {
      const error = /** @type {HTMLElement} */ (item.querySelector(".error"));
      error.textContent = i === number ? words : "";
      item.classList.toggle("wrong", i === number);
    });
  }

  /** What each row gives and learns. */
  measure() {
    [...this.list.children].forEach((item, i) => {
      const { shape, parameters } = measureOf(this.rows, i);
      const values = { shape: shapeText(shape ?? []), parameters };
      const words = !shape ? "" : parameters > 0 ? t("gives {shape}, {parameters} parameters", values) : t("gives {shape}", values);
      /** @type {HTMLElement} */ (item.querySelector(".measure")).textContent = words;
      // What learns nothing cannot be frozen.
      const frozen = /** @type {HTMLInputElement | null} */ (item.querySelector("[data-key=frozen]"));
      if (frozen && shape) frozen.parentElement?.toggleAttribute("hidden", parameters === 0 && !frozen.checked);
    });
    const sum = (/** @type {"parameters" | "multiplications"} */ what) => this.rows.reduce((all, row) => all + row[what], 0);
    this.total.textContent = this.rows.length === 0 ? "" : t("With the output: {parameters} parameters, {multiplications} multiplications for a sample.", { parameters: sum("parameters"), multiplications: sum("multiplications") });
  }

  /** @param {string} [focus] */
  show(focus) {
    this.list.replaceChildren(...this.layers.map((layer, number) => this.row(layer, number)));
    const place = focus && /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-key="${focus}"]`));
    if (focus) focusAgain(place || this.kind);
    this.measure();
  }

  /** @param {Layer} layer @param {number} number */
  row(layer, number) {
    const item = document.createElement("li");
    const explained = EXPLAINED[layer.kind];
    if (explained) item.dataset.explained = explained;
    const name = kindText(layer.kind);
    const of = t("layer {number}: {kind}", { number: number + 1, kind: name });
    const title = Object.assign(document.createElement("strong"), { className: "layer-kind", textContent: name, tabIndex: -1 });
    title.dataset.key = `row-${number}`;
    const fields = document.createElement("div");
    fields.className = "layer-fields";
    const kind = this.kinds[layer.kind];
    const set = (/** @type {string} */ field, /** @type {unknown} */ value) => {
      this.layers = this.layers.map((each, i) => (i === number ? { ...each, [field]: value } : each));
      this.attempt();
    };
    for (const [field, schema] of kind ? fieldsOfKind(kind) : []) fields.append(control(field, schema, layer[field], of, (value) => set(field, value)));
    const held = heldBy(layer);
    if (held) fields.append(Object.assign(document.createElement("span"), { className: "held", textContent: held }));
    if (kind?.properties.frozen) fields.append(control("frozen", { ...kind.properties.frozen, title: t("Frozen") }, layer.frozen, of, (value) => set("frozen", value)));
    /** The focus goes with the layer, so that it can be moved on by the same key. @param {"up" | "down"} way @param {number} to */
    const move = (way, to) => this.edit(moved(this.layers, number, to), `${way}-${to}`);
    const up = this.button("↑", t("Move up: {layer}", { layer: of }), () => move("up", number - 1));
    const down = this.button("↓", t("Move down: {layer}", { layer: of }), () => move("down", number + 1));
    up.dataset.key = `up-${number}`;
    down.dataset.key = `down-${number}`;
    up.disabled = number === 0;
    down.disabled = number === this.layers.length - 1;
    const remove = this.button("×", t("Remove {layer}", { layer: of }), () => this.edit(this.layers.toSpliced(number, 1), `row-${Math.min(number, this.layers.length - 2)}`));
    const buttons = document.createElement("div");
    buttons.className = "layer-buttons";
    buttons.append(up, down, remove);
    const measure = Object.assign(document.createElement("span"), { className: "measure" });
    const error = Object.assign(document.createElement("p"), { className: "error" });
    error.setAttribute("role", "alert");
    item.append(title, measure, buttons, fields, error);
    return item;
  }

  /** @param {string} sign @param {string} label @param {() => void} act */
  button(sign, label, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "small", textContent: sign });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }
}

/** The explanation of each kind of layer that has one (see templates/explanations). @type {Record<string, string>} */
const EXPLAINED = {
  convolution: "convolution",
  transposed_convolution: "convolution",
  pooling: "pooling",
  dense: "hidden",
  activation: "network.activation",
  dropout: "network.dropout",
  batch_normalization: "network.normalization",
};

/** What the layers of a row give in the end, and learn together. @param {Row[]} rows @param {number} number */
export function measureOf(rows, number) {
  const own = rows.filter((row) => row.number === number);
  return { shape: own.at(-1)?.shape ?? null, parameters: own.reduce((sum, row) => sum + row.parameters, 0) };
}

/** @template Item @param {Item[]} list @param {number} from @param {number} to */
export function moved(list, from, to) {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, /** @type {Item} */ (list[from]));
}

/** The layers that a block holds, in words; of several branches, those of each. @param {Layer} layer */
function heldBy({ layers, branches }) {
  const words = (/** @type {Layer[]} */ list) => list.map(({ kind }) => kindText(kind)).join(" · ");
  if (Array.isArray(layers)) return words(layers);
  return Array.isArray(branches) ? branches.map(words).join(" | ") : "";
}

/** The short form of dense layers as a list. @param {import("../address/address.js").Experiment["network"]} network @returns {Layer[]} */
export function listOf({ hidden, activation, activations, slope, normalization, dropout, dropout_rate, dropout_rates }) {
  return hidden.flatMap((units, l) => {
    const made = activations?.[l] ?? activation;
    return [
      { kind: "dense", units },
      ...(normalization === "batch" ? [{ kind: "batch_normalization" }] : []),
      { kind: "activation", function: made, slope },
      ...(dropout === "none" ? [] : [{ kind: "dropout", form: dropout, rate: dropout_rates?.[l] ?? dropout_rate }]),
    ];
  });
}

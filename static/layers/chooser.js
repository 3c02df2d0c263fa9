// The architecture chooser: where the samples are pictures, dense layers or a ready-made architecture.

import { described, experimentOf } from "../address/schema.js";
import { Latest } from "../run/latest.js";
import { joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { architecturesFor, layersOf, titleOf } from "./architectures.js";
import { show, write } from "../words/write.js";

/** @typedef {import("./architectures.js").Architecture} Architecture */
/** @typedef {import("../address/address.js").Changes} Changes */

/** How long an experiment stands before the server is asked what fits it, in milliseconds. */
export const defaults = { wait: 300 };


const DENSE = "dense";
const OWN = "own";
/** What disturbs the input of a denoising autoencoder, as an experiment has it. */
const NOISE = { kind: "noise", form: "gaussian", amount: 0.3 };

export class Chooser {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {(words: string) => void} complain shows why something cannot be chosen
   */
  constructor(state, commands, complain) {
    this.state = state;
    this.commands = commands;
    this.complain = complain;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("architecture");
    this.select = document.createElement("select");
    this.select.id = "architecture-choice";
    this.select.setAttribute("aria-describedby", "architecture-about");
    find("architecture-label").after(this.select);
    this.about = find("architecture-about");
    this.denoising = find("denoising");
    this.noise = /** @type {HTMLInputElement} */ (find("noise"));
    this.noise.addEventListener("change", () => this.disturb(this.noise.checked));
    this.select.addEventListener("change", () => this.choose(this.select.value));
    /** @type {Architecture[]} as they were for the experiment `asked` */
    this.architectures = [];
    this.asked = "";
    this.timer = 0;
    /** @type {Promise<void>} */
    this.answered = Promise.resolve();
    /** @type {unknown} */
    this.shown = null;
    /** What the network was before it became a list. @type {Record<string, unknown> | null} */
    this.before = null;
    /** What told classes before an autoencoder came. @type {ReturnType<typeof classifierOf> | null} */
    this.classifier = null;
    this.choices = new Latest();
    /** The choice that waits until the server has said what fits. @type {string | null} */
    this.wanted = null;
    /** What the latest choice has brought along. */
    this.brought = { name: "", words: "" };
    this.fill();
  }

  draw() {
    const { experiment, isPictured } = this.state;
    const mayChoose = isPictured || this.state.kind.view === "samples";
    show(this.host, Boolean(layersOf(experiment)) || isPictured || (mayChoose && this.fitting.length > 0));
    if (experiment === this.shown) return;
    this.shown = experiment;
    if (!layersOf(experiment)) this.before = shortForm(described(experiment));
    if (!this.state.isAutoencoder) this.classifier = classifierOf(experiment);
    const key = questionOf(experiment);
    if (mayChoose && key !== this.asked) {
      this.asked = key;
      clearTimeout(this.timer);
      this.answered = new Promise((resolve) => {
        this.timer = window.setTimeout(() => this.ask(key).then(resolve), defaults.wait);
      });
    }
    this.mark();
  }

  /** @param {string} key */
  async ask(key) {
    try {
      const found = await architecturesFor(described(this.state.experiment));
      if (key !== this.asked) return;
      this.architectures = found;
      this.fill();
      this.mark();
      this.shown = null; // It may be offered only now.
      this.state.changed();
    } catch {
      this.asked = ""; // The next experiment asks again.
    }
  }

  /** Those that can be chosen: without pictures, what fits alone. */
  get fitting() {
    return this.architectures.filter(({ trains, changes }) => trains && (this.state.isPictured || changes));
  }

  /** One option for each, in the order of the server. */
  fill() {
    const option = (/** @type {string} */ value, /** @type {string} */ words) => Object.assign(document.createElement("option"), { value, textContent: words });
    const own = option(OWN, t("A list of its own"));
    own.hidden = own.disabled = true;
    this.select.replaceChildren(option(DENSE, t("Dense layers")), own, ...this.fitting.map((each) => option(each.name, titleOf(each))));
  }

  /** Show which of them the network is. */
  mark() {
    const layers = layersOf(this.state.experiment);
    const present = presentOf(layers, this.architectures);
    show(this.denoising, this.state.isAutoencoder);
    this.noise.checked = isDisturbed(layers);
    this.select.value = this.wanted ?? (present ? present.name : layers ? OWN : DENSE);
    const words = [];
    if (present) words.push(t("{parameters} parameters, {multiplications} multiplications for a sample. {source}.", { parameters: present.parameters ?? 0, multiplications: present.multiplications ?? 0, source: present.source }));
    if (present && present.name === this.brought.name) words.push(this.brought.words);
    const text = joinSentences(words);
    write(this.about, text);
  }

  /** Make the network another one, which begins anew: what another one has learned would count for it in a comparison. One change, which can be undone. @param {string} name */
  async choose(name) {
    const isLatest = this.choices.ask();
    if (name === DENSE) {
      this.wanted = null;
      if (layersOf(this.state.experiment)) this.commands.changeAll(this.withClasses(toDense(this.state.experiment, this.before)), { begins: true });
      return;
    }
    this.wanted = name;
    await this.answered;
    if (!isLatest()) return;
    this.wanted = null;
    const architecture = this.architectures.find((each) => each.name === name);
    if (!architecture) return;
    if (!architecture.changes) {
      this.mark();
      if (architecture.refusal) this.complain(translated(architecture.refusal));
      return;
    }
    this.brought = { name, words: broughtBy(architecture.changes) };
    this.commands.changeAll(architecture.is_autoencoder ? architecture.changes : this.withClasses(architecture.changes), { begins: true });
  }

  /** Changes that lead back from an autoencoder bring the settings back that told classes before. @param {Changes} changes @returns {Changes} */
  withClasses(changes) {
    const { classes, isAutoencoder } = this.state;
    if (!isAutoencoder) return changes;
    const before = this.classifier;
    const loss = before?.loss ?? (classes > 2 ? "softmax" : classes ? "cross_entropy" : "squared_error");
    const heads = changes.objective?.heads ?? null;
    const network = { ...before?.network, ...changes.network };
    return { ...changes, ...(before?.optimizer && { optimizer: before.optimizer }), network, objective: heads ? { heads } : { heads: null, loss } };
  }

  /** Put noise on the input, or take it away. @param {boolean} isNoisy */
  disturb(isNoisy) {
    const layers = undisturbed(layersOf(this.state.experiment) ?? []);
    this.commands.changeAll({ network: { layers: isNoisy ? [NOISE, ...layers] : layers } });
  }
}

/** Whether a list of layers begins with noise. @param {import("./architectures.js").Layer[] | null} layers */
const isDisturbed = (layers) => layers?.[0]?.kind === "noise";

/** A list of layers without the noise with which it begins. @param {import("./architectures.js").Layer[]} layers */
const undisturbed = (layers) => (isDisturbed(layers) ? layers.slice(1) : layers);

/** What of an experiment an autoencoder replaces, beside the layers. @param {import("../address/address.js").Experiment} experiment */
function classifierOf(experiment) {
  const { objective, optimizer, network } = described(experiment);
  const [head] = /** @type {{loss: string}[]} */ (objective?.heads ?? []);
  return { loss: String(head?.loss ?? objective?.loss), optimizer, network: { initializer: network?.initializer } };
}

/** What of an experiment decides which architectures fit, and what they bring along. @param {import("../address/address.js").Experiment} experiment */
function questionOf(experiment) {
  const { data, network, objective, optimizer, training } = experiment;
  return JSON.stringify([data, network.initializer, objective, optimizer, training.batch_size]);
}

/**
 * The architecture whose layers a network has; null: none of them.
 * @param {import("./architectures.js").Layer[] | null} layers
 * @param {Architecture[]} architectures
 */
export function presentOf(layers, architectures) {
  // Noise on the input makes it no other architecture.
  const present = layers && JSON.stringify(undisturbed(layers));
  return (layers && architectures.find(({ changes }) => JSON.stringify(changes?.network?.layers) === present)) || null;
}

/** What of a network its short form has. @param {Changes} experiment */
const shortForm = ({ network = {} }) => Object.fromEntries(Object.entries(network).filter(([field]) => !["initializer", "bias", "weights", "layers"].includes(field)));

/**
 * What makes a list of layers dense ones again: those that were there before, or the usual ones; and the output alone.
 * @param {import("../address/address.js").Experiment} experiment
 * @param {Record<string, unknown> | null} before
 * @returns {Changes}
 */
export function toDense(experiment, before) {
  const { heads } = /** @type {Record<string, any>} */ (experiment.objective);
  const usual = shortForm(/** @type {Changes} */ (/** @type {unknown} */ (experimentOf())));
  return {
    network: { ...(before ?? usual), layers: null },
    ...(heads && { objective: { heads: null, loss: heads[0].loss } }),
  };
}

/** What an architecture brings along, in words. @param {Changes} changes */
export function broughtBy({ network = {}, optimizer, objective }) {
  const brought = [];
  if (network.initializer) brought.push(t("initial weights by He"));
  if (optimizer) brought.push(t("Adam with a learning rate of {rate}", { rate: Number(optimizer.learning_rate) }));
  if (Array.isArray(objective?.heads) && objective.heads.length > 1) brought.push(t("{count} side outputs", { count: objective.heads.length - 1 }));
  return brought.length > 0 ? t("Set with it: {list}.", { list: new Intl.ListFormat(document.documentElement.lang).format(brought) }) : "";
}

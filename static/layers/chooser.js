// The architecture chooser: where the samples are pictures, dense layers or a ready-made architecture.

import { described, experimentOf } from "../address/schema.js";
import { t, whole } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { architecturesFor, layersOf, titleOf } from "./architectures.js";

/** @typedef {import("./architectures.js").Architecture} Architecture */
/** @typedef {import("../address/address.js").Changes} Changes */

/** How long an experiment stands before the server is asked what fits it, in milliseconds. */
export const defaults = { wait: 300 };

const listed = new Intl.ListFormat(document.documentElement.lang);

const DENSE = "dense";
const OWN = "own";

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
    /** What the latest choice has brought along. */
    this.brought = { name: "", words: "" };
    this.fill();
  }

  draw() {
    const { experiment, isPictured } = this.state;
    this.host.hidden = !isPictured && !layersOf(experiment);
    if (experiment === this.shown) return;
    this.shown = experiment;
    if (!layersOf(experiment)) this.before = shortForm(described(experiment));
    const key = questionOf(experiment);
    if (isPictured && key !== this.asked) {
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
    } catch {
      this.asked = ""; // The next experiment asks again.
    }
  }

  /** One option for each, in the order of the server. The page does not show the outputs of an autoencoder yet. */
  fill() {
    const option = (/** @type {string} */ value, /** @type {string} */ words) => Object.assign(document.createElement("option"), { value, textContent: words });
    const own = option(OWN, t("A list of its own"));
    own.hidden = own.disabled = true;
    this.select.replaceChildren(option(DENSE, t("Dense layers")), own, ...this.architectures.filter(({ trains, is_autoencoder }) => trains && !is_autoencoder).map((each) => option(each.name, titleOf(each))));
  }

  /** Show which of them the network is. */
  mark() {
    const layers = layersOf(this.state.experiment);
    const present = presentOf(layers, this.architectures);
    this.select.value = present ? present.name : layers ? OWN : DENSE;
    const words = [];
    if (present) words.push(t("{parameters} parameters, {multiplications} multiplications for a sample. {source}.", { parameters: whole(present.parameters ?? 0), multiplications: whole(present.multiplications ?? 0), source: present.source }));
    if (present && present.name === this.brought.name) words.push(this.brought.words);
    const text = words.filter(Boolean).join(" ");
    if (this.about.textContent !== text) this.about.textContent = text;
  }

  /** Make the network another one, by one change that can be undone. @param {string} name */
  async choose(name) {
    if (name === DENSE) {
      if (layersOf(this.state.experiment)) this.commands.changeAll(toDense(this.state.experiment, this.before));
      return;
    }
    await this.answered;
    const architecture = this.architectures.find((each) => each.name === name);
    if (!architecture) return;
    if (!architecture.changes) {
      this.mark();
      if (architecture.refusal) this.complain(translated(architecture.refusal));
      return;
    }
    this.brought = { name, words: broughtBy(architecture.changes) };
    this.commands.changeAll(architecture.changes);
  }
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
  const present = JSON.stringify(layers);
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
  if (Array.isArray(objective?.heads)) brought.push(t("{count} side outputs", { count: objective.heads.length - 1 }));
  return brought.length > 0 ? t("Set with it: {list}.", { list: listed.format(brought) }) : "";
}

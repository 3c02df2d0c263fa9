// The controls: each shows one field of the experiment and asks the server to change it.

import { localisation } from "../boxes/switch.js";
import { shortened } from "../boxes/heads.js";
import { pairs } from "../pairs/control.js";
import { changesTo, trainingOf } from "../run/datasets.js";
import { asking } from "../run/sequences.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { setupOf } from "../run/setups.js";
import { rowsIn, textOf } from "../numbers/numbers.js";
import { amountOf } from "./amount.js";
import { subset } from "./subset.js";
import { endTyping, isTyped, keepTyping } from "./typing.js";
import { show as showNode } from "../words/write.js";

export const defaults = { dice: 2 ** 16 };

/** @typedef {{part: string, field: string, host: HTMLElement, show: (value: any) => void}} Control */

/** Controls that are more than one box, one choice or one number. @type {Record<string, (host: HTMLElement, change: (value: any) => void, state: import("../run/state.js").State) => (value: any) => void>} */
const OF_THEIR_OWN = { subset, localisation, pairs };

export class Controls {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../run/setups.js").Setups} setups
   */
  constructor(state, commands, setups) {
    this.state = state;
    this.commands = commands;
    this.setups = setups;
    /** @type {unknown} */
    this.shown = null;
    /** The lines that were refused, which stay to be corrected, and the value that stands instead. @type {{host: HTMLElement, value: string} | null} */
    this.kept = null;
    keepTyping(() => this.revert());
    this.controls = [...document.querySelectorAll("[data-field]")].flatMap((host) =>
      this.control(/** @type {HTMLElement} */ (host)),
    );
    document.querySelector("[data-die=data]")?.addEventListener("click", () =>
      commands.change("data", "seed", Math.floor(Math.random() * defaults.dice)),
    );
    this.groups();
  }

  /** @param {HTMLElement} host @returns {Control[]} */
  control(host) {
    const [part = "", field = ""] = (host.dataset.field ?? "").split(".");
    const change = (/** @type {unknown} */ value, goesOn = false) => this.ask(host, part, field, value, goesOn);
    host.querySelector("textarea")?.addEventListener("input", () => this.forgive(host));
    const own = OF_THEIR_OWN[host.dataset.kind ?? ""];
    if (own) return [{ part, field, host, show: own(host, change, this.state) }];
    const select = host.querySelector("select");
    const radios = [...host.querySelectorAll("input")].filter((input) => input.type === "radio");
    const amount = /** @type {HTMLInputElement | null} */ (host.querySelector("input[type=number]"));
    if (select) {
      const chosen = () => ("nullable" in host.dataset && select.value === "" ? null : select.value);
      select.addEventListener("change", () => change("whole" in host.dataset ? Number(select.value) : chosen()));
      return [{ part, field, host, show: (value) => (select.value = value ?? "") }];
    }
    const box = [...host.querySelectorAll("input")].find((input) => input.type === "checkbox");
    if (box) {
      box.addEventListener("change", () => change(box.checked));
      return [{ part, field, host, show: (value) => (box.checked = value) }];
    }
    if (radios.length > 0) {
      for (const radio of radios) radio.addEventListener("change", () => change(radio.value));
      return [{ part, field, host, show: (value) => radios.forEach((radio) => (radio.checked = radio.value === value)) }];
    }
    const lines = host.querySelector("textarea");
    if (lines) {
      lines.addEventListener("change", () => this.lines(host, lines.value, change));
      return [{ part, field, host, show: (value) => (lines.value = textOf(value)) }];
    }
    const text = /** @type {HTMLInputElement | null} */ (host.querySelector("input[type=text]"));
    if (text) {
      text.addEventListener("change", () => change(text.value));
      return [{ part, field, host, show: (value) => (text.value = value) }];
    }
    if (!amount) return [];
    const show = amountOf(host, amount, { change, complain: (words) => this.complain(host, words), forgive: () => this.forgive(host), revert: () => this.revert(host) });
    return [{ part, field, host, show }];
  }

  /** Rows of numbers, a line each. @param {HTMLElement} host @param {string} text @param {(value: number[][]) => void} change */
  lines(host, text, change) {
    try {
      const rows = rowsIn(text);
      if (rows.length === 0) this.complain(host, t("Enter a number."));
      else change(rows);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.complain(host, error.message, { keeps: true });
    }
  }

  /**
   * Request a change. Fields that conflict change together: another data set brings its own settings, an
   * option takes those with it that it goes together with, and a common function or rate removes those of single layers.
   * @param {HTMLElement} host
   * @param {string} part
   * @param {string} field
   * @param {unknown} value
   * @param {boolean} [goesOn] whether it belongs to the same gesture as the last change
   */
  ask(host, part, field, value, goesOn = false) {
    this.forgive(host);
    this.kept = null;
    let changes = together(takenWith(host, value), { [part]: { [field]: value } });
    // The requested batch size returns where it fits again.
    if (field === "batch_size") this.commands.wantedBatch = Number(value);
    if (part === "data" && field === "kind") {
      changes = this.changesTo(String(value));
    }
    if (field === "answers") changes = together(asking(this.state.experiment, value), changes);
    if (host.dataset.each) changes[part] = { ...changes[part], [host.dataset.each]: null };
    if (field === "validation_share" && value === 0) changes.training = { patience: 0 };
    const coming = this.commands.coming(this.state.experiment);
    const { objective, optimizer, training } = coming;
    if (part === "data" && field !== "kind") {
      // The training set may become smaller than the batch, and larger again.
      this.commands.wantedBatch ??= training.batch_size;
      const data = { ...coming.data, ...changes.data };
      const size = Math.min(this.commands.wantedBatch, trainingOf(data, this.state.kinds[data.kind]?.rows));
      if (size !== training.batch_size) changes.training = { ...changes.training, batch_size: size };
    }
    if (field === "loss" && objective.loss === "perceptron" && value !== "perceptron") changes = together(this.setups.without("perceptron", coming), changes);
    if (part === "optimizer" && field === "kind" && optimizer.kind === "least_squares") changes = together(this.setups.without("least_squares", coming), changes);
    if (field === "heads" && value === null) changes.objective = shortened(objective);
    this.commands.changeAll(changes, { goesOn });
  }

  /** Another data set, with its former set-up. @param {string} kind @returns {import("../address/address.js").Changes} */
  changesTo(kind) {
    const { state, setups, commands } = this;
    const setup = setups.for(kind);
    // A data set that is asked for, but has not come, leaves nothing of what it would have changed.
    const isPassed = commands.coming(state.experiment).data.kind !== state.experiment.data.kind;
    if (setup !== state.experiment || isPassed) return together(setupOf(setup), changesTo(state, kind, setup.training.batch_size, undefined, setup));
    commands.wantedBatch ??= state.experiment.training.batch_size;
    return changesTo(state, kind, commands.wantedBatch);
  }

  /** Classification and regression: each is a group of data sets. */
  groups() {
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=group]"))) {
      radio.addEventListener("change", () => {
        const first = /** @type {HTMLInputElement} */ (document.querySelector(`[data-group=${radio.value}] input`));
        this.ask(/** @type {HTMLElement} */ (first.closest(".field")), "data", "kind", first.value);
      });
    }
  }

  draw() {
    const { experiment } = this.state;
    if (experiment === this.shown) return;
    this.shown = experiment;
    // A frame that was taken before the answer does not take back what the answer said.
    const parts = /** @type {Record<string, Record<string, unknown>>} */ (/** @type {unknown} */ (this.commands.known(experiment)));
    for (const { part, field, host, show } of this.controls) {
      // A control keeps the person's value until the server has answered.
      const asked = this.commands.asked(part, field);
      const value = parts[part]?.[field];
      if (isTyped(host)) continue;
      if (this.kept?.host === host) {
        if (this.kept.value === JSON.stringify(value)) continue;
        this.kept = null; // it was changed from elsewhere
      }
      // The field belongs to another kind, or nothing is asked for in it.
      if (value === undefined && !host.dataset.kind && !("nullable" in host.dataset)) continue;
      if (asked === undefined || asked === value) show(value ?? null);
      if (host.dataset.each && parts[part]?.[host.dataset.each]) show(null);
    }
    const coming = this.commands.coming(experiment).data.kind;
    const { group } = coming === experiment.data.kind ? this.state.kind : (this.state.kinds[coming] ?? this.state.kind);
    for (const kind of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".kind"))) {
      showNode(kind, kind.dataset.group === group);
    }
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=group]"))) {
      radio.checked = radio.value === group;
    }
  }

  /** The value of its field. @param {Control} control */
  value({ part, field }) {
    const parts = /** @type {Record<string, Record<string, unknown>>} */ (/** @type {unknown} */ (this.commands.known(this.state.experiment)));
    return parts[part]?.[field];
  }

  /** Show the actual values again. @param {HTMLElement} [host] a control whose typing ends with it */
  revert(host) {
    if (host) endTyping(host);
    this.shown = null;
    this.state.changed();
  }

  /**
   * Show the server's reason beside the control at fault, and the control's actual value again; lines that were typed in stay,
   * to be corrected.
   * @param {import("../live/wire.js").Failure} failure
   * @param {import("../address/address.js").Changes} [changes] the requested changes
   * @returns {boolean} whether a control was found
   */
  refuse(failure, changes) {
    this.revert();
    const [part = "", fields = {}] = Object.entries(changes ?? {})[0] ?? [];
    const asked = `${part}.${Object.keys(fields)[0]}`;
    const [at = "", field = ""] = (failure.where ?? "").replace(/^changes\./, "").split(".");
    // Where the field at fault was not requested, the reason stands beside the requested one.
    const where = field in (changes?.[at] ?? {}) ? `${at}.${field}` : asked;
    const named = (/** @type {string} */ name) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-field="${CSS.escape(name)}"]`))];
    const host = [where, asked].map((name) => named(name).find((each) => !each.hidden) ?? named(name)[0]).find(Boolean);
    if (!host) return false;
    const control = this.controls.find((each) => each.host === host);
    if (control && host.querySelector("textarea")) this.kept = { host, value: JSON.stringify(this.value(control)) };
    this.complain(/** @type {HTMLElement} */ (host), translated(failure));
    return true;
  }

  /** @param {HTMLElement} host @param {string} words @param {{keeps?: boolean}} [how] `keeps`: what was typed in stays, to be corrected */
  complain(host, words, { keeps = false } = {}) {
    this.forgive(host);
    const error = document.createElement("p");
    error.className = "error";
    error.setAttribute("role", "alert");
    error.textContent = words;
    placeOf(host).append(error);
    host.classList.add("wrong");
    error.scrollIntoView({ block: "nearest" });
    if (!keeps) this.revert();
    setTimeout(() => error.isConnected && this.forgive(host), 8000);
  }

  /** @param {HTMLElement} host */
  forgive(host) {
    host.classList.remove("wrong");
    placeOf(host).querySelector(":scope > .error")?.remove();
  }
}

/**
 * The values that other fields take with an option (see engine/control.py).
 * @param {HTMLElement} host
 * @param {unknown} value
 * @returns {import("../address/address.js").Changes}
 */
const takenWith = (host, value) => JSON.parse([...host.querySelectorAll("option")].find((option) => option.value === value)?.dataset.takes ?? "{}");

/**
 * Changes, merged with further ones, which take precedence.
 * @param {import("../address/address.js").Changes} changes
 * @param {import("../address/address.js").Changes} further
 */
function together(changes, further) {
  const all = { ...changes };
  for (const [part, fields] of Object.entries(further)) all[part] = { ...all[part], ...fields };
  return all;
}

/** The place for an error of a control: for the features and the layers, the foot of the network.
 * @param {HTMLElement} host */
const placeOf = (host) => /** @type {HTMLElement} */ (host.closest(".network") ?? host);

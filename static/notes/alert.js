// The alert: a sentence that a run has diverged or stopped by itself, and buttons that help.

import { joinSentences } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";
import { typeset } from "../words/typeset.js";

export const defaults = { slower: 10 };

export class Alert {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    this.host = /** @type {HTMLElement} */ (document.getElementById("alert"));
    this.words = /** @type {HTMLElement} */ (document.getElementById("alert-words"));
    this.actions = /** @type {HTMLElement} */ (document.getElementById("alert-actions"));
    this.shown = "";
  }

  draw() {
    const { frame, experiment } = this.state;
    const diverged = frame?.state === "diverged" ? (frame.diverged_at ?? frame.step) : null;
    const stopped = frame?.stopped_at ?? null;
    const rate = +(experiment.optimizer.learning_rate / defaults.slower).toPrecision(2);
    const { kind } = experiment.optimizer;
    const key = frame && diverged !== null ? `${diverged} ${frame.step} ${rate}` : stopped !== null ? `${stopped} ${frame?.best_step} ${kind} ${frame?.met}` : "";
    if (key === this.shown) return;
    this.shown = key;
    this.host.hidden = key === "";
    this.host.classList.toggle("calm", diverged === null);
    if (frame && diverged !== null) this.sayDiverged(diverged, frame.step, rate);
    else if (frame && stopped !== null) {
      if (kind === "least_squares") this.saySolved();
      else if (frame.met.length > 0) this.sayMet(frame, stopped);
      else this.sayStopped(stopped, frame.best_step ?? stopped);
    }
  }

  /** @param {number} step @param {number} present the step that is shown @param {number} rate a smaller one */
  sayDiverged(step, present, rate) {
    const slower = this.action(t("Restart with learning rate {rate}", { rate: typeset(rate) }), () => {
      // All is sent at once, so that nothing that is pressed next comes between.
      this.commands.do("change", { changes: { optimizer: { learning_rate: rate } } });
      this.commands.do("reset");
      this.commands.do("play");
    });
    const words = [t("The loss became infinite at step {step}: try a smaller learning rate.", { step })];
    if (present < step) words.push(t("The page shows step {present}, whose loss is finite.", { present }));
    this.say(joinSentences(words), slower);
  }

  /** @param {number} step @param {number} best */
  sayStopped(step, best) {
    const words = t("Stopped early at step {step}: the validation loss was lowest at step {best}, whose weights are restored.", {
      step,
      best,
    });
    this.say(words, this.action(t("Continue training"), () => this.commands.do("play")));
  }

  /** @param {import("../live/wire.js").Frame} frame @param {number} step */
  sayMet({ met, epoch, train_loss, train_accuracy }, step) {
    const { stop_loss, stop_accuracy } = this.state.experiment.training;
    /** @type {Record<string, () => string>} */
    const said = {
      stop_epochs: () => t("{epochs} epochs are over", { epochs: Math.floor(epoch) }),
      stop_loss: () => t("the training loss is {loss}, at most {limit}", { loss: figure(train_loss), limit: typeset(stop_loss) }),
      stop_accuracy: () => t("{share} % of the training samples are right, at least {limit} %", { share: percentage(train_accuracy ?? 0), limit: +(100 * stop_accuracy).toPrecision(4) }),
    };
    const conditions = met.map((field) => said[field]?.()).join(t(", and "));
    const words = t("Stopped at step {step}, as you asked: {conditions}.", { step, conditions });
    this.say(words, this.action(t("Continue training"), () => this.commands.do("play")));
  }

  saySolved() {
    const others = this.action(t("New hidden units"), () => {
      this.commands.do("reseed");
      this.commands.do("play");
    });
    this.say(t("Solved in one step: there are no better output weights for these hidden units."), others);
  }

  /** @param {string} words @param {HTMLElement} wayOn */
  say(words, wayOn) {
    this.words.textContent = words;
    const reset = this.action(t("Reset"), () => this.commands.do("reset"));
    reset.classList.add("plain");
    this.actions.replaceChildren(reset, wayOn);
  }

  /** @param {string} words @param {() => void} act */
  action(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "action";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }
}

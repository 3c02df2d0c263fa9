// The alert: says in words that a run has diverged, and offers ways on.

import { t, whole } from "../messages.js";

export const defaults = { slower: 10 };

export class Alert {
  /**
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    this.host = /** @type {HTMLElement} */ (document.getElementById("alert"));
    this.words = /** @type {HTMLElement} */ (document.getElementById("alert-words"));
    this.actions = /** @type {HTMLElement} */ (document.getElementById("alert-actions"));
    this.said = "";
  }

  draw() {
    const { frame, experiment } = this.state;
    const step = frame?.state === "diverged" ? (frame.diverged_at ?? frame.step) : null;
    const rate = +(experiment.optimizer.learning_rate / defaults.slower).toPrecision(2);
    const key = step === null ? "" : `${step} ${rate}`;
    if (key === this.said) return;
    this.said = key;
    this.host.hidden = step === null;
    if (step === null) return;
    this.words.textContent = t("The loss became infinite at step {step}: try a smaller learning rate.", { step: whole(step) });
    const slower = this.action(t("Restart with learning rate {rate}", { rate }), async () => {
      await this.commands.do("change", { changes: { optimizer: { learning_rate: rate } } });
      await this.commands.do("reset");
      await this.commands.do("play");
    });
    const reset = this.action(t("Reset"), () => this.commands.do("reset"));
    reset.classList.add("plain");
    this.actions.replaceChildren(reset, slower);
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

// The formula editor: a small form for a feature of one's own, a formula of x1 and x2, which the server reads.

import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";

/** @typedef {import("../live/wire.js").Failure} Failure */

export const ariaLabel = t("Add a feature of your own");

export class FormulaEditor {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.form = find("formula-editor");
    this.text = /** @type {HTMLInputElement} */ (find("formula-text"));
    this.error = find("formula-error");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.add();
    });
    this.form.addEventListener("toggle", () => {
      this.say("");
      if (this.form.matches(":popover-open")) this.text.focus();
    });
    this.text.addEventListener("input", () => this.say(""));
  }

  async add() {
    const { commands, state, text } = this;
    const { features } = commands.coming(state.experiment).data;
    const formula = text.value;
    // What is typed while the server reads the formula is another one.
    const isSame = () => text.value === formula;
    try {
      await commands.send({ data: { features: [...features, formula] } });
      if (!isSame()) return;
      text.value = "";
      this.form.hidePopover();
    } catch (failure) {
      if (isSame()) this.say(translated(/** @type {Failure} */ (failure)));
    }
  }

  /** What is wrong with the formula. @param {string} words */
  say(words) {
    this.error.textContent = words;
    this.error.hidden = words === "";
    this.text.setAttribute("aria-invalid", String(words !== ""));
  }
}

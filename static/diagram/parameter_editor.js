// The parameter editor: the weight or the bias in the readout becomes a field, and the run's next step has its new value.

/** @typedef {{parameter: string, layer: number, unit: number, input: number}} Place a parameter's name in the frame's places; layers count from 1, units and inputs from 0 */

export const defaults = { digits: 6 };

export class ParameterEditor {
  /**
   * @param {import("../run/commands.js").Commands} commands
   * @param {(byKey: boolean) => void} ended called when the field closes; by a key, the focus goes back
   */
  constructor(commands, ended) {
    this.commands = commands;
    this.ended = ended;
    this.input = /** @type {HTMLInputElement} */ (document.getElementById("readout-input"));
    this.value = /** @type {HTMLElement} */ (document.getElementById("readout-value"));
    /** @type {Place | null} the parameter that is being edited */
    this.place = null;
    this.sent = "";
    this.input.addEventListener("change", () => this.send());
    this.input.addEventListener("blur", () => this.end(false));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.send();
      this.end(true);
    });
  }

  /** @param {Place} place @param {number} value */
  begin(place, value) {
    this.place = place;
    this.commands.gesture++; // the changes until the field closes are undone as one
    this.sent = String(Number(value.toPrecision(defaults.digits)));
    // Steps count from the attribute's value.
    this.input.setAttribute("value", this.sent);
    this.input.value = this.sent;
    this.value.hidden = true;
    this.input.hidden = false;
    this.input.focus();
    this.input.select();
  }

  /** What is no number, or the same one, is not sent. */
  send() {
    const { place, input } = this;
    if (!place || input.value === this.sent || !Number.isFinite(input.valueAsNumber)) return;
    this.sent = input.value;
    this.commands.do("set", { ...place, value: input.valueAsNumber, gesture: this.commands.gesture });
  }

  /** @param {boolean} byKey */
  end(byKey) {
    if (!this.place) return;
    this.place = null;
    this.input.hidden = true;
    this.value.hidden = false;
    this.ended(byKey);
  }
}

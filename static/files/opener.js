// The button of your own file: whether the run learns from one, and a sentence that names its columns.

import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";
import { attribute } from "../words/write.js";

export const defaults = { namedInputs: 10 };

export class FilesOpener {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.button = /** @type {HTMLElement} */ (document.getElementById("open-files"));
    this.about = /** @type {HTMLElement} */ (document.getElementById("table-about"));
    /** @type {unknown} */
    this.shown = null;
  }

  draw() {
    const { names, experiment } = this.state;
    if (this.shown === experiment) return;
    this.shown = experiment;
    const isOwn = this.state.has("table") || this.state.has("album");
    this.button.classList.toggle("chosen", isOwn);
    attribute(this.button, "aria-current", String(isOwn));
    const most = defaults.namedInputs;
    const inputs = names && joinNames([...names.inputs.slice(0, most), ...(names.inputs.length > most ? ["…"] : [])]);
    this.about.textContent = names ? t("{label} is predicted from {inputs}.", { label: joinNames([names.label, ...(names.more_labels ?? [])]), inputs: inputs ?? "" }) : "";
  }
}

// The conditions: a control or a sentence is shown only where the experiment has what it is about.

export class Conditions {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    /** @type {unknown} */
    this.shown = null;
    /** Written as data-when="part.field=these or those values", or as data-when="part.field>0"; the part `kind` is what
     * holds for the data set. */
    this.conditions = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-when]"))].map((host) => {
      const [field = "", values] = (host.dataset.when ?? "").split(/=|>0$/);
      return { host, field, values: values ? values.split(" ") : null };
    });
  }

  draw() {
    const { experiment } = this.state;
    if (experiment === this.shown) return;
    this.shown = experiment;
    for (const { host, field, values } of this.conditions) {
      host.hidden = !presentIn(this.state, field).some((value) => values?.includes(value) ?? Number(value) > 0);
    }
  }
}

/**
 * The values that a field has: one, but for the activation functions, of which each layer may have its own.
 * @param {import("../run/state.js").State} state
 * @param {string} name
 */
function presentIn({ experiment, kind }, name) {
  const [part = "", field = ""] = name.split(".");
  if (name === "network.activation" && experiment.network.activations) return experiment.network.activations;
  return [String(/** @type {any} */ ({ ...experiment, kind })[part]?.[field])];
}

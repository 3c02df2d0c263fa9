// The reconstruction of a sample that is no picture: each of its inputs beside the output.

import { bracketed } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { show, write } from "../words/write.js";

export const defaults = { most: 8 };

export class Rows {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.table = /** @type {HTMLTableElement} */ (document.getElementById("reconstructed-row"));
    this.drawn = { frame: /** @type {unknown} */ (null), sample: /** @type {unknown} */ (null) };
  }

  draw() {
    const { state, table } = this;
    const { frame, isPictured, prediction, sample, isAutoencoder, scene } = state;
    const nth = sample === null ? -1 : Array.from(scene?.arrays.cells?.data ?? []).indexOf(sample);
    const inputs = scene?.arrays.cell_inputs;
    show(table, !isPictured && isAutoencoder && nth >= 0 && Boolean(prediction && inputs));
    if (table.hidden || !prediction || !inputs || (frame === this.drawn.frame && sample === this.drawn.sample)) return;
    this.drawn = { frame, sample };
    const n = inputs.shape[2] ?? 0;
    const numbers = Array.from(inputs.data.subarray(nth * n, (nth + 1) * n)).slice(0, defaults.most);
    table.tBodies[0]?.replaceChildren(
      ...numbers.map((value, i) => {
        const row = document.createElement("tr");
        const name = Object.assign(document.createElement("th"), { scope: "row", textContent: state.names?.inputs[i] ?? t("input {number}", { number: i + 1 }) });
        row.append(name, ...[value, prediction[i]].map((each) => Object.assign(document.createElement("td"), { textContent: figure(each) })));
        return row;
      }),
    );
    const caption = t("The chosen sample, and its reconstruction");
    const rest = t("and {count} more", { count: n - numbers.length });
    write(table.caption, numbers.length < n ? bracketed(caption, rest) : caption);
  }
}

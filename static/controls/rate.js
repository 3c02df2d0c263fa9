// The rate: where a schedule changes the learning rate, the rate of the next step beside the initial one.

import { figure, t } from "../words/messages.js";

export class Rate {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.host = document.createElement("span");
    this.host.className = "now";
    document.querySelector("[data-field='optimizer.learning_rate'] .amount")?.prepend(this.host);
  }

  draw() {
    const { frame, experiment } = this.state;
    const { schedule, warmup } = experiment.optimizer;
    const changes = schedule !== "constant" || warmup > 0;
    const words = frame && changes ? t("now {rate}", { rate: figure(frame.learning_rate) }) : "";
    if (this.host.textContent !== words) this.host.textContent = words;
  }
}

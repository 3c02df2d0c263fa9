// The offer: says that the training has begun anew with another data set, and how to have it otherwise.

import { t } from "../messages.js";

export const defaults = { seconds: 20 };

export class Offer {
  /**
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("offer");
    this.words = find("offer-words");
    this.keep = find("offer-keep");
    this.timer = 0;
    /** @type {{place: number, changes: import("../address.js").Changes} | null} the change that it is about, and where the run was before it */
    this.about = null;
    commands.changed = (changes) => this.begin(changes);
    this.keep.addEventListener("click", async () => {
      const { changes = {} } = this.about ?? {};
      this.end();
      await commands.do("undo");
      await commands.do("change", { changes, keep_weights: true });
    });
    find("offer-undo").addEventListener("click", () => {
      this.end();
      commands.do("undo");
    });
    find("offer-close").addEventListener("click", () => this.end());
  }

  /** A change is sent. @param {import("../address.js").Changes} changes */
  begin(changes) {
    const { frame, experiment, scene } = this.state;
    this.end();
    if (!frame || frame.step === 0 || !("kind" in (changes.data ?? {})) || changes.data?.kind === experiment.data.kind) return;
    this.about = { place: scene?.place ?? 0, changes };
  }

  end() {
    clearTimeout(this.timer);
    this.about = null;
    this.host.hidden = true;
  }

  draw() {
    const { scene, experiment } = this.state;
    if (!this.about || !scene) return;
    const { place, changes } = this.about;
    if (this.host.hidden && scene.place === place + 1 && experiment.data.kind === changes.data?.kind) {
      this.words.textContent = t("Another data set: the training begins anew.");
      this.host.hidden = false;
      this.timer = window.setTimeout(() => this.end(), defaults.seconds * 1000);
    } else if (!this.host.hidden && scene.place !== place + 1) this.end();
  }
}

// The offer: says that the training has begun anew with another data set, and how to have it otherwise.

import { t } from "../messages.js";

export const defaults = { seconds: 20 };

export class Offer {
  /**
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   * @param {import("./undo.js").Undo} undo
   */
  constructor(state, commands, undo) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("offer");
    this.words = find("offer-words");
    this.keep = find("offer-keep");
    this.timer = 0;
    /** The change that it is about, and where the run was before it. @type {{place: number, changes: import("../address.js").Changes} | null} */
    this.about = null;
    /** Whether the change is to be made again, with the weights. */
    this.keeps = false;
    commands.changed = (changes) => this.begin(changes);
    this.keep.addEventListener("click", () => {
      this.keeps = true;
      this.host.hidden = true;
      undo.undo();
    });
    find("offer-undo").addEventListener("click", () => {
      this.end();
      undo.undo();
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
    this.keeps = false;
    this.host.hidden = true;
  }

  draw() {
    const { scene, experiment } = this.state;
    if (!this.about || !scene) return;
    const { place, changes } = this.about;
    const isMade = scene.place === place + 1;
    if (this.keeps && scene.place === place) {
      this.end();
      this.commands.changeAll(changes, { keepWeights: true });
    } else if (!this.keeps && this.host.hidden && isMade && experiment.data.kind === changes.data?.kind) {
      this.words.textContent = t("Another data set: the training begins anew.");
      this.host.hidden = false;
      this.timer = window.setTimeout(() => this.end(), defaults.seconds * 1000);
    } else if (!this.host.hidden && !isMade) this.end();
  }
}

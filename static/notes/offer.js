// The offer: a message that another data set or another architecture began the training anew, with the ways back.

import { t } from "../words/messages.js";

export const defaults = { seconds: 20 };

export class Offer {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../transport/undo.js").Undo} undo
   */
  constructor(state, commands, undo) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("offer");
    this.words = find("offer-words");
    this.keep = find("offer-keep");
    this.timer = 0;
    this.home = /** @type {HTMLElement} */ (this.host.parentElement);
    /** The change of the offer, and the run's place and sizes before it. @type {{place: number, changes: import("../address/address.js").Changes, hasOtherData: boolean, sizes: number[]} | null} */
    this.about = null;
    /** Whether the change is being repeated with the weights kept. */
    this.keeps = false;
    commands.changed = (changes, begins) => this.begin(changes, begins);
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

  /** Called when a change is sent. @param {import("../address/address.js").Changes} changes @param {boolean} begins whether it begins the training anew, whatever it changes */
  begin(changes, begins) {
    const { frame, experiment, scene } = this.state;
    this.end();
    const hasOtherData = "kind" in (changes.data ?? {}) && changes.data?.kind !== experiment.data.kind;
    if (!frame || frame.step === 0 || !(hasOtherData || begins)) return;
    this.about = { place: scene?.place ?? 0, changes, hasOtherData, sizes: this.state.sizes };
    // Behind the control that was used, for who goes on by key.
    const field = document.activeElement?.closest(".settings .field");
    if (field) field.after(this.host);
    else this.home.append(this.host);
  }

  /** The offer ends after a while in which nobody is about to take it. */
  wait() {
    this.timer = window.setTimeout(() => (this.host.matches(":hover, :focus-within") ? this.wait() : this.end()), defaults.seconds * 1000);
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
    const { place, changes, hasOtherData, sizes } = this.about;
    const isMade = scene.place === place + 1;
    if (this.keeps && scene.place === place) {
      this.end();
      this.commands.changeAll(changes, { keepWeights: true });
    } else if (!this.keeps && this.host.hidden && isMade && (!hasOtherData || experiment.data.kind === changes.data?.kind)) {
      this.words.textContent = hasOtherData ? t("Another data set: the training begins anew.") : t("Another architecture: the training begins anew.");
      // Weights are kept between layers that remain; without such layers there is nothing to keep.
      this.keep.hidden = !hasOtherData || !fits(sizes, this.state.sizes);
      this.host.hidden = false;
      this.wait();
    } else if (!this.host.hidden && !isMade) this.end();
  }
}

/** Whether weights of a network fit into another one, beyond those of its inputs and outputs. @param {number[]} before @param {number[]} after */
function fits(before, after) {
  const hidden = (/** @type {number[]} */ sizes) => sizes.slice(1, -1).join();
  return hidden(before) === hidden(after) && (before.length > 2 || before[0] === after[0]);
}

// The first visit: the default run plays by itself once, until it has learned. Then a sentence says what happened, and
// three invitations say what to try next.

import { changesTo } from "../run/datasets.js";
import { tab } from "../run/storage.js";
import { percentage, t } from "../words/messages.js";
import { show } from "../words/write.js";
import { hasLearned } from "./learned.js";

/** Iterations a second that can be watched, and those of other runs; the epochs after which the run pauses all the same. */
export const defaults = { speed: 60, usual: 500, most: 300, noise: 25 };

/** The entry of a tab whose first run has not ended, so that a reload goes on with it. */
const BEGUN = "chalknet-first";

/** @typedef {{name: string, words: string, changes: () => import("../address/address.js").Changes}} Invitation */

export class First {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../transport/undo.js").Undo} undo
   * @param {{isFirst: boolean, plays: boolean}} visit whether this page is a visitor's first, and whether its run may play by itself
   */
  constructor(state, commands, undo, { isFirst, plays }) {
    this.state = state;
    this.commands = commands;
    this.undo = undo;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("first");
    this.words = find("first-words");
    this.actions = find("first-actions");
    this.still = find("first-still");
    /** @type {"waiting" | "watching" | "inviting" | "over"} */
    this.stage = isFirst ? "waiting" : tab.get(BEGUN) ? "watching" : "over";
    /** Whether the run plays by itself: a visitor who pauses it takes over. */
    this.plays = plays && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.isMoving = false;
    /** Whether it has learned: the loss of the steps until it rests may be a little higher again. */
    this.isLearned = false;
    /** The invitation that was taken. @type {Invitation | null} */
    this.taken = null;
    this.isThere = false;
    /** The run's place among its changes when it invited. */
    this.place = 0;
    /** What happened. */
    this.told = "";
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    find("first-close").addEventListener("click", () => this.end());
  }

  draw() {
    const { frame, scene } = this.state;
    if (this.stage === "over" || !frame || !scene || frame === this.frame) return;
    this.frame = frame;
    const place = scene.place ?? 0;
    if (this.stage === "inviting") this.follow(place, frame.state);
    else if (place > 0 || frame.state === "diverged") this.end();
    else if (this.stage === "waiting") this.begin();
    else this.watch(frame);
  }

  begin() {
    this.stage = "watching";
    tab.set(BEGUN, "begun");
    if (!this.plays) {
      show(this.still, matchMedia("(prefers-reduced-motion: reduce)").matches);
      return;
    }
    this.commands.do("speed", { iterations_per_second: defaults.speed });
    this.commands.do("play");
  }

  /** Pause as soon as the run has learned; invite where it rests. @param {import("../live/wire.js").Frame} frame */
  watch(frame) {
    this.isLearned ||= hasLearned(frame, this.state.evaluations.columns[1]?.[0]);
    if (frame.state === "playing") {
      this.isMoving = true;
      show(this.still, false);
      if (this.plays && (this.isLearned || frame.epoch >= defaults.most)) {
        this.plays = false;
        this.commands.do("pause");
      }
    } else if (this.isLearned) this.invite(frame);
    else if (this.isMoving) this.plays = false;
  }

  /** Say what happened, by the numbers of the frame at which the run rests. @param {import("../live/wire.js").Frame} frame */
  invite({ sizes, epoch, speed, test_accuracy }) {
    this.stage = "inviting";
    tab.set(BEGUN, "");
    if (speed === defaults.speed) this.commands.do("speed", { iterations_per_second: defaults.usual });
    this.told = t("{points} points, {neurons} neurons: it found the ring in {epochs} epochs (test: {share} % right).", {
      points: this.state.scene?.n_train ?? 0,
      neurons: sizes.slice(1).reduce((sum, units) => sum + units, 0),
      epochs: Math.floor(epoch),
      share: percentage(test_accuracy ?? 0),
    });
    this.place = this.state.scene?.place ?? 0;
    this.offer();
  }

  offer() {
    this.taken = null;
    this.isThere = false;
    this.say(this.told, invitations(this.state).map((each) => this.action(each.name, () => this.take(each))));
  }

  /** @param {Invitation} invitation */
  async take(invitation) {
    this.taken = invitation;
    // All is sent at once, so that nothing that is pressed next comes between.
    await Promise.all([this.commands.do("change", { changes: invitation.changes() }), this.commands.do("play")]);
    if (this.stage !== "inviting" || this.taken !== invitation) return;
    const back = this.action(t("Undo"), () => {
      this.commands.do("pause");
      this.undo.undo();
    });
    this.say(invitation.words, [back]);
  }

  /** What a visitor does elsewhere ends the invitation. @param {number} place the run's place among its changes @param {string} state */
  follow(place, state) {
    if (!this.taken) {
      if (place !== this.place || state === "playing") this.end();
    } else if (place === this.place && this.isThere) this.offer();
    else if (place === this.place + 1) this.isThere = true;
    else if (place !== this.place) this.end();
  }

  end() {
    this.stage = "over";
    tab.set(BEGUN, "");
    this.host.hidden = this.still.hidden = true;
  }

  /** @param {string} words @param {HTMLElement[]} actions */
  say(words, actions) {
    const isFocused = this.host.contains(document.activeElement);
    this.words.textContent = words;
    this.actions.replaceChildren(...actions);
    this.host.hidden = false;
    if (isFocused) actions[0]?.focus();
  }

  /** @param {string} words @param {() => void} act */
  action(words, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "action plain", textContent: words });
    button.addEventListener("click", act);
    return button;
  }
}

/** What to try next. @param {import("../run/state.js").State} state @returns {Invitation[]} */
function invitations(state) {
  return [
    {
      name: t("Add noise"),
      words: t("Noise moves points to the wrong side. Does the boundary bend around them?"),
      changes: () => ({ data: { noise: defaults.noise } }),
    },
    {
      name: t("Take the hidden layers out"),
      words: t("Without hidden layers the output is one weighted sum, and its boundary is a straight line."),
      changes: () => ({ network: { hidden: [], activations: null, dropout_rates: null } }),
    },
    {
      name: t("Try the spiral"),
      words: t("The spiral is harder: give the network more neurons, layers or features."),
      changes: () => changesTo(state, "spiral", state.experiment.training.batch_size),
    },
  ];
}

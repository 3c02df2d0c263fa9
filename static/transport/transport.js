// The transport: play, steps, reset, new weights, speed, and the progress of training.

import { Latest } from "../run/latest.js";
import { t, whole } from "../words/messages.js";
import { attribute, write } from "../words/write.js";

export const defaults = { speeds: /** @type {(number | null)[]} */ ([1, 10, 100, 500, 2500, null]) };

/** A server that takes at least this share of the steps does not count as busy. */
const NEARLY = 0.9;

export class Transport {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.epoch = find("epoch");
    this.iteration = find("iteration");
    this.play = /** @type {HTMLButtonElement} */ (find("play"));
    this.speed = /** @type {HTMLInputElement} */ (find("speed"));
    this.speedWords = find("speed-words");
    this.playing = false;
    /** Whether the last press asked it to play, until a frame tells: the next press counts from it. @type {boolean | null} */
    this.asked = null;
    /** When that was carried out, in seconds of the server's clock; Infinity: not yet. */
    this.carriedOut = Infinity;
    this.presses = new Latest();
    this.fill = "";
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    this.steppers = ["step", "epoch-step"].map((id) => /** @type {HTMLButtonElement} */ (find(id)));

    this.play.addEventListener("click", () => this.press());
    find("reset").addEventListener("click", () => commands.do("reset"));
    find("step").addEventListener("click", () => commands.do("step", { iterations: 1 }));
    find("epoch-step").addEventListener("click", () => commands.do("step", { epochs: 1 }));
    document.querySelector("[data-die=training]")?.addEventListener("click", () => commands.do("reseed"));
    this.speed.max = String(defaults.speeds.length - 1);
    this.speed.addEventListener("input", () => {
      this.show(defaults.speeds[Number(this.speed.value)] ?? null, 1);
      commands.do("speed", { iterations_per_second: defaults.speeds[Number(this.speed.value)] });
    });
    document.addEventListener("keydown", (event) => {
      const free = event.target === document.body || /** @type {HTMLElement} */ (event.target).matches("main, section");
      if (event.key === " " && free) {
        event.preventDefault();
        this.play.click();
      }
    });
    this.show(500, 1);
  }

  async press() {
    const isLatest = this.presses.ask();
    const { answeredAt } = this.commands;
    this.asked = !(this.asked ?? this.playing);
    this.carriedOut = Infinity;
    await this.commands.do(this.asked ? "play" : "pause");
    if (!isLatest()) return;
    if (this.commands.answeredAt === answeredAt) this.asked = null; // it was refused
    this.carriedOut = this.commands.answeredAt;
    this.settle();
  }

  /** A frame that was taken after the last press was carried out tells whether the run plays. */
  settle() {
    if (this.frame && this.frame.taken >= this.carriedOut) this.asked = null;
  }

  /**
   * @param {number | null} speed iterations a second; null: as fast as possible
   * @param {number} pace the reached share of it
   */
  show(speed, pace) {
    const nearest = defaults.speeds.findIndex((each) => each === null || (speed !== null && each >= speed));
    this.speed.value = String(nearest);
    const fill = String(nearest / (defaults.speeds.length - 1));
    if (fill !== this.fill) this.speed.style.setProperty("--fill", (this.fill = fill));
    const busy = speed !== null && pace < NEARLY;
    const count = speed === null ? "" : whole(speed);
    // One digit is enough, and does not flicker.
    const taken = speed === null ? "" : whole(Number((speed * pace).toPrecision(1)));
    const words = busy ? t("≈ {taken} of {count}/s", { taken, count }) : t("{count}/s", { count });
    write(this.speedWords, speed === null ? t("unlimited") : words);
    attribute(this.speedWords, "title", busy ? t("The server is busy: all networks train more slowly.") : "");
    const spoken = speed === null ? t("As fast as it goes") : t("{count} iterations per second", { count });
    attribute(this.speed, "aria-valuetext", busy ? `${spoken}. ${this.speedWords.title}` : spoken);
  }

  draw() {
    const { frame } = this.state;
    if (!frame || frame === this.frame) return;
    if (document.activeElement !== this.speed || frame.speed !== this.frame?.speed) {
      this.show(frame.speed, frame.state === "playing" ? frame.pace : 1);
    }
    this.frame = frame;
    write(this.epoch, whole(Math.floor(frame.epoch)));
    write(this.iteration, whole(frame.step));
    this.playing = frame.state === "playing";
    this.settle();
    document.documentElement.classList.toggle("playing", this.playing);
    const words = (this.playing ? this.play.dataset.pause : this.play.dataset.play) ?? "";
    attribute(this.play, "aria-label", words);
    const diverged = frame.state === "diverged";
    this.play.disabled = diverged;
    for (const button of this.steppers) button.disabled = diverged;
  }
}

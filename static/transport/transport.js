// The transport: play, steps, reset, new weights, speed, and the progress of training.

import { enable } from "../controls/enable.js";
import { PlaySwitch } from "../run/play_switch.js";
import { joinGroups } from "../words/joined.js";
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
    this.switch = new PlaySwitch(async (what) => {
      const { answeredAt } = commands;
      await commands.do(what);
      return commands.answeredAt === answeredAt ? null : commands.answeredAt;
    });
    this.fill = "";
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    this.steppers = ["step", "epoch-step"].map((id) => /** @type {HTMLButtonElement} */ (find(id)));
    this.backs = ["epoch-back", "step-back"].map((id) => /** @type {HTMLButtonElement} */ (find(id)));

    this.play.addEventListener("click", () => this.switch.press(this.frame));
    find("reset").addEventListener("click", () => commands.do("reset"));
    find("step").addEventListener("click", () => this.step({ iterations: 1 }));
    find("epoch-step").addEventListener("click", () => this.step({ epochs: 1 }));
    find("step-back").addEventListener("click", () => this.step({ iterations: -1 }));
    find("epoch-back").addEventListener("click", () => this.step({ epochs: -1 }));
    document.querySelector("[data-die=training]")?.addEventListener("click", () => commands.do("reseed"));
    this.speed.max = String(defaults.speeds.length - 1);
    this.speed.addEventListener("input", () => {
      this.show(defaults.speeds[Number(this.speed.value)] ?? null, 1);
      commands.do("speed", { iterations_per_second: defaults.speeds[Number(this.speed.value)] });
    });
    document.addEventListener("keydown", (event) => {
      // Behind an open dialog, nobody sees what a key would do.
      if (document.querySelector("dialog[open]")) return;
      const free = event.target === document.body || /** @type {HTMLElement} */ (event.target).matches("main, section");
      if (event.key === " " && free) {
        event.preventDefault();
        this.play.click();
      }
      const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      // A button of the transport that was pressed has the focus, and no use for these keys.
      const isOver = free || /** @type {HTMLElement} */ (event.target).matches(".buttons button");
      if (way && isOver && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        const [epoch, step] = way < 0 ? this.backs : this.steppers.toReversed();
        /** @type {HTMLButtonElement} */ (event.shiftKey ? epoch : step).click();
      }
    });
    this.show(500, 1);
  }

  /** Take a step; in the past, go along it. @param {{iterations?: number, epochs?: number}} where */
  step(where) {
    const isBack = Object.values(where).some((count) => count < 0);
    if (isBack || this.commands.isPast(this.state.frame)) this.commands.travel(where);
    else this.commands.do("step", where);
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
    attribute(this.speed, "aria-valuetext", busy ? joinGroups([spoken, this.speedWords.title]) : spoken);
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
    this.switch.tell(frame);
    document.documentElement.classList.toggle("playing", this.playing);
    const words = (this.playing ? this.play.dataset.pause : this.play.dataset.play) ?? "";
    attribute(this.play, "aria-label", words);
    const diverged = frame.state === "diverged";
    for (const button of [this.play, ...this.steppers]) enable(button, !diverged);
    const hasPast = frame.past !== null && frame.past < (frame.goal ?? frame.step);
    for (const button of this.backs) enable(button, hasPast);
  }
}

// The drawing: a digit that is drawn with the mouse or a finger, what the network is shown of it, and what it answers.

import { bracketed } from "../words/joined.js";
import { figure, t, withUnit } from "../words/messages.js";
import { paintPicture } from "../paint/picture.js";
import { pad, stroke, written } from "./ink.js";
import { Pen } from "./pen.js";
import { Speaker } from "../words/speaker.js";
import { show, write } from "../words/write.js";

export const defaults = { every: 80 };
export const ariaLabel = t("Draw a digit: arrows move the pen, Space sets it down or lifts it, Delete clears");

export class Drawing {
  /**
   * @param {HTMLElement} host the diagram, in which it stands in the place of the inputs
   * @param {import("../run/state.js").State} state
   */
  constructor(host, state) {
    this.state = state;
    this.group = document.createElement("div");
    this.group.className = "drawing";
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", t("Drawing"));
    const { context, small } = pad();
    this.context = context;
    this.small = small;
    this.canvas = context.canvas;
    this.canvas.className = "pad";
    this.canvas.setAttribute("aria-label", ariaLabel);
    this.hint = document.createElement("span");
    this.hint.className = "hint";
    this.shown = document.createElement("canvas");
    this.shown.className = "shown-to-network";
    this.shown.setAttribute("role", "img");
    this.shown.setAttribute("aria-label", t("What the network is shown of it"));
    this.picture = /** @type {CanvasRenderingContext2D} */ (this.shown.getContext("2d", { willReadFrequently: true }));
    this.answer = document.createElement("p");
    this.answer.className = "answer";
    this.speaker = new Speaker(this.group);
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "ask";
    this.clear.textContent = t("Clear");
    this.clear.ariaDescription = t("Takes the drawing away, so that another digit can be drawn.");
    this.clear.setAttribute("aria-label", t("Clear the drawing"));
    this.clear.addEventListener("click", () => this.drop());
    const below = document.createElement("div");
    below.className = "below";
    below.append(this.shown, this.clear);
    this.group.append(this.canvas, this.hint, below, this.answer);
    host.append(this.group);
    this.isInked = false;
    this.sent = 0;
    this.painted = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), isLooked: false };
    let before = this.picked();
    this.pen = new Pen(this.canvas, this.group, {
      begin: () => {
        before = this.picked();
        if (state.drawing === null) this.wipe();
      },
      line: (from, to) => {
        this.line(from, to);
        this.send(false);
      },
      end: () => {
        this.send(true);
        this.note(before);
      },
      clear: () => this.drop(),
    });
  }

  /** What is drawn or chosen now. */
  picked() {
    const { width, height } = this.canvas;
    return { sample: this.state.sample, ink: this.isInked ? this.context.getImageData(0, 0, width, height) : null };
  }

  /** Let a stroke be undone. @param {ReturnType<Drawing["picked"]>} before */
  note(before) {
    const after = this.picked();
    this.state.note({ undo: () => this.pick(before), redo: () => this.pick(after) });
  }

  /** @param {ReturnType<Drawing["picked"]>} picked */
  pick({ sample, ink }) {
    this.wipe();
    if (!ink) return this.state.ask(sample === null ? {} : { sample });
    this.context.putImageData(ink, 0, 0);
    this.isInked = true;
    this.send(true);
  }

  /** @param {import("./pen.js").Place} from @param {import("./pen.js").Place} to */
  line(from, to) {
    stroke(this.context, from, to, this.state.colors.token("ink"));
    this.isInked = true;
  }

  /** Nothing is asked any more. */
  drop() {
    const before = this.picked();
    this.wipe();
    this.state.ask({});
    this.note(before);
  }

  /** Show in the pad what the network is shown. */
  enlarge() {
    this.wipe();
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(this.shown, 0, 0, this.canvas.width, this.canvas.height);
  }

  wipe() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.isInked = false;
  }

  /** In the ink of another theme. */
  recolor() {
    this.context.globalCompositeOperation = "source-in";
    this.context.fillStyle = this.state.colors.token("ink");
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.globalCompositeOperation = "source-over";
  }

  /** Ask about the drawing as it is, but not more often than the answers can be seen. @param {boolean} isLast */
  send(isLast) {
    const now = performance.now();
    if (!isLast && now - this.sent < defaults.every) return;
    this.sent = now;
    this.state.ask({ drawing: written(this.context, this.small) });
  }

  /** @param {import("../diagram/layout.js").Layout} layout */
  place(layout) {
    const { x, y } = layout.features[0] ?? { x: 0, y: 0 };
    const { style } = this.group;
    style.left = `${x - layout.featureSize / 2}px`;
    style.top = `${y - layout.featureSize / 2}px`;
    style.width = `${layout.featureSize}px`;
  }

  draw() {
    const { state } = this;
    const { frame, colors } = state;
    show(this.group, state.isPictured);
    const isLooked = state.cell !== null;
    if (this.group.hidden || (frame === this.painted.frame && colors === this.painted.colors && isLooked === this.painted.isLooked)) return;
    if (colors !== this.painted.colors) this.recolor();
    this.painted = { frame, colors, isLooked };
    const drawn = state.prediction && frame?.arrays.drawn;
    const asked = state.drawing !== null || state.sample !== null;
    const ink = colors.token("ink");
    if (drawn && asked) {
      paintPicture(this.picture, /** @type {Uint8Array} */ (drawn.data), drawn.shape[0] ?? 0, ink);
      if (state.drawing === null) {
        this.enlarge();
      }
    } else if (!asked) this.wipe();
    // Without a drawing the channels answer the first sample, which is shown.
    const first = asked ? undefined : frame?.arrays.channel_sample;
    if (first) paintPicture(this.picture, /** @type {Uint8Array} */ (first.data), first.shape[0] ?? 0, ink);
    // Where a cell is looked at, it is large enough to see what the cell sees.
    const isLarge = Boolean(first) && isLooked;
    if (isLarge) this.enlarge();
    show(this.hint, !asked && !this.isInked && !isLarge);
    // Other pictures are nothing that one draws: they are chosen among the samples.
    this.canvas.toggleAttribute("inert", !state.has("digits"));
    write(this.hint, this.canvas.inert ? t("Choose a sample") : t("Draw a digit"));
    this.shown.style.visibility = asked || first ? "visible" : "hidden";
    this.clear.style.visibility = asked ? "visible" : "hidden";
    const { answer } = state;
    const words = !asked || answer === null ? "" : bracketed(t("Prediction: {answer}", { answer: state.className(answer) }), this.share());
    write(this.answer, words);
    this.speaker.say(words, `${state.drawing} ${state.sample}`);
  }

  /** How sure it is, where the outputs are probabilities. */
  share() {
    const { state } = this;
    const value = state.prediction?.[state.answer ?? 0] ?? 0;
    return state.outputsAreProbabilities ? percent(value) : figure(value);
  }
}

/** Neither all nor nothing unless it is. @param {number} share */
export const percent = (share) => withUnit(share > 0.995 && share < 1 ? "> 99" : share > 0 && share < 0.005 ? "< 1" : Math.round(share * 100), "%");

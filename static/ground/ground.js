// The ground: the loss over a plane of the parameters, and the run as a ball on it.

import { enable } from "../controls/enable.js";
import { Axes, even } from "../paint/axes.js";
import { joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { Speaker } from "../words/speaker.js";
import { show, write } from "../words/write.js";
import { axesOf, letters, WeightChoice } from "./choice.js";
import { movesOf, MoveTable } from "./moves.js";
import { GroundPlane } from "./plane.js";
import { ballText, heldText, minimaText, placeText } from "./words.js";
import { heightsOf, shadesOf } from "./relief.js";

/** In milliseconds: how long the ball stays where it was put, unless a frame has it there. */
export const defaults = { held: 1500, near: 1e-3, least: -8, most: 12 };

/** @typedef {import("./choice.js").Plane} Plane */
/** @typedef {import("./choice.js").Weights} Weights */
/** @typedef {import("./plane.js").Point} Point */

export class GroundView {
  /** @param {import("../run/state.js").State} state @param {import("../run/commands.js").Commands} commands */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.kinds = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=ground-kind]"));
    this.weights = find("ground-weights");
    this.pinned = find("ground-pinned");
    this.held = find("ground-held");
    this.refusal = find("ground-refusal");
    this.figure = find("ground-figure");
    this.side = find("ground-side");
    this.told = find("ground-ball");
    this.under = find("ground-under");
    this.minimaText = find("ground-minima-text");
    this.scaleText = find("ground-times");
    this.scale = /** @type {HTMLElement} */ (find("ground-scale"));
    this.table = new MoveTable(/** @type {HTMLTableSectionElement} */ (find("ground-steps")));
    this.minima = /** @type {HTMLInputElement} */ (find("ground-minima"));
    this.all = /** @type {HTMLInputElement} */ (find("ground-all"));
    this.play = /** @type {HTMLButtonElement} */ (find("ground-play"));
    this.nearer = /** @type {HTMLButtonElement} */ (find("ground-nearer"));
    this.farther = /** @type {HTMLButtonElement} */ (find("ground-farther"));
    this.axes = new Axes(find("ground-across"), find("ground-up"));
    this.speaker = new Speaker(find("ground-side"));
    this.plane = new GroundPlane(/** @type {HTMLCanvasElement} */ (find("ground-plane")), state, { put: (at, begins) => this.put(at, begins), pointed: () => this.say() });
    /** What is asked for. */
    this.chosen = { kind: /** @type {import("./choice.js").Kind} */ ("weights"), across: /** @type {import("./choice.js").Weight | null} */ (null), up: /** @type {import("./choice.js").Weight | null} */ (null), pin: Math.floor(Math.random() * 2 ** 30), zoom: 0, minima: false };
    /** The latest frame with a ground, and what is known of the weights. @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    /** @type {Weights[]} */
    this.offered = [];
    /** Where the ball was put, until a frame has it there. @type {{at: Point, until: number} | null} */
    this.wanted = null;
    this.isPutting = false;
    this.arrived = "";
    this.isDrawn = false;
    this.drawn = { colors: /** @type {unknown} */ (null), width: 0 };
    this.choices = /** @type {const} */ ([["across", "ground-across-choice"], ["up", "ground-up-choice"]]).map(([axis, id]) => ({ axis, list: new WeightChoice(find(id), (weight) => this.chooseWeight(axis, weight)) }));
    for (const box of this.kinds) box.addEventListener("change", () => this.choose({ kind: /** @type {import("./choice.js").Kind} */ (box.value), zoom: 0 }));
    find("ground-pin").addEventListener("click", () => this.choose({ pin: (this.chosen.pin + 1) % 2 ** 30, zoom: 0 }));
    this.nearer.addEventListener("click", () => this.choose({ zoom: this.chosen.zoom + 1 }));
    this.farther.addEventListener("click", () => this.choose({ zoom: this.chosen.zoom - 1 }));
    this.minima.addEventListener("change", () => this.choose({ minima: this.minima.checked }));
    this.all.addEventListener("change", () => this.redraw());
    this.play.addEventListener("click", () => document.getElementById("play")?.click()); // which counts quick presses one from the other
  }

  /** The plane, as the views and the command name it. @returns {Plane} */
  get choice() {
    const { kind, pin } = this.chosen;
    const axes = kind === "weights" ? axesOf(this.offered, { ...this.chosen }) : null;
    return { kind, across: axes?.[0] ?? null, up: axes?.[1] ?? null, pin: kind === "weights" ? 0 : pin };
  }

  asks() {
    const { zoom, minima } = this.chosen;
    return { ground: this.choice, ...(zoom && { ground_zoom: zoom }), ...(minima && { ground_minima: minima }) };
  }

  waits() {
    return this.arrived !== this.key;
  }

  /** What is asked for, as text. */
  get key() {
    return JSON.stringify(this.choice);
  }

  /** @param {Partial<GroundView["chosen"]>} choice */
  choose(choice) {
    const before = this.chosen;
    const take = (/** @type {GroundView["chosen"]} */ chosen) => {
      this.chosen = chosen;
      this.wanted = null;
      this.redraw();
    };
    const after = { ...before, ...choice };
    take(after);
    this.state.note({ undo: () => take(before), redo: () => take(after) });
  }

  /** The other axis stays; where it is the same weight, both change places. @param {"across" | "up"} axis @param {import("./choice.js").Weight} weight */
  chooseWeight(axis, weight) {
    const [across, up] = axesOf(this.offered, this.chosen) ?? [weight, weight];
    const before = { across, up };
    const other = axis === "across" ? "up" : "across";
    const isSame = JSON.stringify(before[other]) === JSON.stringify(weight);
    this.choose({ ...before, [axis]: weight, ...(isSame && { [other]: before[axis] }), zoom: 0 });
  }

  /** Put the run on a point. While the server answers, only the latest point waits. @param {Point} at @param {boolean} begins */
  put(at, begins) {
    if (begins) this.commands.gesture++;
    this.wanted = { at, until: Infinity };
    this.redraw();
    if (!this.isPutting) this.send();
  }

  async send() {
    this.isPutting = true;
    /** @type {Point | null} */
    let sent = null;
    while (this.wanted && this.wanted.at !== sent) {
      sent = this.wanted.at;
      await this.commands.do("put", { ground: this.choice, at: sent, gesture: this.commands.gesture });
    }
    this.isPutting = false;
    if (this.wanted) this.wanted.until = performance.now() + defaults.held;
    setTimeout(() => this.redraw(), defaults.held + 50);
  }

  redraw() {
    this.isDrawn = false;
    this.state.changed();
  }

  draw() {
    const { frame, scene, colors } = this.state;
    if (scene?.ground_weights) this.offered = scene.ground_weights;
    const about = frame?.ground;
    const answers = about && JSON.stringify(about.plane) === this.key;
    if (frame && answers) this.arrived = this.key;
    const isNew = Boolean(answers && frame !== this.frame);
    if (isNew) this.frame = frame;
    const { width } = this.plane;
    if (!isNew && this.isDrawn && colors === this.drawn.colors && width === this.drawn.width) return;
    this.isDrawn = true;
    this.drawn = { colors, width };
    this.offer();
    if (this.frame?.ground) this.show(this.frame, this.frame.ground);
  }

  offer() {
    const { kind, zoom, minima } = this.chosen;
    for (const box of this.kinds) box.checked = box.value === kind;
    show(this.weights, kind === "weights");
    show(this.pinned, kind !== "weights");
    this.minima.checked = minima;
    enable(this.nearer, zoom < defaults.most);
    enable(this.farther, zoom > defaults.least);
    const axes = axesOf(this.offered, this.chosen);
    if (axes) this.choices.forEach(({ list }, nth) => list.draw(this.offered, /** @type {import("./choice.js").Weight} */ (axes[nth])));
  }

  /** @param {import("../live/wire.js").Frame} frame @param {import("../live/wire.js").Ground} about */
  show(frame, about) {
    const words = about.refusal ? translated(about.refusal) : "";
    write(this.refusal, words);
    show(this.refusal, Boolean(words));
    show(this.figure, !words);
    show(this.side, !words);
    if (about.refusal || !about.window) return write(this.held, "");
    const losses = frame.arrays.ground_losses ?? null;
    const ball = this.ballOf(about);
    const moves = movesOf(frame, about, this.state.colors, this.all.checked);
    const times = this.plane.times(moves.filter(({ isOwn }) => isOwn).map(({ by }) => by));
    const minima = this.chosen.minima ? (about.minima ?? []) : [];
    this.plane.ground = { window: about.window, losses };
    this.plane.paint(this.plane.ground, { ball, pieces: this.pieces(frame, ball), moves: this.wanted ? [] : moves, times, minima: minima.map(({ at }, nth) => ({ at, words: String(nth + 1) })) });
    this.label(about);
    write(this.held, heldText(about, this.state.scene?.n_train ?? about.samples, frame.step, losses ? heightsOf(losses.data) : undefined));
    write(this.scaleText, joinSentences([times > 1 ? t("Arrows are drawn {times} times as long.", { times }) : "", this.all.checked ? t("One without a head is cut off.") : ""]));
    write(this.minimaText, !this.chosen.minima ? "" : about.minima ? minimaText(about.minima) : frame.state === "playing" ? t("Minima are looked for while the run stands still.") : t("Minima are being looked for …"));
    this.table.draw(about, moves);
    this.shade(losses, frame);
    this.say();
  }

  /** Where the ball is drawn: where it was put last, until a frame has it there. @param {import("../live/wire.js").Ground} about @returns {Point | null} */
  ballOf({ at, window }) {
    const { wanted } = this;
    if (!wanted) return at ?? null;
    const near = defaults.near * (window?.[2] ?? 1);
    const isThere = at && Math.abs(at[0] - wanted.at[0]) < near && Math.abs(at[1] - wanted.at[1]) < near;
    if (!this.plane.isDragged && !this.isPutting && (isThere || performance.now() > wanted.until || this.state.frame?.state === "playing")) {
      this.wanted = null;
      return at ?? null;
    }
    return wanted.at;
  }

  /** The pieces of the path; the last one ends at the ball. @param {import("../live/wire.js").Frame} frame @param {Point | null} ball */
  pieces(frame, ball) {
    const path = frame.arrays.ground_path?.data ?? [];
    const last = path[path.length - 1];
    /** @type {Map<number, Point[]>} */
    const pieces = new Map();
    for (let i = 0; i + 2 < path.length; i += 3) {
      const piece = Number(path[i + 2]);
      if (!pieces.has(piece)) pieces.set(piece, []);
      pieces.get(piece)?.push([Number(path[i]), Number(path[i + 1])]);
    }
    if (this.wanted && ball) pieces.get(Number(last))?.pop();
    return [...pieces].map(([piece, points]) => ({ points, isPresent: piece === last }));
  }

  /** @param {import("../live/wire.js").Ground} about */
  label({ window, plane }) {
    const [a, b, half] = window ?? [0, 0, 1];
    const component = (/** @type {string} */ letter, /** @type {string} */ index) => {
      const name = document.createElement("span");
      name.append(letter, Object.assign(document.createElement("sub"), { textContent: index }));
      return [name];
    };
    const name = (/** @type {import("./choice.js").Weight | null} */ weight, /** @type {string} */ nth) => (plane.kind === "weights" && weight ? letters(this.offered, weight) : component(plane.kind === "path" ? "PC" : "u", nth));
    const across = /** @type {[number, number]} */ ([a - half, a + half]);
    const up = /** @type {[number, number]} */ ([b - half, b + half]);
    this.axes.draw({ ends: across, ticks: even(across), letters: name(plane.across, "1") }, { ends: up, ticks: even(up), letters: name(plane.up, "2") });
  }

  /** The scale of the colours. @param {import("../live/wire.js").Values | null} losses @param {import("../live/wire.js").Frame} frame */
  shade(losses, frame) {
    if (!losses) return;
    const { low, high } = heightsOf(losses.data);
    const shade = shadesOf(this.state.colors);
    this.scale.style.setProperty("--shades", [0, 0.25, 0.5, 0.75, 1].map((share) => shade(share)).join(", "));
    const [lowest, middle, highest] = this.scale.querySelectorAll("span");
    write(lowest, figure(10 ** low));
    write(middle, figure(10 ** ((low + high) / 2)));
    write(highest, figure(10 ** high));
    show(/** @type {HTMLElement} */ (this.scale.querySelector(".hole")), losses.data.some(Number.isNaN));
    const isPlaying = frame.state === "playing";
    write(this.play, isPlaying ? t("Pause") : t("Play from here"));
  }

  /** What is at the ball, and under the pointer. */
  say() {
    const about = this.frame?.ground;
    const { ball, point } = this.plane;
    if (!about || about.refusal || !ball) return;
    // The frame's loss is that of where the run is, and not of where it is taken.
    const words = this.wanted ? t("The ball is taken to {place}.", { place: placeText(ball) }) : ballText(about, ball, this.plane.lossAt(ball));
    write(this.told, words);
    const loss = point && this.plane.lossAt(point);
    write(this.under, point && !this.plane.isDragged ? (loss === null ? t("At the pointer, {place}, the loss is not finite.", { place: placeText(point) }) : t("At the pointer, {place}: loss {loss}.", { place: placeText(point), loss: figure(loss) })) : "");
    this.speaker.say(words, "ball");
  }
}

// The pencil: a visitor's own points, put on the plane and erased with mouse, finger or keys.

import { refocus } from "../controls/refocus.js";
import { defaults as bounds, hundredths, presentPoints, trainingOf } from "../run/datasets.js";
import { mark } from "../paint/marks.js";
import { figure, t } from "../words/messages.js";
import { paintPoints } from "../paint/points.js";

export const defaults = { apart: 0.35, rubber: 0.5, step: 0.25, stride: 1 };
export const ariaLabel = t("Plane to draw on: arrows move, Space puts a point, Delete takes one away, digits choose the class");

/** @typedef {import("../address/address.js").Point} Point */

export class Pencil {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.map = find("map");
    this.tools = find("pencil");
    this.choices = find("pencil-classes");
    this.rubber = /** @type {HTMLInputElement} */ (find("pencil-rubber"));
    this.status = find("pencil-status");
    this.sheet = document.createElement("canvas");
    this.sheet.className = "draft-points"; // the class `sheet` belongs to dialogs
    this.sheet.hidden = true;
    this.cursor = document.createElement("span");
    this.cursor.className = "cursor";
    this.cursor.hidden = true;
    this.map.append(this.sheet, this.cursor);
    /** @type {Point[]} */
    this.points = [];
    /** Whether the server does not yet have the points. */
    this.isDraft = false;
    this.label = 0;
    this.place = { x1: 0, x2: 0 };
    this.classes = 0;
    /** @type {unknown} */
    this.scene = null;
    find("pencil-clear").addEventListener("click", () => this.change([]));
    this.editor = find("edit-points");
    /** Whether the button was pressed, and its focus is to go on to the map. */
    this.begins = false;
    this.editor.addEventListener("click", () => this.begin());
    this.listen();
  }

  get isOn() {
    return this.state.has("points");
  }

  /** Turn the present samples into the visitor's own points. */
  begin() {
    const classes = Math.max(2, this.state.classes);
    this.begins = document.activeElement === this.editor;
    // The samples are the same, so the weights are kept.
    this.commands.changeAll({ data: { kind: "points", points: presentPoints(this.state), classes } }, { keepWeights: true });
  }

  listen() {
    const { map } = this;
    map.addEventListener("pointerdown", (event) => {
      if (!this.isOn || event.button !== 0) return;
      event.preventDefault();
      map.focus({ preventScroll: true });
      map.setPointerCapture(event.pointerId);
      this.cursor.hidden = true;
      this.touch(event, true);
    });
    map.addEventListener("pointermove", (event) => {
      if (this.isOn && map.hasPointerCapture(event.pointerId)) this.touch(event, false);
    });
    map.addEventListener("keydown", (event) => this.key(event));
    map.addEventListener("blur", () => (this.cursor.hidden = true));
  }

  /** @param {PointerEvent} event @param {boolean} isFirst whether the stroke begins, which always puts a point */
  touch(event, isFirst) {
    const { left, top, width, height } = this.map.getBoundingClientRect();
    const [low, high] = [-bounds.edge, bounds.edge];
    const inside = (/** @type {number} */ value) => hundredths(Math.max(low, Math.min(high, value)));
    this.place = {
      x1: inside(low + ((event.clientX - left) / width) * (high - low)),
      x2: inside(high - ((event.clientY - top) / height) * (high - low)),
    };
    if (this.rubber.checked) this.rub(!isFirst);
    else if (isFirst || this.nearest() > defaults.apart) this.put(!isFirst);
  }

  /** The distance of the nearest point. */
  nearest() {
    return Math.min(...this.points.map(([x1, x2]) => Math.hypot(x1 - this.place.x1, x2 - this.place.x2)));
  }

  /** @param {boolean} [goesOn] whether the stroke of the last change continues */
  put(goesOn) {
    if (this.points.length >= bounds.mostPoints) return this.say(t("There are {most} points, the maximum.", { most: bounds.mostPoints }));
    this.change([...this.points, [this.place.x1, this.place.x2, this.label]], goesOn);
  }

  /** @param {boolean} [goesOn] whether the stroke of the last change continues */
  rub(goesOn) {
    const left = this.points.filter(([x1, x2]) => Math.hypot(x1 - this.place.x1, x2 - this.place.x2) > defaults.rubber);
    if (left.length < this.points.length) this.change(left, goesOn);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? defaults.stride : defaults.step;
    const moves = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowDown: [0, -step], ArrowUp: [0, step] });
    const move = moves[event.key];
    if (move) {
      const inside = (/** @type {number} */ value) => Math.max(-bounds.edge, Math.min(bounds.edge, value));
      this.place = { x1: inside(this.place.x1 + move[0]), x2: inside(this.place.x2 + move[1]) };
    } else if (event.key === " " || event.key === "Enter") this.put();
    else if (event.key === "Delete" || event.key === "Backspace") this.rub();
    else if (/^\d$/.test(event.key) && Number(event.key) < this.state.classes) this.choose(Number(event.key));
    else return;
    event.preventDefault();
    this.cursor.hidden = false;
    this.cursor.style.left = `${(50 * (this.place.x1 + bounds.edge)) / bounds.edge}%`;
    this.cursor.style.top = `${(50 * (bounds.edge - this.place.x2)) / bounds.edge}%`;
    this.say(t("x₁ = {x1}, x₂ = {x2}; class {label}; {count} points", {
      x1: figure(this.place.x1), x2: figure(this.place.x2), label: this.label, count: this.points.length,
    }));
  }

  /** @param {string} words */
  say(words) {
    this.status.textContent = words;
  }

  /**
   * Set the points. Fewer than two make no data set: the network keeps its former points.
   * @param {Point[]} points
   * @param {boolean} [goesOn] whether the stroke of the last change continues
   */
  change(points, goesOn = false) {
    const before = this.points;
    // The network still has the points before, or those to which an undo under way leads.
    const undo = before.length < 2 ? () => this.show(before) : () => this.forgetDraft();
    if (points.length < 2 && before.length > 0) this.state.note({ undo, redo: () => this.show(points) });
    this.show(points, goesOn);
  }

  /** Show the network's points again. */
  forgetDraft() {
    this.points = this.commands.coming(this.state.experiment).data.points;
    this.isDraft = false;
    this.say("");
    this.paint();
  }

  /** @param {Point[]} points @param {boolean} [goesOn] */
  show(points, goesOn = false) {
    this.points = points;
    this.isDraft = true;
    this.say(points.length < 2 ? t("Draw two points or more; until then the network keeps its former points.") : "");
    if (points.length >= 2) {
      const { experiment } = this.state;
      this.commands.wantedBatch ??= experiment.training.batch_size;
      const size = Math.min(this.commands.wantedBatch, trainingOf({ ...experiment.data, points }));
      this.commands.changeAll({ data: { points }, ...(size !== experiment.training.batch_size && { training: { batch_size: size } }) }, { goesOn });
    }
    this.paint();
  }

  /** @param {number} label */
  choose(label) {
    this.label = label;
    this.rubber.checked = false;
    const radio = /** @type {HTMLInputElement | undefined} */ (this.choices.querySelectorAll("input")[label]);
    if (radio) radio.checked = true;
  }

  draw() {
    const { state, isOn } = this;
    this.map.classList.toggle("drawn-on", isOn);
    if (!isOn) {
      this.leave();
      return;
    }
    if (this.map.tabIndex !== 0) {
      this.map.tabIndex = 0;
      this.map.setAttribute("role", "application");
      if (this.begins) refocus(this.map, this.editor); // the button goes
      this.begins = false;
    }
    if (this.classes !== state.classes) this.offer(state.classes);
    const idle = this.commands.sent.length === 0 && !this.commands.waiting.data;
    if (state.scene !== this.scene && idle && (!this.isDraft || this.points.length >= 2)) {
      this.points = this.commands.known(state.experiment).data.points;
      this.isDraft = false;
    }
    this.scene = state.scene;
    this.paint();
  }

  leave() {
    if (this.map.getAttribute("role") === "application") {
      this.map.removeAttribute("tabindex");
      this.map.setAttribute("role", "img");
      this.sheet.hidden = this.cursor.hidden = true;
      this.say("");
    }
    if (this.isDraft) this.map.classList.remove("draft");
    this.isDraft = false;
    this.scene = null;
  }

  /** Paint points that the server does not yet have, in place of its points. */
  paint() {
    const { map, sheet, state } = this;
    sheet.hidden = !this.isDraft;
    map.classList.toggle("draft", this.isDraft);
    if (!this.isDraft || !state.scene) return;
    const { points } = this;
    const data = Float32Array.from(points.flat());
    const arrays = { points: { data, shape: [points.length, 3] } };
    paintPoints(sheet, map.clientWidth, { ...state.scene, n_train: points.length, arrays }, state);
  }

  /** Offer a pencil for each class. @param {number} classes */
  offer(classes) {
    this.classes = classes;
    const pencils = Array.from({ length: classes }, (_, label) => {
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "pencil", value: String(label) });
      radio.setAttribute("aria-label", t("Class {label}", { label }));
      radio.ariaDescription = t("Draws points of this class.");
      radio.addEventListener("change", () => this.choose(label));
      const face = document.createElement("span");
      face.append(mark(label));
      const choice = document.createElement("label");
      choice.append(radio, face);
      return choice;
    });
    this.choices.replaceChildren(...pencils);
    this.choose(Math.min(this.label, classes - 1));
  }
}

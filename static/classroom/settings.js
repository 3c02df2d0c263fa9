// The table of settings: what everyone has tried and what came of it, as a plot of any two numbers and as a table.

import { shown } from "../curve/milestones.js";
import { blank } from "../paint/blank.js";
import { colors } from "../paint/colors.js";
import { joinClauses, titled } from "../words/joined.js";
import { t, whole } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { across as reading, beside, defaults as piles, piled } from "./piled.js";
import { AXES, named, ticked, written } from "./settings_axes.js";
import { scaleOf } from "./plot_scale.js";
import { find, lookAt } from "./site.js";
import { Switches } from "./switches.js";
import { nameOf } from "./told.js";

/** @typedef {{id: number, run: string, member: string, sizes: string, activation: string, since: number, isPresent: boolean, values: Record<string, number>}} Row */
/** @typedef {import("./piled.js").Place<Row>} Place */

/** In rem: the room for the names of the axes and the numbers beside them, the radius of a point, and how near the pointer must be. */
export const defaults = { left: 2.2, bottom: 3.2, top: 0.8, right: 1, radius: 0.42, near: 1.6 };

/** The fields in which the axes are chosen: across, and up. */
const SELECTS = ["settings-x", "settings-y"];

export class SettingsView {
  /** @param {HTMLElement} host @param {{open?: (run: string) => void, choose?: (axes: string[]) => Promise<boolean>}} ways without them, it is only shown */
  constructor(host, { open, choose }) {
    this.host = host;
    this.open = open;
    /** @type {import("./together.js").Part[]} */
    this.parts = ["settings"];
    this.canvas = /** @type {HTMLCanvasElement} */ (find("settings-plot"));
    this.table = /** @type {HTMLDetailsElement} */ (find("settings-table"));
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Place[]} */
    this.places = [];
    /** @type {Row | null} */
    this.pointed = null;
    /** @type {Map<number, HTMLTableRowElement>} */
    this.lines = new Map();
    /** @type {Map<string, string>} */
    this.names = new Map();
    this.axes = ["learning_rate", "test_loss"];
    /** @type {Switches<string>} */
    this.switches = new Switches();
    this.colors = colors();
    for (const [nth, id] of SELECTS.entries()) {
      const select = /** @type {HTMLSelectElement} */ (find(id));
      select.replaceChildren(...Object.entries(AXES).map(([name, { text }]) => new Option(text, name)));
      select.value = String(this.axes[nth]);
      select.addEventListener("change", async () => {
        await this.switches.set(id, select.value, async () => (await choose?.(this.wanted)) ?? false);
        this.mark();
      });
    }
    show(find("settings-axes"), choose !== undefined);
    show(this.table, open !== undefined);
    this.table.addEventListener("toggle", () => this.list());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.canvas.addEventListener("pointermove", (event) => this.point(this.at(event)));
    for (const kind of ["pointerleave", "blur"]) this.canvas.addEventListener(kind, () => this.point(null));
    if (open) this.answers(open);
    document.addEventListener("chalknet-theme", () => {
      this.colors = colors();
      this.draw();
    });
  }

  /** @param {import("./told.js").Told} told */
  show({ members, axes }) {
    this.names = new Map(members.map((member) => [member.id, nameOf(member)]));
    if (axes) this.axes = axes;
    for (const id of SELECTS) this.switches.tell(id);
    this.mark();
    this.draw();
    this.list();
  }

  /** The axes, or those that were chosen a moment ago. */
  get wanted() {
    return this.axes.map((axis, nth) => this.switches.is(SELECTS[nth] ?? "", axis));
  }

  mark() {
    this.wanted.forEach((axis, nth) => (/** @type {HTMLSelectElement} */ (find(SELECTS[nth] ?? "")).value = axis));
  }

  /** @param {import("../live/wire.js").Shared} told */
  take(told) {
    this.rows = rowsOf(told);
    this.pointed = this.rows.find(({ id }) => id === this.pointed?.id) ?? null;
    this.draw();
    this.list();
  }

  draw() {
    const { canvas, rows, colors: { token } } = this;
    const [across = "", up = ""] = this.axes;
    const students = new Set(rows.map(({ member }) => member)).size;
    write(find("settings-count"), rows.length === 0 ? t("Nothing has been tried yet: a setting counts once steps have been taken with it.") : t("{rows} settings of {students} students at the present task", { rows: rows.length, students }));
    show(find("settings-figure"), rows.length > 0);
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height) return;
    const rem = parseFloat(getComputedStyle(this.host).fontSize);
    const [x, y] = [across, up].map((axis) => scaleOf(rows.map(({ values }) => Number(values[axis])), Boolean(AXES[axis]?.isLog)));
    if (!x || !y) return;
    const context = blank(canvas, Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio));
    context.scale(devicePixelRatio, devicePixelRatio);
    context.font = `${rem}px ${getComputedStyle(this.host).fontFamily}`;
    const wide = Math.max(...y.ticks.map((tick) => context.measureText(ticked(up, tick)).width));
    const box = { left: defaults.left * rem + wide, top: defaults.top * rem, right: width - defaults.right * rem, bottom: height - defaults.bottom * rem };
    const at = (/** @type {number} */ share) => box.left + share * (box.right - box.left);
    const high = (/** @type {number} */ share) => box.bottom - share * (box.bottom - box.top);
    context.strokeStyle = token("line");
    context.fillStyle = token("muted");
    context.lineWidth = 1;
    context.textAlign = "center";
    for (const tick of x.ticks) {
      const place = at(Number(x.place(tick)));
      line(context, place, box.top, place, box.bottom);
      context.fillText(ticked(across, tick), place, box.bottom + 1.2 * rem);
    }
    context.textAlign = "right";
    for (const tick of y.ticks) {
      const place = high(Number(y.place(tick)));
      line(context, box.left, place, box.right, place);
      context.fillText(ticked(up, tick), box.left - 0.5 * rem, place + 0.35 * rem);
    }
    context.fillStyle = token("ink");
    context.textAlign = "center";
    context.fillText(named(across), (box.left + box.right) / 2, height - 0.3 * rem);
    context.save();
    context.translate(rem, (box.top + box.bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(named(up), 0, 0);
    context.restore();
    this.places = rows.flatMap((row) => {
      const [h, v] = [x.place(Number(row.values[across])), y.place(Number(row.values[up]))];
      return h === null || v === null ? [] : [{ row, x: at(h), y: high(v) }];
    });
    this.dots(context, rem);
    const lacking = rows.length - this.places.length;
    write(find("settings-lacking"), lacking ? t("{count} are left out: they have no such number, or 0 on a logarithmic axis.", { count: lacking }) : "");
    attribute(canvas, "aria-label", t("{up} against {across}, a point for each of {rows} settings", { up: named(up), across: named(across), rows: this.places.length }));
    this.say();
  }

  /** Present settings are filled; those of the student who is pointed at are joined in their order. @param {CanvasRenderingContext2D} context @param {number} rem */
  dots(context, rem) {
    const { places, pointed, colors: { token, thick } } = this;
    const radius = defaults.radius * rem * thick;
    const own = pointed ? places.filter(({ row }) => row.member === pointed.member) : [];
    context.lineWidth = 2;
    context.strokeStyle = token("accent");
    context.beginPath();
    for (const { x, y } of own) context.lineTo(x, y);
    context.stroke();
    const rank = (/** @type {Row} */ row) => (row === pointed ? 2 : Number(row.isPresent));
    const ordered = [...places].sort((a, b) => rank(a.row) - rank(b.row));
    for (const { row, x, y } of ordered) {
      context.beginPath();
      context.arc(x, y, radius * (row === pointed ? 1.4 : row.isPresent ? 1 : 0.7), 0, 2 * Math.PI);
      context.fillStyle = token(row.isPresent ? "accent" : "surface");
      context.fill();
      context.strokeStyle = token(row.isPresent ? "surface" : row.member === pointed?.member ? "accent" : "muted");
      context.lineWidth = 1.5;
      context.stroke();
    }
  }

  /** A click opens the setting that is pointed at, and the next one that lies there is pointed at; arrows go to each. @param {(run: string) => void} open */
  answers(open) {
    this.canvas.tabIndex = 0;
    attribute(this.canvas, "role", "group");
    this.canvas.addEventListener("click", (event) => {
      const row = this.at(event);
      if (!row) return;
      open(row.run);
      this.point(beside(this.pile(this.placeOf(row)), row, 1));
    });
    this.canvas.addEventListener("keydown", (event) => {
      const by = /** @type {Record<string, 1 | -1>} */ ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 })[event.key];
      if (by) this.point(beside(reading(this.places), this.pointed, by));
      else if (event.key === "Enter" && this.pointed) open(this.pointed.run);
      else return;
      event.preventDefault();
    });
  }

  /** @param {PointerEvent | MouseEvent} event @returns {Row | null} the setting there; of several, the one that is pointed at already */
  at({ offsetX: x, offsetY: y }) {
    const pile = this.pile({ x, y });
    return pile.find((row) => row === this.pointed) ?? pile[0] ?? null;
  }

  /** @param {Row | null} row */
  placeOf(row) {
    return this.places.find((place) => place.row === row);
  }

  /** The settings that lie at one place of the plot. @param {{x: number, y: number}} [place] */
  pile(place) {
    const rem = parseFloat(getComputedStyle(this.host).fontSize);
    return place ? piled(this.places, place, defaults.near * rem, piles.apart * rem) : [];
  }

  /** @param {Row | null} row */
  point(row) {
    if (row?.id === this.pointed?.id) return;
    this.pointed = row;
    this.canvas.style.cursor = row && this.open ? "pointer" : "";
    this.draw();
  }

  /** The setting that is pointed at, in words. */
  say() {
    const { pointed } = this;
    const pile = this.pile(this.placeOf(pointed));
    const place = pointed && pile.length > 1 ? t("{nth} of {count} at this point", { nth: pile.indexOf(pointed) + 1, count: pile.length }) : "";
    write(find("settings-pointed"), pointed ? joinClauses([this.words(pointed), place]) : this.open ? t("Point at a setting to read it; click it to look on at that network.") : "");
  }

  /** @param {Row} row */
  words({ member, sizes, activation, since, values }) {
    const words = [titled(this.names.get(member) ?? "", sizes), activation];
    for (const axis of Object.keys(AXES)) if (!["neurons", "layers"].includes(axis) && Number.isFinite(values[axis])) words.push(`${named(axis)} ${written(axis, Number(values[axis]))}`);
    if (since > 0) words.push(t("set at step {step}", { step: since }));
    return joinClauses(words);
  }

  /** The table, while it is open. Lines stay where they are, so that none moves under a click. */
  list() {
    if (!this.table.open || !this.open) return;
    const body = /** @type {HTMLElement} */ (this.table.querySelector("tbody"));
    const here = new Set(this.rows.map(({ id }) => id));
    for (const [id, line] of this.lines) {
      if (here.has(id)) continue;
      line.remove();
      this.lines.delete(id);
    }
    for (const row of this.rows) {
      let line = this.lines.get(row.id);
      if (!line) {
        line = document.createElement("tr");
        const head = Object.assign(document.createElement("th"), { scope: "row", dir: "auto" });
        head.append(Object.assign(document.createElement("a"), { href: lookAt(row.run), target: "_blank" }));
        line.append(head, ...Array.from({ length: 10 }, () => document.createElement("td")));
        this.lines.set(row.id, line);
        body.append(line);
      }
      const name = this.names.get(row.member) ?? "";
      write(line.querySelector("a"), name);
      attribute(/** @type {Element} */ (line.querySelector("a")), "aria-label", t("Look on at the network of {nickname}", { nickname: name }));
      const numbers = ["learning_rate", "batch_size", "parameters", "steps", "train_loss", "test_loss", "accuracy"].map((axis) => written(axis, Number(row.values[axis])));
      [row.sizes, row.activation, ...numbers, row.since > 0 ? whole(row.since) : ""].forEach((text, i) => write(line.children[i + 1], text));
    }
  }
}

/** @param {import("../live/wire.js").Shared} told @returns {Row[]} */
export function rowsOf({ arrays, columns, runs, members, sizes, activations }) {
  const { numbers, ids, run, since, present } = arrays;
  return Array.from(ids?.data ?? [], (id, i) => {
    const nth = Number(run?.data[i]);
    return {
      ...{ id: Number(id), run: runs[nth], member: members[nth], sizes: sizes[i], activation: shown("network.activation", activations[i]) },
      ...{ since: Number(since?.data[i]), isPresent: Boolean(present?.data[i]) },
      values: Object.fromEntries(columns.map((/** @type {string} */ name, /** @type {number} */ j) => [name, Number(numbers?.data[i * columns.length + j])])),
    };
  });
}

/** @param {CanvasRenderingContext2D} context @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

// The pool: all students' drawings, points over the map of the network that learns from them or a sheet of pictures; a teacher takes some out.

import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { pictureAt } from "../paint/picture.js";
import { figure, t, whole } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { PictureSheet } from "./picture_sheet.js";
import { action, api, attempt, button, find, input, onSubmit, sending, unsay } from "./site.js";
import { Switches } from "./switches.js";
import { nameOf, students } from "./told.js";

/** How near to a point of the plane a click must be. */
export const defaults = { near: 0.45 };

/** @typedef {{id: number, member: string, label: number}} Own whose drawing it is, and its class */
/** @typedef {Own & {x1: number, x2: number}} Drawn */
/** @typedef {Own & import("./picture_sheet.js").Picture} DrawnPicture */

export class PoolView {
  /** @param {HTMLElement} host @param {import("./plane.js").Plane} marks over the map of the class network @param {boolean} isTeachers */
  constructor(host, marks, isTeachers) {
    this.host = host;
    this.marks = marks;
    this.isTeachers = isTeachers;
    /** @type {import("./together.js").Part[]} */
    this.parts = ["pool"];
    /** @type {"points" | "pictures"} */
    this.draws = "points";
    /** @type {Drawn[]} */
    this.points = [];
    /** @type {DrawnPicture[]} */
    this.pictures = [];
    this.sheet = new PictureSheet(find("pool-pictures"), (picture) => this.nameOf(/** @type {DrawnPicture} */ (picture)), isTeachers ? (picture) => this.light(/** @type {DrawnPicture} */ (picture)) : null);
    /** @type {Drawn | DrawnPicture | null} */
    this.lit = null;
    this.learns = false;
    /** @type {Map<string, string>} */
    this.names = new Map();
    this.fault = new Said(find("pool-fault"));
    this.switches = new Switches();
    this.isOpen = false;
    /** @type {Rows<{id: string, nickname: string}>} */
    this.rows = new Rows(find("pool-students"), (each) => this.row(each));
    if (isTeachers) this.listen();
  }

  listen() {
    show(find("pool-chosen"), true);
    this.marks.listen({
      put: (place, isFirst) => isFirst && this.light(this.nearest(place)),
      erase: () => this.lit && this.takeOut(this.lit),
    });
    this.marks.enable(false);
    input("pool-open").addEventListener("change", async () => {
      await this.switches.set("open", input("pool-open").checked, (open) => this.act(() => ask(`${api}/pool`, sending("PATCH", { open }))));
      this.mark();
    });
    this.kind.addEventListener("change", () => this.act(() => ask(`${api}/pool`, sending("PATCH", { draws: this.kind.value, ...(this.kind.value === "pictures" ? { classes: 10 } : {}) }))));
    input("pool-classes").addEventListener("change", () => this.act(() => ask(`${api}/pool`, sending("PATCH", { classes: Number(input("pool-classes").value) }))));
    button("pool-take-out").addEventListener("click", () => this.lit && this.takeOut(this.lit));
    button("pool-end").addEventListener("click", () => this.act(() => ask(`${api}/network`, { method: "DELETE" })));
    onSubmit(find("pool-begin"), () => ask(`${api}/network`, sending("POST", { task: /** @type {HTMLSelectElement} */ (find("pool-task")).value || null })));
  }

  get kind() {
    return /** @type {HTMLSelectElement} */ (find("pool-draws"));
  }

  /** @param {() => Promise<unknown>} act */
  act(act) {
    return attempt(this.fault, act);
  }

  /** @param {import("./plane.js").Place} place */
  nearest([x1, x2]) {
    let [found, least] = [/** @type {Drawn | null} */ (null), defaults.near];
    for (const point of this.points) {
      const distance = Math.hypot(point.x1 - x1, point.x2 - x2);
      if (distance < least) [found, least] = [point, distance];
    }
    return found;
  }

  /** @param {Drawn | DrawnPicture | null} drawn */
  light(drawn) {
    this.lit = drawn;
    this.draw();
  }

  /** @param {Own & {id: number}} drawn */
  takeOut({ id }) {
    this.act(() => ask(`${api}/pool/points`, sending("DELETE", { ids: [id] })));
    this.light(null);
  }

  /** @param {import("./told.js").Told} told */
  show({ members, tasks = [], present = null }) {
    this.names = new Map(members.map((member) => [member.id, nameOf(member)]));
    if (!this.isTeachers) return;
    const select = /** @type {HTMLSelectElement} */ (find("pool-task"));
    const key = JSON.stringify([tasks.map(({ id, title }) => [id, title]), present]);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    select.replaceChildren(new Option(t("the network that pages begin with"), ""), ...tasks.map(({ id, title }) => new Option(title, id)));
    select.value = present ?? "";
  }

  /** @param {import("../live/wire.js").Shared} told */
  take({ arrays, members, open, draws, classes, learns }) {
    const { ids, member, points, labels, pictures } = arrays;
    const value = (/** @type {number} */ i) => Number(points?.data[i]);
    const owned = Array.from(ids?.data ?? [], (id, i) => ({ id: Number(id), member: String(members[Number(member?.data[i])]) }));
    const before = this.drawings.length;
    this.draws = draws;
    this.points = draws === "points" ? owned.map((own, i) => ({ ...own, x1: value(3 * i), x2: value(3 * i + 1), label: value(3 * i + 2) })) : [];
    const side = pictures?.shape[2] ?? 0;
    const former = new Map(this.pictures.map((picture) => [picture.id, picture]));
    this.pictures = draws === "pictures" ? owned.map((own, i) => former.get(own.id) ?? { ...own, label: Number(labels?.data[i]), side, pixels: pictureAt(/** @type {Uint8Array} */ (pictures?.data), pictures?.shape ?? [], i, 1) }) : [];
    if (this.isTeachers && this.drawings.length !== before) unsay("pool-begin"); // there may be enough now
    this.lit = this.drawings.find(({ id }) => id === this.lit?.id) ?? null;
    this.learns = learns;
    write(find("pool-state"), open ? t("Drawings are collected now.") : t("No drawings are collected now."));
    if (this.isTeachers) {
      this.isOpen = open;
      this.switches.tell("open");
      this.mark();
      show(find("pool-acts"), true); // before, nobody knows what is collected
      if (document.activeElement !== this.kind) this.kind.value = draws;
      if (document.activeElement !== input("pool-classes")) input("pool-classes").value = String(classes);
      show(button("pool-end"), learns);
      write(find("pool-begin").querySelector("button"), learns ? t("Begin anew with these") : t("Begin a network that learns them"));
      this.list();
    }
    this.draw();
  }

  /** The box keeps what was asked for until the server tells of it. */
  mark() {
    input("pool-open").checked = this.switches.is("open", this.isOpen);
  }

  /** What is drawn of the present kind. @returns {(Drawn | DrawnPicture)[]} */
  get drawings() {
    return this.draws === "pictures" ? this.pictures : this.points;
  }

  draw() {
    const { points, pictures, drawings, lit } = this;
    const arePictures = this.draws === "pictures";
    const counted = { count: drawings.length, students: students(new Set(drawings.map(({ member }) => member)).size) };
    write(find("pool-count"), drawings.length === 0 ? t("Nobody has drawn anything yet.") : arePictures ? t("{count} pictures of {students}", counted) : t("{count} points of {students}", counted));
    this.marks.draw({ points: points.map((point) => ({ ...point, isLit: point.id === lit?.id })) });
    show(this.sheet.host, arePictures);
    this.sheet.show(pictures, this.marks.colors.token("ink"), lit?.id);
    const hint = !this.isTeachers || drawings.length === 0 ? "" : arePictures ? t("Choose a picture to see whose it is.") : t("Click a point to see whose it is. With keys: arrows move, Space chooses, Delete takes out.");
    write(find("pool-lit"), lit ? this.nameOf(lit) : hint);
    show(button("pool-take-out"), lit !== null);
  }

  /** A drawing in words; on the wall it is nobody's. @param {Drawn | DrawnPicture} drawn */
  nameOf(drawn) {
    const { label } = drawn;
    if (!this.isTeachers) return t("A picture of class {label}", { label });
    const nickname = this.names.get(drawn.member) ?? "";
    if (!("x1" in drawn)) return t("{nickname}: a picture of class {label}", { nickname, label });
    return t("{nickname}: class {label} at x₁ = {x1}, x₂ = {x2}", { nickname, label, x1: figure(drawn.x1), x2: figure(drawn.x2) });
  }

  /** Whose points they are, with a way to take out all of one student. */
  list() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { member } of this.drawings) counts.set(member, (counts.get(member) ?? 0) + 1);
    this.rows.show([...counts.keys()].map((id) => ({ id, nickname: this.names.get(id) ?? "" })));
    const abouts = this.rows.host.querySelectorAll(".about");
    [...counts.values()].forEach((count, i) => write(abouts[i], whole(count)));
  }

  /** @param {{id: string, nickname: string}} student */
  row({ id, nickname }) {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: nickname, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about" });
    item.append(name, about, action(t("Take out"), () => this.act(() => ask(`${api}/pool/members/${id}`, { method: "DELETE" })), t("Take out all drawings of {nickname}", { nickname })));
    return item;
  }
}

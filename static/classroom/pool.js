// The pool: all students' drawn points, over the map of the network that learns from them; a teacher takes points out.

import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { figure, t, whole } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { action, api, attempt, button, find, input, onSubmit, sending } from "./site.js";
import { Switches } from "./switches.js";
import { nameOf, students } from "./told.js";

/** How near to a point of the plane a click must be. */
export const defaults = { near: 0.45 };

/** @typedef {{id: number, member: string, x1: number, x2: number, label: number}} Drawn */

export class PoolView {
  /** @param {HTMLElement} host @param {import("./plane.js").Plane} marks over the map of the class network @param {boolean} isTeachers */
  constructor(host, marks, isTeachers) {
    this.host = host;
    this.marks = marks;
    this.isTeachers = isTeachers;
    /** @type {import("./together.js").Part[]} */
    this.parts = ["pool"];
    /** It shows a plane before there is a network. */
    this.isBare = true;
    /** @type {Drawn[]} */
    this.points = [];
    /** @type {Drawn | null} */
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
    show(find("pool-acts"), true);
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
    input("pool-classes").addEventListener("change", () => this.act(() => ask(`${api}/pool`, sending("PATCH", { classes: Number(input("pool-classes").value) }))));
    button("pool-take-out").addEventListener("click", () => this.lit && this.takeOut(this.lit));
    button("pool-end").addEventListener("click", () => this.act(() => ask(`${api}/network`, { method: "DELETE" })));
    onSubmit(find("pool-begin"), () => ask(`${api}/network`, sending("POST", { task: /** @type {HTMLSelectElement} */ (find("pool-task")).value || null })));
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

  /** @param {Drawn | null} point */
  light(point) {
    this.lit = point;
    this.draw();
  }

  /** @param {Drawn} point */
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
  take({ arrays, members, open, classes, learns }) {
    const { ids, member, points } = arrays;
    const value = (/** @type {number} */ i) => Number(points?.data[i]);
    this.points = Array.from(ids?.data ?? [], (id, i) => ({ id: Number(id), member: members[Number(member?.data[i])], x1: value(3 * i), x2: value(3 * i + 1), label: value(3 * i + 2) }));
    this.lit = this.points.find(({ id }) => id === this.lit?.id) ?? null;
    this.learns = learns;
    write(find("pool-state"), open ? t("Points are collected now.") : t("No points are collected now."));
    if (this.isTeachers) {
      this.isOpen = open;
      this.switches.tell("open", open);
      this.mark();
      if (document.activeElement !== input("pool-classes")) input("pool-classes").value = String(classes);
      show(button("pool-end"), learns);
      write(find("pool-begin").querySelector("button"), learns ? t("Begin anew with these points") : t("Begin a network that learns them"));
      this.list();
    }
    this.draw();
  }

  /** The box keeps what was asked for until the server tells of it. */
  mark() {
    input("pool-open").checked = this.switches.is("open", this.isOpen);
  }

  draw() {
    const { points, lit } = this;
    const count = new Set(points.map(({ member }) => member)).size;
    write(find("pool-count"), points.length === 0 ? t("Nobody has drawn a point yet.") : t("{points} points of {students}", { points: whole(points.length), students: students(count) }));
    this.marks.draw({ points: points.map((point) => ({ ...point, isLit: point.id === lit?.id })) });
    write(find("pool-lit"), lit ? t("{nickname}: class {label} at x₁ = {x1}, x₂ = {x2}", { nickname: this.names.get(lit.member) ?? "", label: lit.label, x1: figure(lit.x1), x2: figure(lit.x2) }) : this.isTeachers && points.length > 0 ? t("Click a point to see whose it is. With keys: arrows move, Space chooses, Delete takes out.") : "");
    show(button("pool-take-out"), lit !== null);
  }

  /** Whose points they are, with a way to take out all of one student. */
  list() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { member } of this.points) counts.set(member, (counts.get(member) ?? 0) + 1);
    this.rows.show([...counts.keys()].map((id) => ({ id, nickname: this.names.get(id) ?? "" })));
    const abouts = this.rows.host.querySelectorAll(".about");
    [...counts.values()].forEach((count, i) => write(abouts[i], whole(count)));
  }

  /** @param {{id: string, nickname: string}} student */
  row({ id, nickname }) {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: nickname, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about" });
    item.append(name, about, action(t("Take out"), () => this.act(() => ask(`${api}/pool/members/${id}`, { method: "DELETE" })), t("Take out all points of {nickname}", { nickname })));
    return item;
  }
}

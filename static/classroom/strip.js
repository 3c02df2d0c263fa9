// The strip: a student's line to the class, above their playground. The teacher's acts are told here, and none is silent.

import { Acts } from "../controls/acts.js";
import { refocus } from "../controls/refocus.js";
import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { ChallengeStrip } from "./challenge_strip.js";
import { Attendant } from "./attendant.js";
import { Said } from "../words/said.js";
import { Earlier } from "./earlier.js";
import { DrawingPoints } from "./drawing_points.js";
import { Guessing } from "./guessing.js";
import { ALL, failureOf } from "./opening.js";
import { action, attempt, sending } from "./site.js";
import { Spotlit } from "./spotlit.js";
import { Switches } from "./switches.js";
import { whyGone } from "./told.js";

/** @typedef {import("./told.js").Told} Told */
/** @typedef {{task: string, title: string, run: string}} Begun */

/** What a pause locks. */
const TRAINING = ["play", "step", "epoch", "families", "search"];

export class Strip {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../live/live.js").Live} live
   * @param {string} code
   * @param {(run: string) => Promise<string | null>} goTo
   * @param {(run: string | null, barred?: import("../live/wire.js").Failure | null) => void} lookAt
   */
  constructor(state, commands, live, code, goTo, lookAt) {
    this.state = state;
    this.commands = commands;
    this.goTo = goTo;
    this.api = `api/classes/${encodeURIComponent(code)}`;
    this.door = `class/${encodeURIComponent(code)}`;
    /** @type {Told | null} */
    this.told = null;
    /** The task of the run that the page shows; null: not known yet. @type {string | null} */
    this.at = null;
    /** @type {import("./told.js").Task | null} */
    this.task = null;
    /** A run that is being opened: until it is there, nothing is offered. */
    this.goes = false;
    /** The run of which it was last told. @type {string | null} */
    this.seen = null;
    /** The task from which the teacher has just led the page away. @type {string | null} */
    this.former = null;
    /** The task to which it could not be led. @type {string | null} */
    this.missed = null;
    /** The task from which the student has gone: until it is told, what comes may be from before, and leads nowhere. @type {string | null} */
    this.left = null;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.parts = Object.fromEntries(["title", "nickname", "task", "task-title", "task-place", "task-text", "next", "hand", "done", "menu", "message", "message-text", "new", "new-words", "go", "stay", "gone", "gone-words", "begun", "link", "fault"].map((id) => [id, find(`class-${id}`)]));
    this.eyes = find("class-eyes");
    this.acts = find("class-acts");
    const { hand, done, go, stay, link } = this.parts;
    this.fault = new Said(part(this.parts, "fault"));
    this.switches = new Switches();
    this.begun = new Acts();
    /** @type {Rows<Begun>} */
    this.rows = new Rows(part(this.parts, "begun"), (begun) => this.row(begun), ({ task, title }) => [task, title, task === this.at]);
    hand?.addEventListener("click", () => this.turn("hand"));
    done?.addEventListener("click", () => this.turn("done"));
    find("class-read").addEventListener("click", () => this.say({ read: this.told?.member?.message }));
    go?.addEventListener("click", () => this.go(this.former ?? this.told?.member?.task ?? ""));
    this.parts.next?.addEventListener("click", () => this.told?.next && this.go(this.told.next));
    stay?.addEventListener("click", () => this.leave(null));
    this.earlier = new Earlier(this);
    this.spotlit = new Spotlit(this, lookAt);
    find("class-device").addEventListener("click", () => this.begun.once("device", () => this.move()));
    const field = /** @type {HTMLInputElement} */ (link);
    field.addEventListener("focus", () => field.select());
    for (const leave of document.querySelectorAll(".class-leave")) /** @type {HTMLAnchorElement} */ (leave).href = this.door;
    this.guessing = new Guessing(this.api);
    this.points = new DrawingPoints(this.api);
    this.challenge = new ChallengeStrip(this.api, (act) => this.try(act));
    new Attendant(live, code, "student", { classroom: (told) => this.take(told), challenge: (standing) => this.challenge.take(standing), refused: () => this.take(null) });
  }

  /** Views draw with every frame; this one when it is told something, and when the page has another network. */
  draw() {
    if (this.told === null || this.own === this.seen) return;
    this.seen = this.own;
    this.take(this.told);
  }

  /** @param {Told | null} told null: there is no such seat any more */
  take(told) {
    const { parts } = this;
    const member = told?.member ?? null;
    const isIn = told?.role === "student" && member?.standing === "in";
    show(part(parts, "gone"), !isIn);
    show(this.acts, isIn);
    this.guessing.take((isIn && told?.question) || null);
    this.points.take((isIn && told?.pool) || null);
    if (!isIn || !told || !member) {
      this.told = null;
      write(parts["gone-words"], member?.standing === "barred" ? t("The teacher has closed this class to you.") : member ? t("Your teacher has taken you out of the class.") : whyGone(told, t("Your seat is not here any more: it was deleted or taken to another device, or this browser's cookies were cleared.")));
      if (told?.over) this.leaveForGood();
      this.spotlit.show(null);
      // Nothing else is to be said or done any more.
      for (const slip of [part(parts, "new"), part(parts, "message"), this.earlier.slip]) show(slip, false);
      for (const sheet of document.querySelectorAll(".sheet-of-strip:popover-open")) /** @type {HTMLElement} */ (sheet).hidePopover();
      return this.lock(null);
    }
    this.told = told;
    if (member.task !== this.left) this.left = null;
    this.at ??= told.begun?.find(({ run }) => run === this.own)?.task ?? null;
    if (member.task === this.at) this.task = told.task ?? null;
    write(parts.title, told.title);
    write(parts.nickname, String(member.nickname));
    this.challenge.at(member.task === this.at ? this.task : null);
    show(part(parts, "task"), this.task !== null);
    write(parts["task-title"], this.task?.title ?? "");
    const { place = 0, places = 0, next = null } = told;
    write(parts["task-place"], titled(place > 0 && places > 1 && member.task === this.at ? t("Task {place} of {places}", { place, places }) : t("Task"), ""));
    show(part(parts, "next"), next !== null && member.task === this.at);
    write(parts["task-text"], this.task?.text || t("Try what you like."));
    for (const name of /** @type {const} */ (["hand", "done"])) {
      this.switches.tell(name);
      parts[name]?.setAttribute("aria-pressed", String(member[name]));
    }
    show(part(parts, "message"), member.message !== "");
    write(parts["message-text"], member.message);
    this.follow(told, member);
    this.earlier.show(member, Boolean(told.spotlight?.lit));
    this.listRuns(told);
    this.spotlit.show(told.spotlight);
    this.lock(told);
  }

  /** The network that the page shows, or to which it comes back. */
  get own() {
    return this.commands.underneath ?? this.commands.run;
  }

  /** The door of a class that is over leads nowhere. */
  leaveForGood() {
    const leave = /** @type {HTMLAnchorElement} */ (this.parts.gone?.querySelector("a"));
    leave.href = "./";
    write(leave, t("To the playground"));
  }

  /** The page goes to the task that the teacher has set. What was done before stays, and it is said how to come back. @param {Told} told @param {import("./told.js").Member} member */
  follow({ task }, member) {
    const isElsewhere = this.at !== null && member.task !== this.at && !this.goes && this.left === null;
    if (isElsewhere && this.missed !== member.task) this.lead(member.task);
    const isLed = this.former !== null && member.task === this.at;
    show(part(this.parts, "new"), isLed || (isElsewhere && this.missed === member.task));
    write(this.parts["new-words"], task ? t("Your teacher has set a task: {title}. What you have done stays, and you can come back to it.", { title: task.title }) : t("Your teacher has ended the task. What you have done stays, and you can come back to it."));
    write(this.parts.go, isLed ? t("Back to what I did") : task ? t("Go to the task") : t("Go to my own network"));
    show(part(this.parts, "stay"), isLed);
  }

  /** Follow the teacher to a task. @param {string} task */
  async lead(task) {
    const { at } = this;
    await this.go(task);
    if (this.at === task) this.leave(at);
    else this.missed = task;
    if (this.told) this.take(this.told);
  }

  /** From a task, or know it. @param {string | null} former */
  leave(former) {
    this.former = former;
    if (this.told) this.take(this.told);
  }

  /** The networks of this seat, to go back to. @param {Told} told */
  listRuns({ begun = [] }) {
    /** @type {HTMLAnchorElement} */ (document.getElementById("class-file")).href = `api/runs/${this.own}/file`;
    this.rows.show(begun);
  }

  /** A network of this seat. @param {Begun} begun */
  row({ task, title }) {
    const item = document.createElement("li");
    const button = action(title || t("My own network"), () => this.go(task));
    if (task === this.at) button.setAttribute("aria-current", "true");
    item.append(button);
    return item;
  }

  /** What may be done now, and why not, in place of the transport. @param {Told | null} told */
  lock(told) {
    const { spotlight, paused, member } = told ?? {};
    const isLit = spotlight?.lit && !spotlight.mine;
    const words = isLit
      ? this.spotlit.wordsOf(spotlight)
      : member?.chalk
        ? t("Your teacher has the chalk: you watch your network, and can change it again when they give it back.")
        : paused
          ? t("Eyes on me: your teacher has paused the training. It goes on when they let it.")
          : "";
    if (!isLit) this.commands.barred = member?.chalk ? failureOf("chalk-taken", words) : null;
    const { hide = [], lock = [] } = this.task ?? {};
    this.state.given = { hide, lock: [...lock, ...(isLit || member?.chalk ? ALL : paused ? TRAINING : [])] };
    show(this.eyes, words !== "");
    write(this.eyes, words);
    document.documentElement.classList.toggle("eyes-on-me", words !== "");
    this.state.changed();
  }

  /** @param {object} changes of the seat */
  say(changes) {
    return this.try(() => ask(`${this.api}/seat`, sending("PATCH", changes)));
  }

  /** @param {() => Promise<unknown>} act */
  try(act) {
    return attempt(this.fault, act);
  }

  /** Raise the hand or lower it; say that one is done, or not yet. @param {"hand" | "done"} name */
  turn(name) {
    this.switches.set(name, !this.switches.is(name, Boolean(this.told?.member?.[name])), (isOn) => this.say({ [name]: isOn }));
  }

  /** Go to the network of a task, which begins if need be. @param {string} task */
  async go(task) {
    if (task === this.at || this.goes) return;
    this.goes = true;
    this.left = this.at;
    const isDone = await this.try(async () => {
      const member = await ask(`${this.api}/seat`, sending("PATCH", { task }));
      const { run } = await ask(`${this.api}/seat/run`, { method: "POST" });
      if (!(await this.goTo(run))) return;
      this.at = member.task;
      this.former = this.missed = null;
      this.closeMenu();
    });
    if (!isDone) this.left = null;
    this.goes = false;
    // What was told meanwhile may be of the network that is shown now.
    if (this.told?.member?.task === this.at) this.take(this.told);
  }

  closeMenu() {
    /** @type {HTMLElement} */ (this.parts.menu).hidePopover();
  }

  /** A link with which another device takes the seat. */
  async move() {
    const { activeElement } = document;
    await this.try(async () => {
      const { key } = await ask(`${this.api}/seat/key`, { method: "POST" });
      const field = /** @type {HTMLInputElement} */ (this.parts.link);
      field.value = new URL(`${this.door}#seat=${key}`, document.baseURI).href;
      part(this.parts, "link").closest("p")?.removeAttribute("hidden");
      refocus(field, activeElement);
    });
  }
}

/** @param {Record<string, HTMLElement>} parts @param {string} name */
const part = (parts, name) => /** @type {HTMLElement} */ (parts[name]);

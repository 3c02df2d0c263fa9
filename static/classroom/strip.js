// The strip: a student's line to the class, above their playground. The teacher's acts are told here, and none is silent.

import { refocus } from "../controls/refocus.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { Said } from "../words/said.js";
import { Earlier } from "./earlier.js";
import { attempt, sending } from "./site.js";
import { Switches } from "./switches.js";

/** @typedef {import("./told.js").Told} Told */

/** What a pause locks. */
const TRAINING = ["play", "step", "epoch"];

export class Strip {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../live/live.js").Live} live
   * @param {string} code
   * @param {(run: string) => Promise<string | null>} goTo
   */
  constructor(state, commands, live, code, goTo) {
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
    /** The task from which the teacher has just led the page away. @type {string | null} */
    this.former = null;
    /** The task to which it could not be led. @type {string | null} */
    this.missed = null;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.parts = Object.fromEntries(["title", "nickname", "task", "task-title", "task-text", "hand", "done", "menu", "message", "message-text", "new", "new-words", "go", "stay", "gone", "gone-words", "begun", "link", "fault"].map((id) => [id, find(`class-${id}`)]));
    this.eyes = find("class-eyes");
    const { hand, done, go, stay, link } = this.parts;
    this.fault = new Said(part(this.parts, "fault"));
    this.switches = new Switches();
    hand?.addEventListener("click", () => this.turn("hand"));
    done?.addEventListener("click", () => this.turn("done"));
    find("class-read").addEventListener("click", () => this.say({ read: true }));
    go?.addEventListener("click", () => this.go(this.former ?? this.told?.member?.task ?? ""));
    stay?.addEventListener("click", () => this.leave(null));
    this.earlier = new Earlier(this);
    find("class-device").addEventListener("click", () => this.move());
    const field = /** @type {HTMLInputElement} */ (link);
    field.addEventListener("focus", () => field.select());
    for (const leave of document.querySelectorAll(".class-leave")) /** @type {HTMLAnchorElement} */ (leave).href = this.door;
    new Attendant(live, code, "student", { classroom: (told) => this.take(told), refused: () => this.take(null) });
  }

  /** Views draw with every frame; this one when it is told something. */
  draw() {}

  /** @param {Told | null} told null: there is no such seat any more */
  take(told) {
    const { parts } = this;
    const member = told?.member ?? null;
    const isIn = told?.role === "student" && member?.standing === "in";
    show(part(parts, "gone"), !isIn);
    if (!isIn || !told || !member) {
      this.told = null;
      write(parts["gone-words"], member ? t("Your teacher has taken you out of the class.") : t("This class is over, or your seat was taken to another device."));
      return this.lock(false);
    }
    this.told = told;
    this.at ??= told.begun?.find(({ run }) => run === this.commands.run)?.task ?? null;
    if (member.task === this.at) this.task = told.task ?? null;
    write(parts.title, told.title);
    write(parts.nickname, String(member.nickname));
    show(part(parts, "task"), this.task !== null);
    write(parts["task-title"], this.task?.title ?? "");
    write(parts["task-text"], this.task?.text || t("Try what you like."));
    for (const name of /** @type {const} */ (["hand", "done"])) {
      this.switches.tell(name, member[name]);
      parts[name]?.setAttribute("aria-pressed", String(member[name]));
    }
    show(part(parts, "message"), member.message !== "");
    write(parts["message-text"], member.message);
    this.follow(told, member);
    this.earlier.show(member);
    this.listRuns(told);
    this.lock(Boolean(told.paused));
  }

  /** The network that the page shows, or to which it comes back. */
  get own() {
    return this.commands.run;
  }

  /** The page goes to the task that the teacher has set. What was done before stays, and it is said how to come back. @param {Told} told @param {import("./told.js").Member} member */
  follow({ task }, member) {
    const isElsewhere = this.at !== null && member.task !== this.at && !this.goes;
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
    const key = JSON.stringify([this.at, begun]);
    const list = part(this.parts, "begun");
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(
      ...begun.map(({ task, title }) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: title || t("My own network") });
        if (task === this.at) button.setAttribute("aria-current", "true");
        button.addEventListener("click", () => this.go(task));
        item.append(button);
        return item;
      }),
    );
  }

  /** @param {boolean} isPaused */
  lock(isPaused) {
    const { hide = [], lock = [] } = this.task ?? {};
    this.state.given = { hide, lock: [...lock, ...(isPaused ? TRAINING : [])] };
    show(this.eyes, isPaused);
    document.documentElement.classList.toggle("eyes-on-me", isPaused);
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
    await this.try(async () => {
      const member = await ask(`${this.api}/seat`, sending("PATCH", { task }));
      const { run } = await ask(`${this.api}/seat/run`, { method: "POST" });
      if (!(await this.goTo(run))) return;
      this.at = member.task;
      this.former = this.missed = null;
      this.closeMenu();
    });
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

// A panel that shows one thing of its own beside the run, a family or a search, which is found again after a reload.

import { refocus } from "../controls/refocus.js";
import { Acts } from "../controls/acts.js";
import { Refused } from "../live/rest.js";
import { nameOfData } from "../networks/saved.js";
import { tab } from "../run/storage.js";
import { t } from "../words/messages.js";
import { noticed } from "../words/notices.js";
import { translated } from "../words/refusals.js";
import { show, write } from "../words/write.js";
import { EarlierList } from "./earlier.js";
import { fieldName } from "./words.js";

/** @template {import("./family.js").Family} T */
export class FamilyPanel {
  /**
   * @param {string} id of its details
   * @param {string} name with which the ids of its parts begin
   * @param {string} path of all that one has, in the API
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<unknown>} openBeside opens another run in this page; Undo leads back
   */
  constructor(id, name, path, state, commands, toast, openBeside) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.openBeside = openBeside;
    this.host = /** @type {HTMLDetailsElement} */ (document.getElementById(id));
    this.find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (document.getElementById(`${name}-${part}`));
    this.form = /** @type {HTMLFormElement} */ (this.find("form"));
    this.open = this.find("open");
    this.about = this.find("about");
    this.begin = /** @type {HTMLButtonElement} */ (this.find("begin"));
    this.error = this.find("error");
    this.standing = this.find("standing");
    this.subject = this.find("subject");
    this.play = /** @type {HTMLButtonElement} */ (this.find("play"));
    this.remembered = `chalknet-${name}`;
    this.isScheduled = false;
    this.acts = new Acts();
    /** Whether a class is paused, where what is shown stands still, too. */
    this.isHeld = false;
    /** How many acts the server has not answered yet. */
    this.waiting = 0;
    /** What had the focus when the form was sent. @type {Element | null} */
    this.asker = null;
    /** @type {T | null} */
    this.shown = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.asker = document.activeElement;
      this.attempt("begin", () => this.create());
    });
    this.form.addEventListener("input", () => write(this.error, "")); // which was one of the form as it was sent
    this.play.addEventListener("click", () => this.shown?.press());
    this.find("reset").addEventListener("click", () => this.shown?.send("reset"));
    this.find("close").addEventListener("click", () => this.attempt("close", () => this.close()));
    this.find("back").addEventListener("click", () => this.back());
    this.earlier = new EarlierList(this.find("earlier"), path, {
      name: ({ fields }) => fields.map(fieldName).join(" × "),
      about: (each) => [nameOfData(each.experiment.data), ...this.told(each), t("iteration {step}", { step: each.step }), ...(each.state === "playing" ? [t("in training")] : [])].join(" · "),
      open: (each) => {
        this.reopen(each);
        this.draw();
        this.find("back").focus(); // which is never disabled
      },
      after: this.begin,
    });
    /** Whether the list is asked for since something else was shown. */
    this.isListed = false;
    this.host.addEventListener("toggle", () => {
      this.isListed = false;
      this.look();
      this.changed();
    });
  }

  /** What was shown before a reload, as `show` has stored it. */
  get before() {
    return tab.get(this.remembered);
  }

  /** What the thing that is shown calls. */
  get ways() {
    return {
      changed: () => this.changed(),
      refused: (/** @type {import("../live/wire.js").Failure} */ failure) => this.toast.say(named(failure), 8),
      noticed: (/** @type {import("../live/wire.js").Notice} */ notice) => this.toast.say(noticed(notice), 5),
      gone: () => this.forget(),
    };
  }

  /** @param {T} shown from now on @param {string} remembered by which a reload finds it again */
  show(shown, remembered) {
    tab.set(this.remembered, remembered);
    this.shown = shown;
    this.look();
    this.changed();
  }

  /** Draw once before the next repaint of the screen: its frames are nothing to the other views. */
  changed() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      if (this.host.open) this.draw();
    });
  }

  /** A closed panel asks for nothing. */
  look() {
    if (this.host.open) this.shown?.look(this.views);
    else this.shown?.leave();
  }

  forget() {
    this.shown = null;
    tab.set(this.remembered, "");
    this.changed();
  }

  /** What is asked of its look. @returns {Record<string, unknown>} */
  get views() {
    return {};
  }

  /** What a row of the list tells beside its data and its step. @param {import("./earlier.js").Listed} _each @returns {string[]} */
  told(_each) {
    return [];
  }

  /** Show one of the list. @param {import("./earlier.js").Listed} _each */
  reopen(_each) {}

  /** Of which data what is open is: the page may show others meanwhile. @param {{data: Parameters<typeof nameOfData>[0]}} frame */
  name({ data }) {
    write(this.subject, nameOfData(data));
  }

  /** The form or what is open, and under the form the list of all. */
  choose() {
    const isOpen = this.shown !== null;
    show(this.form, !isOpen);
    show(this.open, isOpen);
    show(this.earlier.host, !isOpen);
    if (!isOpen && !this.isListed) this.earlier.list();
    this.isListed = !isOpen;
  }

  /** Look at the list, and leave what is open as it is. */
  back() {
    this.shown?.leave();
    this.forget();
    this.draw();
    this.begin.focus();
  }

  /** Begin what the form asks for. @returns {Promise<void>} */
  async create() {}

  draw() {}

  waits() {
    return this.waiting > 0;
  }

  /** A member or a trial becomes the run of this page. @param {number} number @param {string} words */
  async take(number, words) {
    const run = await this.shown?.open(number);
    if (!run) return;
    await this.openBeside(run);
    this.toast.say(words, 6);
  }

  /** Let what has just begun play. */
  async start() {
    this.draw();
    refocus(this.play, this.asker);
    await this.commands.live.welcomed;
  }

  async close() {
    const { shown } = this;
    await shown?.remove();
    if (shown !== this.shown) return; // another one was opened meanwhile
    this.forget();
    this.draw();
    refocus(this.begin, this.find("close"));
  }

  /** In a class that is paused, what is shown pauses, too. @param {string} part by which a task locks the panel */
  hold(part) {
    const isHeld = this.state.given.lock.includes(part);
    if (isHeld && !this.isHeld) this.shown?.send("pause");
    this.isHeld = isHeld;
  }

  /** @param {string} name of what is done @param {() => Promise<void>} act */
  attempt(name, act) {
    return this.acts.once(name, async () => {
      write(this.error, "");
      this.waiting++;
      this.state.changed();
      try {
        await act();
      } catch (error) {
        const words = error instanceof Refused ? named(error) : t("The server does not answer as expected.");
        if (this.shown) this.toast.say(words, 8);
        else write(this.error, words);
      }
      this.waiting--;
      this.state.changed();
    });
  }
}

/** A refusal that calls a field what its control is called. @param {{text: string, values: Record<string, string | number>}} refusal */
function named({ text, values }) {
  const called = Object.entries(values).map(([name, value]) => [name, name === "field" || name === "where" ? fieldName(String(value)) : value]);
  return translated({ text, values: Object.fromEntries(called) });
}

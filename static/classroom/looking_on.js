// Looking on: a teacher sees a student's network as the student does, and takes the chalk to change it.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { ALL, lookingOn } from "./opening.js";
import { attempt } from "./site.js";
import { Switches } from "./switches.js";
import { nameOf, whyGone } from "./told.js";

export class LookingOn {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../live/live.js").Live} live
   * @param {{look: string, code: string}} seat
   */
  constructor(state, commands, live, { look, code }) {
    this.state = state;
    this.commands = commands;
    this.run = look;
    this.api = `api/classes/${encodeURIComponent(code)}`;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.words = find("looking-words");
    this.fault = new Said(find("looking-fault"));
    this.button = /** @type {HTMLButtonElement} */ (find("looking-chalk"));
    /** The student whose run it is. @type {import("./told.js").Member | null} */
    this.member = null;
    this.switches = new Switches();
    this.button.addEventListener("click", () => this.exchange());
    const attendant = new Attendant(live, code, "teacher", { classroom: (told) => this.take(told), refused: () => this.take(null) });
    attendant.see([]); // no tiles
    // Who closes the page gives the chalk back; who only loses the connection has half a minute to return.
    addEventListener("pagehide", ({ persisted }) => !persisted && this.hasChalk && fetch(`${this.api}/members/${this.member?.id}/chalk`, { method: "DELETE", keepalive: true }));
  }

  /** Views draw with every frame; this one when it is told something. */
  draw() {}

  get hasChalk() {
    return this.commands.barred === null;
  }

  /** @param {import("./told.js").Told | null} told */
  take(told) {
    this.member = told?.members?.find(({ run }) => run === this.run) ?? null;
    const { member } = this;
    const hasChalk = Boolean(member?.chalk && member.has_chalk);
    const isTaken = Boolean(member?.chalk && !hasChalk);
    this.switches.tell("chalk");
    this.commands.barred = hasChalk ? null : lookingOn();
    this.state.given.lock = hasChalk ? [] : ALL;
    document.documentElement.classList.toggle("has-chalk", hasChalk);
    const nickname = member ? nameOf(member) : "";
    write(
      this.words,
      told?.over ? whyGone(told, "") : !member ? t("This student is at another network now: look on again from the board.") : hasChalk ? t("You have the chalk: what you change, you change in the network of {nickname}, who is told so.", { nickname }) : isTaken ? t("Another teacher has the chalk: you see what they change in the network of {nickname}.", { nickname }) : t("You are looking on at the network of {nickname}: you see what they see, and nothing here changes it.", { nickname }),
    );
    show(this.button, member !== null && !isTaken);
    write(this.button, hasChalk ? t("Give the chalk back") : t("Take the chalk"));
    this.state.changed();
  }

  exchange() {
    const { member } = this;
    return this.switches.set("chalk", !this.switches.is("chalk", this.hasChalk), (takes) => attempt(this.fault, () => ask(`${this.api}/members/${member?.id}/chalk`, { method: takes ? "PUT" : "DELETE" })));
  }
}

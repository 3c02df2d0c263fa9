// Earlier: what a student's network was before their teacher changed it. They are told what has changed, and can go back.

import { changesOf } from "../curve/milestones.js";
import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { action } from "./site.js";

/** @typedef {import("./told.js").Earlier} EarlierState */

export class Earlier {
  /** @param {import("./strip.js").Strip} strip */
  constructor(strip) {
    this.strip = strip;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.slip = find("class-changed");
    this.words = find("class-changed-words");
    /** @type {Rows<EarlierState>} */
    this.rows = new Rows(find("class-earlier"), (each) => {
      const item = document.createElement("li");
      item.append(action(t("Iteration {step}, before: {change}", { step: each.step, change: changeOf(each) }), () => this.goBack(each)));
      return item;
    });
    this.heading = find("class-earlier-title");
    find("class-keep").addEventListener("click", () => strip.say({ knows: strip.own }));
    find("class-back").addEventListener("click", () => this.unread[0] && this.goBack(this.unread[0]));
    /** Of the present run, the oldest first. @type {EarlierState[]} */
    this.own = [];
  }

  /** What the student has not said to know. */
  get unread() {
    return this.own.filter(({ is_read }) => !is_read);
  }

  /** @param {import("./told.js").Member} member @param {boolean} isLit whether the spotlight is on: it is told afterwards */
  show({ earlier, chalk }, isLit) {
    this.own = earlier.filter(({ run }) => run === this.strip.own);
    const { unread } = this;
    show(this.slip, unread.length > 0 && !chalk && !isLit);
    write(this.words, unread.map(wordsOf).join("\n"));
    show(this.heading, this.own.length > 0);
    this.rows.show(this.own);
  }

  /** @param {EarlierState} earlier */
  goBack({ id }) {
    this.strip.try(async () => {
      await ask(`${this.strip.api}/seat/earlier/${encodeURIComponent(id)}`, { method: "POST" });
      this.strip.closeMenu();
    });
  }
}

/** @param {EarlierState} earlier */
const changeOf = ({ why, changed }) => (why === "chalk" ? t("your teacher took the chalk") : changesOf(changed));

/** @param {EarlierState} earlier */
const wordsOf = (earlier) =>
  earlier.why === "chalk"
    ? t("Your teacher has had the chalk, and has given it back. What you had, at iteration {step}, is kept.", { step: earlier.step })
    : t("Your teacher has changed your network: {changes}. What you had, at iteration {step}, is kept.", { changes: changesOf(earlier.changed), step: earlier.step });

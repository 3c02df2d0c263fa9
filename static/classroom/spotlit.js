// The spotlight on a student's page: another's network is shown in place of their own, which goes on underneath and comes back.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { failureOf } from "./opening.js";
import { sending } from "./site.js";

export class Spotlit {
  /**
   * @param {import("./strip.js").Strip} strip
   * @param {(run: string | null, barred?: import("../live/wire.js").Failure | null) => void} look shows another's run, or one's own again
   */
  constructor(strip, look) {
    this.strip = strip;
    this.look = look;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.slip = find("class-light");
    this.words = find("class-light-words");
    this.yes = find("class-light-yes");
    this.nameless = find("class-light-nameless");
    this.no = find("class-light-no");
    this.yes.addEventListener("click", () => this.answer({ agrees: true, named: true }));
    this.nameless.addEventListener("click", () => this.answer({ agrees: true, named: false }));
    this.no.addEventListener("click", () => this.answer({ agrees: false }));
  }

  /** @param {import("./told.js").OwnSpotlight | null | undefined} spotlight */
  show(spotlight) {
    const isOthers = spotlight?.lit && !spotlight.mine;
    this.look(isOthers ? spotlight.run : null, isOthers ? failureOf("spotlight", this.wordsOf(spotlight)) : null);
    document.documentElement.classList.toggle("spotlit", Boolean(isOthers));
    const isMine = Boolean(spotlight?.mine);
    const { lit = false, named = false } = spotlight ?? {};
    show(this.slip, isMine);
    show(this.yes, !lit);
    show(this.nameless, !lit);
    show(this.no, !lit || named);
    write(this.no, lit ? t("End it") : t("No"));
    write(this.words, lit ? (named ? t("Everyone sees your network now, with your name: what you do is on every screen.") : t("Everyone sees your network now, without your name: what you do is on every screen.")) : t("May your teacher show your network to everyone, on every screen?"));
  }

  /** What is said in place of the transport. @param {import("./told.js").OwnSpotlight} spotlight */
  wordsOf({ nickname }) {
    return nickname ? t("Your teacher shows everyone the network of {nickname}. Your own goes on, and comes back.", { nickname }) : t("Your teacher shows everyone a student's network. Your own goes on, and comes back.");
  }

  /** @param {object} answer */
  answer(answer) {
    this.strip.try(() => ask(`${this.strip.api}/seat/spotlight`, sending("PUT", answer)));
  }
}

// The key behind the # of a private link: with it a browser comes into a class, and again where its cookie was cleared meanwhile.

import { ask, Refused } from "../live/rest.js";
import { sending } from "./site.js";

export class Key {
  /** @param {string} path that takes it @param {() => string | null | undefined} value as far as this tab knows it */
  constructor(path, value) {
    this.path = path;
    this.value = value;
    /** Whether it was shown since the page was last in the class. */
    this.isShown = false;
  }

  /** Come in with it; rejects with Refused. */
  enter() {
    return ask(this.path, sending("POST", { key: this.value() }));
  }

  /** The class refuses the page: come in again, once. Rejects with Refused. @param {import("../live/wire.js").Failure} failure @param {import("./attendant.js").Attendant} attendant */
  async enterAgain(failure, attendant) {
    if (failure.code !== "not-a-member" || !this.value() || this.isShown) throw new Refused(failure);
    this.isShown = true;
    await this.enter();
    attendant.attend();
  }
}

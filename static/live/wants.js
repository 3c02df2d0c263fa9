// The wants: what a page asks for once on each connection, such as the frames of a run or the news of a class.

import { passes } from "../run/troubles.js";
import { Wait } from "./wait.js";

/** @typedef {import("./wire.js").Failure} Failure */
/** @typedef {{do: string, run?: string, code?: string} & Record<string, unknown>} Want */

/** Refusals that depend on who asks. */
const OF_OTHERS = new Set(["unknown-run", "not-a-member"]);

/** Refusals of what is there already that pass beside those of something new: a run that sleeps has room when another one ends. */
const PASSING = new Set(["late", "too-much-memory"]);

/** Whether the same may be asked for again on the same connection. @param {Failure} failure */
const isPassing = (failure) => PASSING.has(failure.code) || (failure.code !== "lost" && passes(failure));

export class Wants {
  /** @param {import("./live.js").Live} live @param {() => Promise<string | null>} visitor whose requests the page's are now */
  constructor(live, visitor) {
    this.live = live;
    this.visitor = visitor;
    /** The newest want of each run and each class. @type {Map<string, Want>} */
    this.newest = new Map();
    /** Of waiting wants. @type {Set<Wait>} */
    this.waits = new Set();
    /** The visitors whose sockets the page has left. @type {Set<string>} */
    this.left = new Set();
  }

  /**
   * Ask for it. While that is refused for a reason that passes, ask again, each time later, unless something else is wanted of the
   * same run or class meanwhile. Rejects with other refusals; with "lost" where the next welcome, or the newer want, asks.
   * @param {Want} want
   * @param {(failure: Failure) => void} [told] of each refusal that passes
   */
  async ask(want, told = () => {}) {
    const { live } = this;
    const { since } = live;
    this.newest.set(nameOf(want), want);
    const isWanted = () => since === live.since && this.newest.get(nameOf(want)) === want;
    for (let attempts = 0; ; attempts++) {
      try {
        return await live.send(want);
      } catch (error) {
        const failure = /** @type {Failure} */ (error);
        const isLeft = OF_OTHERS.has(failure.code) && (await this.isAnothers());
        if (isWanted() && isLeft) this.leave();
        else if (isWanted()) {
          if (!isPassing(failure)) throw failure;
          told(failure);
          await this.pause(attempts);
          if (isWanted()) continue;
        }
        throw { ...failure, code: "lost" };
      }
    }
  }

  /** @param {number} attempts */
  async pause(attempts) {
    const wait = new Wait();
    this.waits.add(wait);
    await wait.after(attempts);
    this.waits.delete(wait);
  }

  /** Ask at once for what waits. */
  hurry() {
    for (const wait of this.waits) wait.end();
  }

  /** Nothing more of it. @param {string} name of the run or the class */
  end(name) {
    this.newest.delete(name);
  }

  /** Leave the socket of another visitor: the next one is that of the page's requests. */
  leave() {
    this.left.add(this.live.visitor);
    this.live.lose("lost");
  }

  /** Whether the browser's cookie has changed since the socket opened, which still is another visitor's. It is left once only. */
  async isAnothers() {
    const { visitor } = this.live;
    if (!visitor || this.left.has(visitor)) return false;
    return (await this.visitor().catch(() => null)) !== visitor;
  }
}

/** @param {Want} want */
const nameOf = ({ run, code }) => String(run ?? code);

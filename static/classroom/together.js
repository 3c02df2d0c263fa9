// What the class has in common: one of several views, the same on the board and on the wall.

import { show } from "../words/write.js";
import { ClassNetworkView } from "./class_network.js";
import { GuessesView } from "./guesses.js";
import { OverlayView } from "./overlay.js";
import { PoolView } from "./pool.js";
import { SettingsView } from "./settings.js";
import { find } from "./site.js";

/** @typedef {"overlay" | "settings" | "guesses" | "pool"} Part what app/classroom/shared.py tells */
/** @typedef {Part} Name of a view */
/** @typedef {"tiles" | Name} OnWall */

/**
 * A view: which parts it is to be told, and what it does when it is told one, or anything of the class.
 * @typedef {{host: HTMLElement, parts: Part[], take?: (message: import("../live/wire.js").Shared) => void, show?: (told: import("./told.js").Told) => void}} View
 */

export class Together {
  /** @param {import("../live/live.js").Live} live @param {{open?: (run: string) => void, choose?: (axes: string[]) => Promise<boolean>}} [ways] of a teacher */
  constructor(live, ways = {}) {
    this.network = new ClassNetworkView(live, ways.open !== undefined);
    this.pool = new PoolView(find("shared-pool"), this.network.marks, ways.open !== undefined);
    this.guesses = new GuessesView(find("shared-guesses"), this.network.marks);
    /** @type {Record<Name, View>} */
    this.views = {
      overlay: new OverlayView(find("shared-overlay")),
      settings: new SettingsView(find("shared-settings"), ways),
      guesses: this.guesses,
      pool: this.pool,
    };
    /** @type {OnWall | null} */
    this.chosen = null;
    /** The run of the class network. @type {string | null} */
    this.run = null;
  }

  /** @param {import("../live/wire.js").Shared} message */
  take(message) {
    for (const view of Object.values(this.views)) if (view.parts.includes(message.part)) view.take?.(message);
    this.follow();
  }

  /** @param {import("./told.js").Told} told */
  show(told) {
    for (const view of Object.values(this.views)) view.show?.(told);
    this.run = told.network ?? null;
    this.follow();
  }

  /** Show one of the views, or none. @param {OnWall | null} chosen @returns {Part[]} what it is to be told */
  choose(chosen) {
    if (chosen !== this.chosen) this.network.marks.draw({});
    this.chosen = chosen;
    for (const [name, { host }] of Object.entries(this.views)) show(host, name === chosen);
    this.follow();
    return chosen === null || chosen === "tiles" ? [] : this.views[chosen].parts;
  }

  /** The class network stands in the view that is about it. */
  follow() {
    const place = this.chosen === null || this.chosen === "tiles" ? null : this.views[this.chosen].host.querySelector(".of-network");
    if (place && this.network.host.parentElement !== place) place.append(this.network.host);
    const isPool = this.chosen === "pool";
    // A network that learns something else is not beside this.
    const learns = isPool ? this.pool.learns : this.guesses.told.question !== null;
    const isPlane = isPool && this.pool.draws === "points";
    this.network.follow(learns ? this.run : null, place !== null, isPlane);
    if (this.pool.isTeachers) this.network.marks.enable(isPlane);
  }

  /** The listener of a page's connection. @param {Partial<import("../live/live.js").Listener>} [others] */
  listener(others = {}) {
    return {
      ...others,
      frame: (/** @type {import("../live/wire.js").Frame} */ frame) => {
        others.frame?.(frame);
        this.network.take(frame);
      },
      welcome: () => {
        others.welcome?.();
        this.network.watch(true);
      },
    };
  }
}

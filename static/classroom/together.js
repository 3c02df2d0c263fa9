// What the class has in common: one of several views, the same on the board and on the wall.

import { show } from "../words/write.js";
import { OverlayView } from "./overlay.js";
import { SettingsView } from "./settings.js";
import { find } from "./site.js";

/** @typedef {"overlay" | "settings"} Part what app/classroom/shared.py tells */
/** @typedef {Part} Name of a view */
/** @typedef {"tiles" | Name} OnWall */

/**
 * A view: which parts it is to be told, and what it does when it is told one, or anything of the class.
 * @typedef {{host: HTMLElement, parts: Part[], take?: (message: import("../live/wire.js").Shared) => void, show?: (told: import("./told.js").Told) => void}} View
 */

export class Together {
  /** @param {{open?: (run: string) => void, choose?: (axes: string[]) => void}} [ways] of a teacher */
  constructor(ways = {}) {
    /** @type {Record<Name, View>} */
    this.views = { overlay: new OverlayView(find("shared-overlay")), settings: new SettingsView(find("shared-settings"), ways) };
  }

  /** @param {import("../live/wire.js").Shared} message */
  take(message) {
    for (const view of Object.values(this.views)) if (view.parts.includes(message.part)) view.take?.(message);
  }

  /** @param {import("./told.js").Told} told */
  show(told) {
    for (const view of Object.values(this.views)) view.show?.(told);
  }

  /** Show one of the views, or none. @param {OnWall | null} chosen @returns {Part[]} what it is to be told */
  choose(chosen) {
    for (const [name, { host }] of Object.entries(this.views)) show(host, name === chosen);
    return chosen === null || chosen === "tiles" ? [] : this.views[chosen].parts;
  }
}

// What the class has in common: one of several views, the same on the board and on the wall.

import { show } from "../words/write.js";
import { OverlayView } from "./overlay.js";
import { find } from "./site.js";

/** @typedef {"overlay"} Part what app/classroom/shared.py tells */
/** @typedef {Part} Name of a view */
/** @typedef {"tiles" | Name} OnWall */

export class Together {
  constructor() {
    /** @type {Record<Name, {host: HTMLElement, parts: Part[], take?: (message: import("../live/wire.js").Shared) => void}>} */
    this.views = { overlay: new OverlayView(find("shared-overlay")) };
  }

  /** @param {import("../live/wire.js").Shared} message */
  take(message) {
    for (const view of Object.values(this.views)) if (view.parts.includes(message.part)) view.take?.(message);
  }

  /** Show one of the views, or none. @param {OnWall | null} chosen @returns {Part[]} what it is to be told */
  choose(chosen) {
    for (const [name, { host }] of Object.entries(this.views)) show(host, name === chosen);
    return chosen === null || chosen === "tiles" ? [] : this.views[chosen].parts;
  }
}

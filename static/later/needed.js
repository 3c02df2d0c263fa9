// A view that loads when the present network needs it, and draws from then on.

import { Part } from "./part.js";

/** In milliseconds: after so long, a view that could not be loaded is tried again. */
export const defaults = { again: 5000 };

/** It is said once, however often it is tried. @param {() => void} act */
function once(act) {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** @template {import("../run/state.js").View} What */
export class Needed {
  /**
   * @param {import("../run/state.js").State} state
   * @param {() => boolean} isNeeded
   * @param {() => Promise<What>} make loads the modules, and makes the view
   * @param {() => void} failed called when they do not come
   */
  constructor(state, isNeeded, make, failed) {
    this.isNeeded = isNeeded;
    this.failed = once(failed);
    this.part = new Part(state, make);
    this.tried = -Infinity;
  }

  asks() {
    return this.part.view?.asks?.() ?? {};
  }

  draw() {
    const { view, coming } = this.part;
    if (view) return view.draw();
    const now = performance.now();
    if (coming || !this.isNeeded() || now - this.tried < defaults.again) return;
    this.tried = now;
    this.part.load().catch(this.failed);
  }
}

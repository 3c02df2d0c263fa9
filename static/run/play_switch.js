// The switch of one button that plays and pauses a run: a second quick press counts from the first one, not from a frame that was taken before it.

import { Latest } from "./latest.js";

export class PlaySwitch {
  /** @param {(command: "play" | "pause") => Promise<number | null>} send returns when it was carried out, in seconds of the server's clock; null: it was refused */
  constructor(send) {
    this.send = send;
    /** Whether the last press asked the run to play, until a frame tells. @type {boolean | null} */
    this.asked = null;
    /** When that was carried out, in seconds of the server's clock; Infinity: not yet. */
    this.carriedOut = Infinity;
    this.presses = new Latest();
  }

  /** @param {{state: string, taken: number} | null} frame the last one that came */
  async press(frame) {
    const isLatest = this.presses.ask();
    this.tell(frame);
    this.asked = !(this.asked ?? frame?.state === "playing");
    this.carriedOut = Infinity;
    const carriedOut = await this.send(this.asked ? "play" : "pause");
    if (!isLatest()) return;
    if (carriedOut === null) this.asked = null;
    else this.carriedOut = carriedOut;
  }

  /** Another run is shown. */
  forget() {
    this.presses.ask();
    this.asked = null;
  }

  /** A frame that was taken after the last press was carried out tells whether the run plays. @param {{taken: number} | null} frame */
  tell(frame) {
    if (frame && frame.taken >= this.carriedOut) this.asked = null;
  }
}

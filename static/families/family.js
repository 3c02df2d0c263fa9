// A family that is open in this page: it is watched and commanded as one, and its members are opened as runs.

import { ask } from "../live/rest.js";
import { isWatchedAgain } from "../words/notices.js";

/** @typedef {import("../live/wire.js").FamilyFrame} FamilyFrame */
/** @typedef {import("../live/wire.js").Failure} Failure */

export class Family {
  /**
   * @param {import("../live/live.js").Live} live
   * @param {string} id
   * @param {{changed: () => void, refused: (failure: Failure) => void, noticed: (notice: import("../live/wire.js").Notice) => void, gone: () => void}} ways `gone` is called when there is no such family any more
   */
  constructor(live, id, ways) {
    this.live = live;
    this.id = id;
    this.ways = ways;
    /** @type {FamilyFrame | null} */
    this.frame = null;
    /** What is asked of its look. @type {Record<string, unknown>} */
    this.views = {};
    /** The frame that was acknowledged last: those of another subscription are numbered from 1 again. @type {FamilyFrame | null} */
    this.acknowledged = null;
    /** Whether the last press asked it to play, until a frame after the answer tells. @type {boolean | null} */
    this.asked = null;
    this.presses = 0;
  }

  /** Look at it in this way, from now on. @param {Record<string, unknown>} views */
  look(views) {
    const isSame = this.live.others.get(this.id) === this && JSON.stringify(views) === JSON.stringify(this.views);
    this.views = views;
    this.live.others.set(this.id, this);
    if (!isSame) this.watch();
  }

  /** Subscribe, for the first time or again. */
  watch() {
    if (this.live.since.welcome) this.hear(this.live.want({ do: "watch", run: this.id, views: this.views }, (failure) => this.ways.refused(failure)));
  }

  /** Look at it no more; it stays as it is. */
  leave() {
    if (this.live.others.get(this.id) !== this) return;
    this.live.others.delete(this.id);
    this.live.unwatch(this.id);
  }

  /** Command it. @param {string} what @param {Record<string, unknown>} [fields] */
  async send(what, fields = {}) {
    await this.hear(this.live.send({ do: what, run: this.id, ...fields }), (failure) => this.ways.refused(failure));
  }

  /** @param {Promise<object>} answer @param {(failure: Failure) => void} [lost] where the connection is lost; what is watched is watched again */
  async hear(answer, lost = () => {}) {
    await answer.catch((failure) => (failure.code === "unknown-run" ? this.end() : failure.code === "lost" ? lost(failure) : this.ways.refused(failure)));
  }

  /** Play or pause it: a second quick press counts from the first one. */
  async press() {
    this.asked = !(this.asked ?? this.frame?.state === "playing");
    this.presses++;
    await this.send(this.asked ? "play" : "pause");
    this.presses--;
  }

  /** @param {FamilyFrame} frame */
  take(frame) {
    this.frame = frame;
    if (this.presses === 0) this.asked = null;
    this.ways.changed();
  }

  /** A frame is acknowledged when it has been drawn. */
  drawn() {
    const { frame } = this;
    if (frame && frame !== this.acknowledged) this.live.acknowledge(frame.run, (this.acknowledged = frame).number);
  }

  /** @param {import("../live/wire.js").Notice} notice */
  notice(notice) {
    if (notice.code === "run-gone") return this.end();
    if (isWatchedAgain(notice)) this.watch();
    this.ways.noticed(notice);
  }

  /** There is no such family any more. One that the page has left is no matter: another may be shown in its place. */
  end() {
    if (this.live.others.get(this.id) !== this) return;
    this.live.others.delete(this.id);
    this.ways.gone();
  }

  /** A member as a run of one's own, paused: its id. @param {number} number @returns {Promise<string>} */
  async open(number) {
    return (await ask(`api/families/${this.id}/members/${number}/runs`, { method: "POST" })).id;
  }

  /** Delete it; one that is gone already is no trouble. */
  async remove() {
    this.leave();
    await ask(`api/families/${this.id}`, { method: "DELETE" }).catch((error) => {
      if (error?.code !== "unknown-run") throw error;
    });
  }
}

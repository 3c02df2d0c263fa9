// The walk from layer to layer: between which two layers the drawing is, and to which layer it goes.

/** In milliseconds: the way from one layer to the next, and the stay at each layer on the way to the last. With more layers than `few`, all are shorter. */
export const defaults = { way: 900, stay: 700, few: 6 };

export class Walk {
  constructor() {
    /** 0 is the plane of the inputs; between two whole numbers only the drawing moves. */
    this.place = 0;
    this.goal = 0;
    this.last = 0;
    this.isPlaying = false;
    /** When it came to the layer where it stays, or when it last moved. */
    this.since = 0;
  }

  /** The upper one of the two layers between which it is, or goes on: with it, the layer below it is asked for. */
  get layer() {
    const isSetOut = Number.isInteger(this.place) && this.goal > this.place;
    return isSetOut ? this.place + 1 : Math.ceil(this.place);
  }

  /** How far it is from the layer below (0) to that layer (1). */
  get share() {
    return this.place - (this.layer - 1);
  }

  /** The share of the usual times, so that a deep network does not take a minute. */
  get brisk() {
    return Math.min(1, defaults.few / Math.max(1, this.last));
  }

  get isMoving() {
    return this.isPlaying || this.place !== this.goal;
  }

  /** @param {number} goal */
  go(goal) {
    this.isPlaying = false;
    this.goal = goal;
  }

  /** From the inputs to the last layer, or on from where it is. @param {number} now */
  play(now) {
    this.isPlaying = this.last > 0;
    if (this.goal >= this.last) this.place = this.goal = 0;
    this.since = now;
  }

  /** Another network has other layers. @param {number} last */
  end(last) {
    this.last = last;
    this.place = Math.min(this.place, last);
    this.goal = Math.min(this.goal, last);
    if (last === 0) this.isPlaying = false;
  }

  /**
   * @param {number} now
   * @param {boolean} isThere whether both layers of the way are there
   * @param {boolean} jumps whether motion is unwanted: it then goes from layer to layer at once
   */
  tick(now, isThere, jumps) {
    const passed = Math.min(100, Math.max(0, now - this.since));
    if (this.place === this.goal) {
      if (!this.isPlaying || now - this.since < defaults.stay * this.brisk) return;
      if (this.goal === this.last) this.isPlaying = false;
      else this.goal++;
      this.since = now;
      return;
    }
    this.since = now;
    if (jumps) this.place = this.goal;
    else if (isThere) {
      const { place, goal } = this;
      // A longer way is not slower.
      const far = (passed / defaults.way / this.brisk) * Math.max(1, Math.abs(goal - place));
      const next = goal > place ? Math.floor(place) + 1 : Math.ceil(place) - 1;
      this.place = goal > place ? Math.min(next, place + far) : Math.max(next, place - far);
    }
  }
}

// The latest question: of several answers under way, only the one that was asked for last still counts.

export class Latest {
  constructor() {
    this.asked = 0;
  }

  /** A question begins. @returns {() => boolean} whether no other one has begun since */
  ask() {
    const number = ++this.asked;
    return () => number === this.asked;
  }
}

// The attendant: lets a page be present in a class, and hears what it is told of it, also after the connection was lost.

export class Attendant {
  /**
   * @param {import("../live/live.js").Live} live
   * @param {string} code
   * @param {"student" | "teacher" | "projector"} role
   * @param {{classroom: (told: import("./told.js").Told) => void, board?: (news: import("../live/wire.js").Board) => void, shared?: (news: import("../live/wire.js").Shared) => void, challenge?: (standing: any) => void, refused?: (failure: import("../live/wire.js").Failure) => void}} hears
   */
  constructor(live, code, role, hears) {
    this.live = live;
    this.code = code;
    this.role = role;
    this.hears = hears;
    /** The members whose tiles are shown; null: all. @type {string[] | null} */
    this.visible = null;
    /** What is shown of all students together. @type {import("./together.js").Part[]} */
    this.shared = [];
    /** Whether the class is over, or one's right in it: nothing more is to be asked. */
    this.isGone = false;
    live.attendants.add(this);
    if (live.since.welcome) this.attend();
  }

  attend() {
    if (this.isGone) return;
    const { code, role, visible, shared } = this;
    this.live.want({ do: "attend", code, role, visible, shared }).catch((failure) => {
      // The page has read of this class before: it was deleted since, perhaps while the connection was lost.
      if (failure.code === "unknown-class") this.hear(/** @type {import("./told.js").Told} */ ({ type: "classroom", code, role: "gone", over: true }));
      else if (failure.code !== "lost") this.hears.refused?.(failure);
    });
  }

  /** @param {string[]} visible */
  see(visible) {
    if (visible.join() === this.visible?.join()) return;
    this.visible = visible;
    if (this.live.since.welcome) this.attend();
  }

  /** @param {import("./together.js").Part[]} shared */
  share(shared) {
    if (shared.join() === this.shared.join()) return;
    this.shared = shared;
    if (this.live.since.welcome) this.attend();
  }

  /** @param {import("./told.js").Told | import("../live/wire.js").Board | import("../live/wire.js").Shared | import("../live/wire.js").Standing} message */
  hear(message) {
    if (message.code !== this.code) return;
    if (message.type === "board") this.hears.board?.(message);
    else if (message.type === "shared") this.hears.shared?.(message);
    else if (message.type === "challenge") this.hears.challenge?.(message.standing);
    else {
      this.isGone = message.role === "gone";
      this.hears.classroom(message);
    }
  }
}

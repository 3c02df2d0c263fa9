// A part of the page whose modules load when it is first needed; then it draws as one of the views.

/** @template What */
export class Part {
  /**
   * @param {import("../run/state.js").State} state
   * @param {() => Promise<What>} make loads the modules, and makes the part
   */
  constructor(state, make) {
    this.state = state;
    this.make = make;
    /** The part, once it is there. @type {What | null} */
    this.view = null;
    /** @type {Promise<What> | null} */
    this.coming = null;
  }

  /** The part; rejects where its files do not come, and tries again when it is called again. @returns {Promise<What>} */
  load() {
    this.coming ??= this.make().then(
      (view) => {
        this.view = view;
        this.state.changed();
        return view;
      },
      (error) => {
        this.coming = null;
        throw error;
      },
    );
    return this.coming;
  }

  /** Begin to load when the pointer or the focus comes to an element: it may be pressed next. @param {HTMLElement | null} element */
  foresee(element) {
    for (const kind of ["pointerenter", "focus"]) element?.addEventListener(kind, () => this.load().catch(() => {}), { once: true });
  }
}

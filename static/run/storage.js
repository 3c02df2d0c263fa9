// The storage: the page's entries in the browser. Where it is blocked or full, nothing is stored, and the page still
// works.

class Kept {
  /** @param {() => Storage} open may throw, since a browser that blocks cookies blocks storage, too */
  constructor(open) {
    this.open = open;
  }

  /** @param {string} name @returns {string | null} */
  get(name) {
    try {
      return this.open().getItem(name);
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    try {
      this.open().setItem(name, value);
    } catch {
      // The value is lost with the page.
    }
  }
}

/** For this tab, across reloads. */
export const tab = new Kept(() => sessionStorage);

/** For all tabs, permanently. */
export const browser = new Kept(() => localStorage);

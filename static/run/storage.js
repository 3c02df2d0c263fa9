// The storage: what the browser keeps for the page. Where it is blocked or full, nothing is kept, and the page works without.

class Kept {
  /** @param {() => Storage} open may throw: a browser that blocks cookies blocks this, too */
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
      // It is forgotten with the page.
    }
  }
}

/** For this tab, over a reload. */
export const tab = new Kept(() => sessionStorage);

/** For all tabs, and for good. */
export const browser = new Kept(() => localStorage);

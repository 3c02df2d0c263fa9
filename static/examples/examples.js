// The examples: a menu of published examples, each of which is an address of this page.

import { LOOK, write } from "../address/address.js";
import { experimentOf } from "../address/schema.js";

export class Examples {
  constructor() {
    const menu = /** @type {HTMLElement} */ (document.getElementById("examples"));
    menu.addEventListener("beforetoggle", () => this.address(menu), { once: true });
  }

  /** @param {HTMLElement} menu */
  address(menu) {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (menu.querySelectorAll("a[data-changes]"))) {
      link.href = `#${write(experimentOf(JSON.parse(link.dataset.changes ?? "{}")), LOOK)}`;
      link.addEventListener("click", () => {
        menu.hidePopover();
        /** @type {HTMLDetailsElement} */ (document.getElementById("worked")).open = true;
      });
    }
  }
}

// The inputs that are no features of a plane: a name for each number that the network is shown.

import { t } from "../messages.js";

export const ariaLabel = t("Inputs");

export class Inputs {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.group = document.createElement("div");
    this.group.className = "inputs";
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", ariaLabel);
    host.append(this.group);
  }

  /** @param {import("../layout.js").Layout} layout @param {boolean} shown @param {string[]} [names] what a person calls them */
  place(layout, shown, names) {
    this.group.hidden = !shown;
    this.group.replaceChildren(
      ...(shown ? layout.features : []).map(({ x, y }, i) => {
        const name = document.createElement("span");
        name.className = "input-name symbol";
        name.style.left = `${x}px`;
        name.style.top = `${y}px`;
        if (names) {
          name.classList.replace("symbol", "own");
          name.style.left = `${x + layout.featureSize / 2 - 3}px`;
          name.dir = "auto";
          name.title = name.textContent = names[i] ?? "";
          return name;
        }
        name.append(Object.assign(document.createElement("i"), { textContent: "x" }));
        name.append(Object.assign(document.createElement("sub"), { textContent: String(i + 1) }));
        return name;
      }),
    );
  }
}

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

  /** @param {import("../layout.js").Layout} layout @param {boolean} shown @param {string[]} [names] what a person calls them @param {number} [more] so many are not drawn */
  place(layout, shown, names, more = 0) {
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
    const last = layout.features.at(-1);
    if (!shown || more < 1 || !last) return;
    const rest = Object.assign(document.createElement("span"), { className: "input-name rest", textContent: t("and {count} more", { count: more }) });
    rest.style.left = `${last.x}px`;
    rest.style.top = `${last.y}px`;
    this.group.append(rest);
  }
}

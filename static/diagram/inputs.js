// The inputs that are no features of a plane: a name for each number that the network is shown.

import { letters } from "../words/letters.js";
import { t } from "../words/messages.js";
import { show } from "../words/write.js";

export const defaults = { letters: 12 };
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

  /** @param {import("./layout.js").Layout} layout @param {boolean} shown @param {string[]} [names] their names for people @param {number} [more] the number of inputs that are not drawn */
  place(layout, shown, names, more = 0) {
    show(this.group, shown);
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
          name.title = names[i] ?? "";
          name.textContent = telling(name.title, names);
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

/** A name as far as it fits: without the words with which another one begins, too, where these leave no room. @param {string} name @param {string[]} names */
export function telling(name, names) {
  const shared = Math.max(0, ...names.filter((other) => other !== name).map((other) => alike(name, other)));
  if (letters(name) <= defaults.letters || letters(name.slice(0, shared)) < defaults.letters - 2) return name;
  const start = name.slice(0, shared).search(/[^\s_.-]*$/);
  // Where no space parts the words, as in Chinese, a letter does.
  const rest = name.slice(start || shared).replace(/^[\udc00-\udfff]/, "");
  return rest === "" ? name : `…${rest}`;
}

/** With how many equal letters two names begin. @param {string} one @param {string} other */
function alike(one, other) {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
}

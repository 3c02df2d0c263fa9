// The ready-trained networks: each begins to train when it is asked for, shows how far it is, and may then be begun with.

import { translated } from "../words/refusals.js";
import { t } from "../words/messages.js";
import { Refused } from "../live/rest.js";
import { askFor, readyTrained } from "./saved.js";

/** @typedef {import("./saved.js").ReadyTrained} ReadyTrained */

/** How often the server is asked how far a training is, in milliseconds. */
export const defaults = { every: 1000 };

export class ReadyTrainedList {
  /** @param {HTMLElement} section @param {(id: string, title: string) => void} chosen called with a trained network */
  constructor(section, chosen) {
    this.section = section;
    this.chosen = chosen;
    this.list = /** @type {HTMLElement} */ (section.querySelector("ul"));
    this.timer = 0;
  }

  /** List them, as far as they are. */
  async show() {
    const all = await readyTrained();
    this.section.hidden = all.length === 0;
    this.list.replaceChildren(...all.map((each) => this.item(each)));
  }

  /** Ask no more, and show nothing old, while the dialog is closed. */
  rest() {
    clearTimeout(this.timer);
    this.list.replaceChildren();
  }

  /** @param {ReadyTrained} ready */
  item(ready) {
    const title = t(ready.title);
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { textContent: title });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: ready.network ? t("Begin with its layers") : t("Train it now") });
    button.setAttribute("aria-label", `${button.textContent}: ${title}`);
    item.append(name, button);
    button.addEventListener("click", () => {
      if (ready.network) return this.chosen(ready.network, title);
      button.remove();
      const progress = Object.assign(document.createElement("progress"), { max: ready.steps, value: ready.step });
      progress.setAttribute("aria-label", t("{title} is being trained", { title }));
      item.append(progress);
      this.wait(ready, title, item, progress);
    });
    return item;
  }

  /** @param {ReadyTrained} ready @param {string} title @param {HTMLElement} item @param {HTMLProgressElement} progress */
  async wait(ready, title, item, progress) {
    try {
      const found = await askFor(ready.name);
      progress.value = found.step;
      if (found.network) return this.chosen(found.network, title);
      if (item.isConnected) this.timer = window.setTimeout(() => this.wait(ready, title, item, progress), defaults.every);
    } catch (error) {
      progress.remove();
      const reason = error instanceof Refused ? translated(error) : t("The server does not answer as expected.");
      item.append(Object.assign(document.createElement("p"), { className: "error", role: "alert", textContent: reason }));
    }
  }
}

// The ready-trained networks: each begins to train when it is asked for, shows how far it is, and may then be begun with.

import { Rows } from "../controls/rows.js";
import { titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { askFor, readyTrained } from "./saved.js";

/** @typedef {import("./saved.js").ReadyTrained} ReadyTrained */

/** How often the server is asked how far a training is, in milliseconds. */
export const defaults = { every: 1000 };

export class ReadyTrainedList {
  /** @param {HTMLElement} section @param {(id: string, title: string) => void} chosen called with a trained network */
  constructor(section, chosen) {
    this.section = section;
    this.chosen = chosen;
    /** A row stays while its network is being trained. @type {Rows<ReadyTrained>} */
    this.rows = new Rows(/** @type {HTMLElement} */ (section.querySelector("ul")), (each) => this.item(each), ({ name, network }) => [name, network]);
    this.timer = 0;
  }

  /** List them, as far as they are. */
  async show() {
    if (await this.rows.take(readyTrained())) this.section.hidden = this.rows.host.childElementCount === 0;
  }

  /** Ask no more, and show nothing old, while the dialog is closed. */
  rest() {
    clearTimeout(this.timer);
    this.rows.show([]);
  }

  /** @param {ReadyTrained} ready */
  item(ready) {
    const title = t(ready.title);
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { textContent: title });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: ready.network ? t("Begin with its layers") : t("Train it now") });
    button.setAttribute("aria-label", titled(button.textContent, title));
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
      if (!item.isConnected) return; // the dialog was closed meanwhile
      progress.value = found.step;
      if (found.network) return this.chosen(found.network, title);
      this.timer = window.setTimeout(() => this.wait(ready, title, item, progress), defaults.every);
    } catch (error) {
      progress.remove();
      item.append(Object.assign(document.createElement("p"), { className: "error", role: "alert", textContent: reasonOf(error) }));
    }
  }
}

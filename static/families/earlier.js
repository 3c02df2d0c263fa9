// One's own families or searches: a list in which each is opened again, or deleted.

import { deleter } from "../controls/deleter.js";
import { refocus } from "../controls/refocus.js";
import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { show } from "../words/write.js";

/** As app/web/api_families.py and api_searches.py list them. @typedef {{id: string, experiment: import("../address/address.js").Experiment, state: string, step: number, fields: string[], count?: number, strategies?: string[]}} Listed */

export class EarlierList {
  /**
   * @param {HTMLElement} host a section with a list, a text for an empty one, and a status
   * @param {string} path of the list in the API
   * @param {{name: (each: Listed) => string, about: (each: Listed) => string, open: (each: Listed) => void, after: HTMLElement}} ways `after` has the focus when a row is gone
   */
  constructor(host, path, { name, about, open, after }) {
    this.host = host;
    this.path = path;
    this.after = after;
    this.none = /** @type {HTMLElement} */ (host.querySelector(".none"));
    this.status = new Said(/** @type {HTMLElement} */ (host.querySelector("[role=status]")));
    /** @type {Rows<Listed>} */
    this.rows = new Rows(/** @type {HTMLElement} */ (host.querySelector("ul")), (each) => this.row(each, name(each), about(each), open), ({ id, state, step, fields }) => [id, state, step, fields]);
  }

  /** Ask for the list, after an act. @param {() => Promise<unknown>} [act] @param {string} [words] the message after success */
  async list(act, words = "") {
    const say = this.status.begin();
    try {
      await act?.();
      if (await this.rows.take(ask(this.path))) show(this.none, this.rows.host.childElementCount === 0);
      say(words);
    } catch (error) {
      say(reasonOf(error));
    }
  }

  /** @param {Listed} each @param {string} name @param {string} about @param {(each: Listed) => void} open */
  row(each, name, about, open) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "opens", textContent: name, ariaDescription: t("Opens it again.") });
    button.addEventListener("click", () => open(each));
    const remove = deleter(
      name,
      () => this.status.begin(t("What you opened from it stays.")),
      () => this.list(() => ask(`${this.path}/${encodeURIComponent(each.id)}`, { method: "DELETE" }), t("Deleted.")).then(() => refocus(this.after)),
    );
    item.append(button, Object.assign(document.createElement("span"), { className: "why", textContent: about }), remove);
    return item;
  }
}

// The end of the class: on its last day the board says when all of it is deleted, and offers to keep it longer.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { api, attempt, find } from "./site.js";
import { moment } from "./told.js";

/** In seconds: how long before its end the class says so, and how often a page that stays open looks at its clock. */
export const defaults = { before: 24 * 3600, every: 600 };

/** Whether the class ends within a day. @param {number} end in seconds since 1970 */
export const isLastDay = (end) => end > 0 && end - Date.now() / 1000 < defaults.before;

/** Keep the class for as long as a new one is. */
export const keepLonger = () => ask(`${api}/extension`, { method: "POST" });

export class Ending {
  /** @param {import("../words/said.js").Said} status */
  constructor(status) {
    this.end = 0;
    find("ending-keep").addEventListener("click", () => attempt(status, keepLonger));
    setInterval(() => this.say(), 1000 * defaults.every);
  }

  /** @param {import("./told.js").Told} told */
  show({ expires_at = 0 }) {
    this.end = expires_at;
    this.say();
  }

  say() {
    const isLast = isLastDay(this.end);
    show(find("ending"), isLast);
    write(find("ending-words"), isLast ? t("The class ends on {moment}: it is then deleted, with the networks in it.", { moment: moment(this.end) }) : "");
  }
}

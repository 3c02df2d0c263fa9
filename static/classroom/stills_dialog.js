// The snapshots of a class: their order, and which of them is on the wall.

import { Acts } from "../controls/acts.js";
import { deleter } from "../controls/deleter.js";
import { enable } from "../controls/enable.js";
import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { action, api, attempt, button, find, input, sending } from "./site.js";
import { settingsIn, titleOf } from "./still.js";
import { orderOf, raised, Switches } from "./switches.js";

/** @typedef {import("./told.js").Still} Still */

export class StillsDialog {
  constructor() {
    const dialog = /** @type {HTMLDialogElement} */ (find("stills"));
    this.status = new Said(find("stills-status"));
    /** @type {Rows<Still>} */
    this.rows = new Rows(find("stills-list"), (still) => this.row(still), (still) => [still, still.id === this.presented]);
    /** @type {Still[]} */
    this.stills = [];
    /** @type {string | null} */
    this.presented = null;
    /** Which one is presented (empty: none), and their order, where another one was asked for. @type {Switches<string>} */
    this.switches = new Switches();
    this.acts = new Acts();
    button("open-stills").addEventListener("click", () => dialog.showModal());
    button("still-before").addEventListener("click", () => this.turn(-1));
    button("still-after").addEventListener("click", () => this.turn(1));
    button("still-end").addEventListener("click", () => this.present(null));
  }

  /** Take one of a student's board. @param {string} member */
  take(member) {
    return this.acts.once(member, () => ask(`${api}/stills`, sending("POST", { member, named: input("still-named").checked })));
  }

  /** @param {string | null} still */
  present(still) {
    this.switches.set("presented", still ?? "", (id) => attempt(this.status, () => ask(`${api}/presented`, sending("PUT", { still: id || null }))));
  }

  /** Present the next one, or the one before. @param {number} by */
  turn(by) {
    const presented = this.switches.is("presented", this.presented ?? "");
    const place = this.stills.findIndex(({ id }) => id === presented);
    const next = this.stills[place < 0 ? 0 : place + by];
    if (next) this.present(next.id);
  }

  /** Put one before the one above it. @param {string} still */
  raise(still) {
    this.switches.set("order", raised(this.switches.is("order", orderOf(this.stills)), still), (order) => attempt(this.status, () => ask(`${api}/stills`, sending("PUT", { stills: order.split(" ") }))));
  }

  /** @param {import("./told.js").Told} told */
  show({ stills = [], presented = null }) {
    this.stills = stills;
    for (const name of ["presented", "order"]) this.switches.tell(name);
    this.presented = typeof presented === "string" ? presented : null;
    const place = stills.findIndex(({ id }) => id === this.presented);
    show(find("stills-none"), stills.length === 0);
    show(find("stills-acts"), stills.length > 0);
    write(button("still-after"), place < 0 ? t("Present the first") : t("Next"));
    enable(button("still-after"), place < stills.length - 1);
    enable(button("still-before"), place > 0);
    enable(button("still-end"), place >= 0);
    write(find("stills-place"), place < 0 ? "" : t("On the wall: {place} of {places}", { place: 1 + place, places: stills.length }));
    this.rows.show(stills);
    const raisers = /** @type {NodeListOf<HTMLButtonElement>} */ (this.rows.host.querySelectorAll("[data-raises]"));
    raisers.forEach((raiser, i) => enable(raiser, i > 0));
  }

  /** @param {Still} still */
  row(still) {
    const title = titleOf(still);
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: title, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about", textContent: settingsIn(still) });
    const presenter = still.id === this.presented ? Object.assign(document.createElement("strong"), { textContent: t("on the wall") }) : action(t("Present"), () => this.present(still.id), t("Present: {title}", { title }));
    const up = action("↑", () => this.raise(still.id), t("Move up: {title}", { title }));
    up.dataset.raises = still.id;
    const remove = deleter(title, () => {}, () => attempt(this.status, () => ask(`${api}/stills/${encodeURIComponent(still.id)}`, { method: "DELETE" })));
    remove.classList.add("plain");
    item.append(name, presenter, up, remove, about);
    return item;
  }
}

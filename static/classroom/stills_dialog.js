// The snapshots of a class: their order, and which of them is on the wall.

import { deleter } from "../controls/deleter.js";
import { ask } from "../live/rest.js";
import { t, whole } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { action, api, button, find, input, reasonOf, sending } from "./site.js";
import { settingsIn, titleOf } from "./still.js";

/** @typedef {import("./told.js").Still} Still */

export class StillsDialog {
  constructor() {
    const dialog = /** @type {HTMLDialogElement} */ (find("stills"));
    this.list = find("stills-list");
    this.status = find("stills-status");
    /** @type {Still[]} */
    this.stills = [];
    /** @type {string | null} */
    this.presented = null;
    this.shown = "";
    button("open-stills").addEventListener("click", () => dialog.showModal());
    button("still-before").addEventListener("click", () => this.turn(-1));
    button("still-after").addEventListener("click", () => this.turn(1));
    button("still-end").addEventListener("click", () => this.present(null));
  }

  /** Take one of a student's board. @param {string} member */
  take(member) {
    return ask(`${api}/stills`, sending("POST", { member, named: input("still-named").checked }));
  }

  /** @param {string | null} still */
  present(still) {
    this.act(ask(`${api}/presented`, sending("PUT", { still })));
  }

  /** Present the next one, or the one before. @param {number} by */
  turn(by) {
    const place = this.stills.findIndex(({ id }) => id === this.presented);
    const next = this.stills[place < 0 ? 0 : place + by];
    if (next) this.present(next.id);
  }

  /** @param {Promise<unknown>} asked */
  act(asked) {
    write(this.status, "");
    asked.catch((error) => write(this.status, reasonOf(error)));
  }

  /** Put one before the one above it. @param {number} index */
  raise(index) {
    const ids = this.stills.map(({ id }) => id);
    const [id = ""] = ids.splice(index, 1);
    ids.splice(index - 1, 0, id);
    this.act(ask(`${api}/stills`, sending("PUT", { stills: ids })));
  }

  /** @param {import("./told.js").Told} told */
  show({ stills = [], presented = null }) {
    this.stills = stills;
    this.presented = typeof presented === "string" ? presented : null;
    const key = JSON.stringify([stills, this.presented]);
    if (key === this.shown) return;
    this.shown = key;
    const place = stills.findIndex(({ id }) => id === this.presented);
    show(find("stills-none"), stills.length === 0);
    show(find("stills-acts"), stills.length > 0);
    write(button("still-after"), place < 0 ? t("Present the first") : t("Next"));
    button("still-after").disabled = place === stills.length - 1;
    button("still-before").disabled = place < 1;
    button("still-end").disabled = place < 0;
    write(find("stills-place"), place < 0 ? "" : t("On the wall: {place} of {places}", { place: whole(1 + place), places: whole(stills.length) }));
    const focused = document.activeElement?.getAttribute("data-of");
    this.list.replaceChildren(...stills.map((still, index) => this.row(still, index)));
    if (focused) /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-of="${CSS.escape(focused)}"]:not(:disabled)`))?.focus();
  }

  /** @param {Still} still @param {number} index */
  row(still, index) {
    const title = titleOf(still);
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: title, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about", textContent: settingsIn(still) });
    const presenter = still.id === this.presented ? Object.assign(document.createElement("strong"), { textContent: t("on the wall") }) : action(t("Present"), () => this.present(still.id), t("Present: {title}", { title }));
    const up = action("↑", () => this.raise(index), t("Move up: {title}", { title }));
    up.disabled = index === 0;
    up.dataset.of = `up ${still.id}`;
    const remove = deleter(title, () => {}, () => this.act(ask(`${api}/stills/${encodeURIComponent(still.id)}`, { method: "DELETE" })));
    remove.classList.add("plain");
    item.append(name, presenter, up, remove, about);
    return item;
  }
}

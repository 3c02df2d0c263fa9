// The invitation: the code, its QR code, and the links to the door, to the wall and to this board.

import { ask } from "../live/rest.js";
import { tab } from "../run/storage.js";
import { api, button, code, copies, doorOf, find, input, onSubmit } from "./site.js";

/** The address of the class's QR code. @param {string} door */
export const qrOf = (door) => `class/${code}/qr.svg?at=${encodeURIComponent(door)}`;

export class Invitation {
  constructor() {
    const told = new URLSearchParams(location.hash.slice(1));
    if (location.hash) history.replaceState(null, "", location.pathname);
    /** The key behind the #, which makes this browser a teacher's. */
    this.key = told.get("key");
    // The keys stay in this tab, so that a reload still shows the links. The server keeps only their digests.
    const remembered = `chalknet-class-${code}`;
    /** The keys, as far as this tab knows them. @type {{key: string, wall: string | null} | null} */
    this.keys = this.key ? { key: this.key, wall: told.get("wall") } : JSON.parse(tab.get(remembered) ?? "null");
    this.remember = (/** @type {{key: string, wall: string | null}} */ keys) => {
      this.keys = keys;
      tab.set(remembered, JSON.stringify(keys));
      this.showKeys(keys);
    };
    this.dialog = /** @type {HTMLDialogElement} */ (find("invitation"));
    for (const opener of document.querySelectorAll(".open-invitation")) opener.addEventListener("click", () => this.dialog.showModal());
    const door = doorOf();
    input("door-link").value = door;
    /** @type {HTMLImageElement} */ (find("qr")).src = qrOf(door);
    for (const field of ["door-link", "wall-link", "teacher-link"]) copies(button(`copy-${field}`), input(field));
    onSubmit(find("renew"), async () => {
      const { teacher_key, wall_key } = await ask(`${api}/keys`, { method: "POST" });
      this.remember({ key: teacher_key, wall: wall_key });
    });
    if (this.keys) this.remember(this.keys);
  }

  /** @param {{key: string, wall: string | null}} keys */
  showKeys({ key, wall }) {
    input("teacher-link").value = doorOf(`/board#key=${key}`);
    input("wall-link").value = wall ? doorOf(`/wall#key=${wall}`) : "";
    find("teacher-keys").hidden = false;
    find("wall-keys").hidden = !wall;
  }
}

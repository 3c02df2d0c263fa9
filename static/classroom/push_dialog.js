// Push: a change of everyone's network, or of one student's, in the words of the playground's addresses.

import { addressIn, read } from "../address/address.js";
import { fields } from "../address/schema.js";
import { changesOf } from "../curve/milestones.js";
import { ask, Refused } from "../live/rest.js";
import { joinGroups, titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { write } from "../words/write.js";
import { api, button, find, input, onSubmit, sending } from "./site.js";
import { nameOf } from "./told.js";

/** What an address asks to change; words such as optimizer.learning_rate=0.3 are one, too. @param {string} text @returns {import("../address/address.js").Place} */
export function changeIn(text) {
  const isAddress = /^https?:|#/.test(text);
  return read(isAddress ? addressIn(new URL(text, document.baseURI)) : text);
}

export class PushDialog {
  /** @param {{tile: (id: string) => import("./tiles.js").Tile | undefined}} ways */
  constructor({ tile }) {
    this.tile = tile;
    this.dialog = /** @type {HTMLDialogElement} */ (find("push"));
    this.status = new Said(find("push-status"));
    /** The student whose network is meant; null: all. @type {string | null} */
    this.member = null;
    find("push-fields").replaceChildren(...fields.map(({ name, title = name }) => Object.assign(document.createElement("option"), { value: `${name}=`, textContent: t(title) })));
    button("open-push").addEventListener("click", () => this.open(null));
    input("push-words").addEventListener("input", () => this.preview());
    onSubmit(find("push-form"), () => this.push());
  }

  /** @param {string | null} member */
  open(member) {
    this.member = member;
    const tile = member === null ? undefined : this.tile(member);
    write(find("push-to"), tile ? t("For {nickname} alone", { nickname: nameOf(tile.member) }) : t("For all students"));
    this.status.clear();
    this.preview();
    this.dialog.showModal();
  }

  /** Say what the words mean, before they are sent. */
  preview() {
    const { changes, notes } = changeIn(input("push-words").value.trim());
    const words = changesOf(Object.fromEntries(Object.entries(changes).flatMap(([part, fields]) => Object.entries(fields).map(([field, value]) => [`${part}.${field}`, [null, value]]))));
    write(find("push-preview"), joinGroups([words, ...notes]));
  }

  async push() {
    const { changes } = changeIn(input("push-words").value.trim());
    if (Object.keys(changes).length === 0) throw new Refused({ code: "no-address", text: t("These words change nothing: write, for example, optimizer.learning_rate=0.3.") });
    const say = this.status.begin();
    const { changed, alike, missed } = await ask(`${api}/pushes`, sending("POST", { changes, member: this.member }));
    const refused = Object.entries(missed).map(([id, failure]) => titled(nameOf(this.tile(id)?.member ?? { nickname: "–" }), translated(failure)));
    say([t("{count} changed, {alike} were like that already. Each student is told, and can go back.", { count: changed, alike }), ...refused].join("\n"));
  }
}

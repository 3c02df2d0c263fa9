// The teacher's dialog of what the class has in common: which view is open here, and which is on the wall.

import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { button, find, input, lookAt, unsay } from "./site.js";
import { Asking } from "./asking.js";
import { Switches } from "./switches.js";
import { Together } from "./together.js";

/** @typedef {import("./together.js").Name} Name */

export class TogetherDialog {
  /** @param {import("../live/live.js").Live} live @param {{share: (parts: import("./together.js").Part[]) => void, change: (door: object) => Promise<boolean>}} ways */
  constructor(live, { share, change }) {
    this.share = share;
    this.together = new Together(live, { open: (run) => void open(lookAt(run)), choose: (axes) => change({ axes }) });
    this.dialog = /** @type {HTMLDialogElement} */ (find("together"));
    /** @type {Name} */
    this.chosen = "overlay";
    /** @type {import("./together.js").OnWall} */
    this.onWall = "tiles";
    /** @type {Switches<import("./together.js").OnWall>} */
    this.switches = new Switches();
    button("open-together").addEventListener("click", () => {
      this.dialog.showModal();
      this.choose(this.chosen);
    });
    this.asking = new Asking();
    this.together.guesses.heard = (question) => {
      this.asking.take(question);
      this.together.network.isHeld = question?.state === "asked";
    };
    this.together.network.stood = () => unsay("open-guesses"); // they wait for that
    this.dialog.addEventListener("close", () => share(this.together.choose(null)));
    for (const each of this.dialog.querySelectorAll("[name=together]")) {
      each.addEventListener("change", () => this.choose(/** @type {Name} */ (/** @type {HTMLInputElement} */ (each).value)));
    }
    input("together-wall").addEventListener("change", async () => {
      await this.switches.set("wall", input("together-wall").checked ? this.chosen : "tiles", (on_wall) => change({ on_wall }));
      this.say();
    });
  }

  /** @param {Name} name */
  choose(name) {
    this.chosen = name;
    this.share(this.together.choose(name));
    this.say();
  }

  /** @param {import("./told.js").Told} told */
  show(told) {
    this.onWall = told.on_wall ?? "tiles";
    this.switches.tell("wall");
    this.together.show(told);
    this.asking.show(told);
    this.say();
  }

  say() {
    const { chosen } = this;
    const onWall = this.switches.is("wall", this.onWall);
    input("together-wall").checked = onWall === chosen;
    const isElsewhere = onWall !== "tiles" && onWall !== chosen;
    show(find("together-elsewhere"), isElsewhere);
    write(find("together-elsewhere"), isElsewhere ? t("Another of these views is on the wall now.") : "");
  }

  /** @param {import("../live/wire.js").Shared} message */
  take(message) {
    this.together.take(message);
  }
}

// The trouble: a card that names the obstacle and the remedy, and offers runs that can be opened instead.

import { Rows } from "../controls/rows.js";
import { bracketed } from "../words/joined.js";
import { t } from "../words/messages.js";
import { list, openInstead, tryNow } from "../run/run.js";
import { joined, sayTrouble, troubles } from "../run/troubles.js";
import { write } from "../words/write.js";

/** @typedef {import("../run/run.js").Listed} Listed */

/** Troubles during which the server continues to train. */
const TRAINS_ON = new Set(["lost", "silent", "unopened"]);

export class TroubleView {
  /**
   * @param {import("../run/state.js").State} state
   * @param {{hurry: () => void, open: (run: string) => void}} ways `hurry` connects at once, `open` opens one of the visitor's runs
   */
  constructor(state, ways) {
    this.state = state;
    this.ways = ways;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("trouble");
    this.title = find("trouble-title");
    this.words = find("trouble-words");
    this.keeper = find("trouble-keeper");
    this.keeperWords = find("trouble-keeper-words");
    this.runs = find("trouble-runs");
    /** @type {Rows<Listed>} */
    this.rows = new Rows(this.runs, (run) => this.item(run), ({ id, watched }) => [id, watched]);
    this.again = find("trouble-again");
    this.again.addEventListener("click", () => this.go());
    troubles.changed = () => this.show();
    this.show();
  }

  show() {
    const trouble = troubles.first;
    this.host.hidden = trouble === null;
    if (!trouble) return;
    const { title, words, keeper = "", offersRuns = false } = sayTrouble(trouble);
    const goesOn = TRAINS_ON.has(trouble.code) && this.state.frame?.state === "playing" ? t("Training continues.") : "";
    say(this.title, title);
    say(this.words, joined(words, goesOn));
    say(this.keeperWords, keeper);
    this.keeper.hidden = keeper === "";
    this.again.hidden = trouble.code === "connecting";
    say(this.again, trouble.code === "taken" ? t("Continue here") : t("Try now"));
    this.runs.hidden = !offersRuns;
    if (offersRuns) this.offer();
  }

  /** Offer the runs that can be opened instead. */
  async offer() {
    await this.rows.take(list().catch(() => []));
  }

  /** @param {Listed} run */
  item({ id, experiment, step, watched }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "action plain";
    const { kind } = experiment.data;
    const name = document.querySelector(`[name=kind][value="${CSS.escape(kind)}"]`)?.getAttribute("aria-label") ?? kind;
    const layers = experiment.network.hidden.join("-");
    const about = [layers ? bracketed(name, layers) : name, t("iteration {step}", { step }), watched ? t("open in another tab") : ""];
    button.textContent = about.filter(Boolean).join(" · ");
    button.addEventListener("click", () => openInstead(id) || this.ways.open(id));
    item.append(button);
    return item;
  }

  go() {
    const trouble = troubles.first;
    if (trouble?.code === "taken") {
      this.ways.open(String(trouble.values?.run));
      return;
    }
    tryNow();
    this.ways.hurry();
  }
}

/** Set a text only where it changes, so that screen readers do not repeat it. @param {HTMLElement} host @param {string} words */
function say(host, words) {
  write(host, words);
}

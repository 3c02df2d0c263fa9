// My networks: a dialog that saves the present network, and lists, opens, shares and deletes saved networks.

import { titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { addressOf, list, nameOfData, remove, save } from "./saved.js";
import { ReadyTrainedList } from "./ready_trained.js";
import { reasonOf } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { Acts } from "../controls/acts.js";
import { deleter } from "../controls/deleter.js";
import { refocus } from "../controls/refocus.js";
import { Rows } from "../controls/rows.js";

/** @typedef {import("./saved.js").Network} Network */

const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

export class Networks {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("./transfer.js").Transfer} transfer
   * @param {((id: string) => Promise<unknown>) | null} openHere opens a network in this page, where its address would lead away from a class
   */
  constructor(state, commands, transfer, openHere = null) {
    this.openHere = openHere;
    this.state = state;
    this.commands = commands;
    this.transfer = transfer;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("networks"));
    this.form = /** @type {HTMLFormElement} */ (find("save-network"));
    this.name = /** @type {HTMLInputElement} */ (find("network-name"));
    this.error = new Said(find("networks-error"));
    this.status = new Said(find("networks-status"));
    this.none = find("networks-none");
    this.acts = new Acts();
    /** @type {Rows<Network>} */
    this.rows = new Rows(find("networks-list"), (network) => this.item(network));

    this.ready = new ReadyTrainedList(find("ready-trained"), (id, title) => this.beginWith(id, title));
    this.dialog.addEventListener("close", () => this.ready.rest());
    find("close-networks").addEventListener("click", () => this.dialog.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { run } = this.commands;
      const name = this.name.value;
      if (run) this.acts.once(`save ${name}`, () => this.attempt(() => save(run, name), t("Saved. Everyone with the link can open it.")));
    });
  }

  open() {
    const { experiment, sizes } = this.state;
    this.name.value = `${nameOfData(experiment.data)} ${sizes.join("-")}`;
    this.dialog.showModal();
    this.name.select();
    this.attempt(() => this.ready.show());
  }

  /**
   * Carry out an action, and list the networks; or show why it failed.
   * @param {() => Promise<unknown>} act
   * @param {string} [words] the message after success
   */
  async attempt(act, words = "") {
    const [say, complain] = [this.status.begin(), this.error.begin()];
    try {
      await act();
      if (await this.rows.take(list())) this.none.hidden = this.rows.host.childElementCount > 0;
      say(words);
    } catch (error) {
      complain(reasonOf(error));
    }
  }

  /** @param {Network} network */
  item(network) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = addressOf(network);
    link.dir = "auto";
    link.textContent = network.name;
    const { openHere } = this;
    if (openHere) {
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        if (await openHere(network.id).catch((error) => void this.error.begin(reasonOf(error)))) this.dialog.close();
      });
    }
    const about = document.createElement("span");
    about.className = "about";
    const step = t("iteration {step}", { step: network.step });
    const words = [nameOfData(network.experiment.data), step, time.format(1000 * network.saved_at)];
    if (network.classroom) words.push(t("of the class {code}, deleted with it", { code: network.classroom }));
    about.textContent = words.join(" · ");
    item.append(link, about, this.beginner(network), this.copier(network), this.deleter(network));
    return item;
  }

  /** @param {Network} network */
  beginner(network) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = t("Begin with its layers");
    button.ariaDescription = t("A new run takes its first layers, with their weights, and learns other data.");
    button.setAttribute("aria-label", titled(button.textContent, network.name));
    button.addEventListener("click", () => this.beginWith(network.id));
    return button;
  }

  /** @param {string} id @param {string} [title] */
  beginWith(id, title) {
    this.dialog.close();
    this.transfer.open(id, title);
  }

  /** @param {Network} network */
  copier(network) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = t("Copy link");
    button.ariaDescription = t("Everyone with the link can open a copy of this network.");
    button.setAttribute("aria-label", titled(button.textContent, network.name));
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(addressOf(network));
        this.status.begin(t("The link is copied."));
      } catch {
        button.replaceWith(shownToBeCopied(network)); // a page over http may not write to the clipboard
      }
    });
    return button;
  }

  /** Deleting a network ends its address for everyone. @param {Network} network */
  deleter(network) {
    return deleter(
      network.name,
      () => this.status.begin(t("Its link will stop working.")),
      () => this.attempt(() => remove(network), t("Deleted.")).then(() => refocus(this.name)),
    );
  }
}

/** @param {Network} network */
function shownToBeCopied(network) {
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = addressOf(network);
  field.setAttribute("aria-label", t("Link"));
  requestAnimationFrame(() => field.select());
  return field;
}

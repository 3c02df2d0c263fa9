// The tasks of a class: each is the experiment of an address, with what the address hides and locks.

import { addressIn, read } from "../address/address.js";
import { nearly } from "../address/nearest.js";
import { deleter } from "../controls/deleter.js";
import { enable } from "../controls/enable.js";
import { ask, Refused } from "../live/rest.js";
import { joinSentences, titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { Rows } from "../controls/rows.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { action, api, attempt, button, empty, find, input, onSubmit, sending } from "./site.js";
import { orderOf, raised, Switches } from "./switches.js";

/** The experiment and the display of a Chalknet address, TensorFlow Playground's included. @param {string} text */
export function placeIn(text) {
  let url;
  try {
    url = new URL(text, document.baseURI);
  } catch {
    throw wrong();
  }
  const address = addressIn(url);
  // Without settings, it is the playground's first page, or it is none. A saved network has its weights elsewhere: a task begins with new ones.
  const isFirst = url.origin + url.pathname === document.baseURI && !/[?&](network|class|look)=/.test(url.search);
  if (address.length < 2 && !isFirst) throw wrong();
  return read(address);
}

const wrong = () => new Refused({ code: "no-address", text: t("This is no address of a network: copy that of the playground, with all that stands behind its #.") });

export class TasksDialog {
  /** @param {(task: import("./told.js").Task) => void} challenge opens the dialog of a task's challenge */
  constructor(challenge) {
    this.challenge = challenge;
    this.dialog = /** @type {HTMLDialogElement} */ (find("tasks"));
    this.status = new Said(find("tasks-status"));
    /** @type {string | null} */
    this.present = null;
    /** The pace, until the class is told to have it. @type {Switches<"together" | "each">} */
    this.switches = new Switches();
    /** The order of the tasks, likewise. @type {Switches<string>} */
    this.orders = new Switches();
    /** @type {"together" | "each"} */
    this.pace = "together";
    /** @type {import("./told.js").Task[]} */
    this.tasks = [];
    /** @type {Rows<import("./told.js").Task>} */
    this.rows = new Rows(find("tasks-list"), (task) => this.row(task), ({ id, title, challenge }) => [id, title, challenge, this.isSet(id)]);
    button("open-tasks").addEventListener("click", () => this.dialog.showModal());
    button("next-task").addEventListener("click", () => this.set(button("next-task").value));
    for (const each of this.paces) {
      each.addEventListener("change", async () => {
        await this.switches.set("pace", /** @type {"together" | "each"} */ (each.value), (pace) => attempt(this.status, () => ask(`${api}/pace`, sending("PUT", { pace }))));
        this.mark();
      });
    }
    button("end-task").addEventListener("click", () => this.set(null));
    onSubmit(find("add-task"), async () => {
      const place = placeIn(input("task-address").value.trim());
      const { hide, lock } = place.look;
      const fields = [input("task-address"), input("task-title"), /** @type {HTMLTextAreaElement} */ (find("task-text"))];
      const sent = fields.map(({ value }) => value);
      const [, title = "", text = ""] = sent;
      const task = await nearly(place, (experiment) => ask(`${api}/tasks`, sending("POST", { title, text, experiment, hide, lock })));
      if (input("task-now").checked) await ask(`${api}/present`, sending("PUT", { task: task.id }));
      fields.forEach((field, i) => empty(field, sent[i] ?? ""));
      this.status.begin(joinSentences(place.notes) || t("The task is added."));
    });
  }

  /** @param {string | null} task */
  set(task) {
    attempt(this.status, () => ask(`${api}/present`, sending("PUT", { task })));
  }

  /** Whether a task is set for all. @param {string} task */
  isSet(task) {
    return task === this.present && this.pace === "together";
  }

  get paces() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (this.dialog.querySelectorAll("[name=pace]"));
  }

  /** The present pace, or the one that was chosen a moment ago. */
  mark() {
    const pace = this.switches.is("pace", this.pace);
    for (const each of this.paces) each.checked = each.value === pace;
  }

  /** Put a task before the one above it. @param {string} task */
  raise(task) {
    this.orders.set("order", raised(this.orders.is("order", orderOf(this.tasks)), task), (order) => attempt(this.status, () => ask(`${api}/tasks`, sending("PUT", { tasks: order.split(" ") }))));
  }

  /** @param {import("./told.js").Told} told */
  show({ tasks = [], present = null, pace = "together", members }) {
    this.tasks = tasks;
    this.present = present;
    this.pace = pace;
    this.switches.tell("pace");
    this.orders.tell("order");
    this.mark();
    show(button("end-task"), present !== null);
    const next = tasks[1 + tasks.findIndex(({ id }) => id === present)];
    show(button("next-task"), pace === "together" && tasks.length > 1 && next !== undefined);
    button("next-task").value = next?.id ?? "";
    write(button("next-task"), t("Next task for all: {title}", { title: next?.title ?? "" }));
    show(find("tasks-none"), tasks.length === 0);
    this.rows.show(tasks);
    const counts = this.rows.host.querySelectorAll(".about");
    const raisers = /** @type {NodeListOf<HTMLButtonElement>} */ (this.rows.host.querySelectorAll("[data-raises]"));
    const inside = members.filter(({ standing }) => standing === "in");
    tasks.forEach(({ id }, i) => {
      const count = inside.filter(({ task, run }) => task === id && run !== null).length;
      const done = inside.filter(({ finished }) => finished.includes(id)).length;
      write(counts[i], t("{count} at it, {done} done", { count, done }));
    });
    raisers.forEach((raiser, i) => enable(raiser, i > 0));
  }

  /** @param {import("./told.js").Task} task */
  row(task) {
    const item = document.createElement("li");
    const title = Object.assign(document.createElement("span"), { className: "name", textContent: task.title, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about" });
    const setter = this.isSet(task.id) ? Object.assign(document.createElement("strong"), { textContent: t("set for all") }) : action(t("Set for all"), () => this.set(task.id), t("Set for all: {title}", { title: task.title }));
    const up = action("↑", () => this.raise(task.id), t("Move up: {title}", { title: task.title }));
    up.dataset.raises = task.id;
    const words = task.challenge ? t("Change the challenge") : t("Add a challenge");
    const challenge = action(words, () => this.challenge(task), titled(words, task.title));
    const remove = deleter(task.title, () => this.status.begin(t("What students did at it stays theirs.")), () => attempt(this.status, () => ask(`${api}/tasks/${task.id}`, { method: "DELETE" })));
    remove.classList.add("plain");
    item.append(title, about, setter, up, challenge, remove);
    return item;
  }
}

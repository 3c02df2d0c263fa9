// The tasks of a class: each is the experiment of an address, with what the address hides and locks.

import { addressIn, read } from "../address/address.js";
import { nearly } from "../address/nearest.js";
import { deleter } from "../controls/deleter.js";
import { ask, Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Rows } from "../controls/rows.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { action, api, attempt, button, empty, find, input, onSubmit, sending } from "./site.js";

/** The experiment and the display of a Chalknet address, TensorFlow Playground's included. @param {string} text */
export function placeIn(text) {
  let url;
  try {
    url = new URL(text, document.baseURI);
  } catch {
    throw wrong();
  }
  // A saved network has its weights elsewhere: a task begins with new ones.
  if (/\/n\/|[?&](network|class|look)=/.test(url.pathname + url.search) && !url.hash) throw wrong();
  return read(addressIn(url));
}

const wrong = () => new Refused({ code: "no-address", text: t("This is no address of a network: copy that of the playground, with all that stands behind its #.") });

export class TasksDialog {
  constructor() {
    this.dialog = /** @type {HTMLDialogElement} */ (find("tasks"));
    this.status = new Said(find("tasks-status"));
    /** @type {string | null} */
    this.present = null;
    /** @type {Rows<import("./told.js").Task>} */
    this.rows = new Rows(find("tasks-list"), (task) => this.row(task), ({ id, title }) => [id, title, id === this.present]);
    button("open-tasks").addEventListener("click", () => this.dialog.showModal());
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
      this.status.begin(place.notes.join(" ") || t("The task is added."));
    });
  }

  /** @param {string | null} task */
  set(task) {
    attempt(this.status, () => ask(`${api}/present`, sending("PUT", { task })));
  }

  /** @param {import("./told.js").Told} told */
  show({ tasks = [], present = null, members }) {
    this.present = present;
    show(button("end-task"), present !== null);
    show(find("tasks-none"), tasks.length === 0);
    this.rows.show(tasks);
    const counts = this.rows.host.querySelectorAll(".about");
    tasks.forEach(({ id }, i) => {
      const count = members.filter(({ standing, task, run }) => standing === "in" && task === id && run !== null).length;
      write(counts[i], t("{count} at it", { count }));
    });
  }

  /** @param {import("./told.js").Task} task */
  row(task) {
    const item = document.createElement("li");
    const title = Object.assign(document.createElement("span"), { className: "name", textContent: task.title, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about" });
    const setter = task.id === this.present ? Object.assign(document.createElement("strong"), { textContent: t("set for all") }) : action(t("Set for all"), () => this.set(task.id), t("Set for all: {title}", { title: task.title }));
    const remove = deleter(task.title, () => this.status.begin(t("What students did at it stays theirs.")), () => attempt(this.status, () => ask(`${api}/tasks/${task.id}`, { method: "DELETE" })));
    remove.classList.add("plain");
    item.append(title, about, setter, remove);
    return item;
  }
}

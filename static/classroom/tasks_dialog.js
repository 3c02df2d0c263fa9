// The tasks of a class: each is the experiment of an address, with what the address hides and locks.

import { addressIn, read } from "../address/address.js";
import { nearly } from "../address/nearest.js";
import { deleter } from "../controls/deleter.js";
import { ask, Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { write } from "../words/write.js";
import { action, api, button, find, input, onSubmit, reasonOf, sending } from "./site.js";

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
  /** @param {(task: import("./told.js").Task) => void} challenge opens the dialog of a task's challenge */
  constructor(challenge) {
    this.challenge = challenge;
    this.dialog = /** @type {HTMLDialogElement} */ (find("tasks"));
    this.list = find("tasks-list");
    this.status = find("tasks-status");
    this.shown = "";
    /** The pace that was chosen here, until the class is told to have it: what was told before does not undo the click. @type {"together" | "each" | null} */
    this.wanted = null;
    button("open-tasks").addEventListener("click", () => this.dialog.showModal());
    button("next-task").addEventListener("click", () => this.set(button("next-task").value));
    for (const each of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=pace]"))) {
      each.addEventListener("change", () => {
        this.wanted = /** @type {"together" | "each"} */ (each.value);
        this.act(ask(`${api}/pace`, sending("PUT", { pace: each.value })).catch((error) => {
          this.wanted = null;
          throw error;
        }));
      });
    }
    button("end-task").addEventListener("click", () => this.set(null));
    onSubmit(find("add-task"), async () => {
      const place = placeIn(input("task-address").value.trim());
      const { hide, lock } = place.look;
      const text = /** @type {HTMLTextAreaElement} */ (find("task-text")).value;
      const task = await nearly(place, (experiment) => ask(`${api}/tasks`, sending("POST", { title: input("task-title").value, text, experiment, hide, lock })));
      if (input("task-now").checked) await ask(`${api}/present`, sending("PUT", { task: task.id }));
      /** @type {HTMLFormElement} */ (find("add-task")).reset();
      write(this.status, place.notes.join(" ") || t("The task is added."));
    });
  }

  /** @param {string | null} task */
  set(task) {
    this.act(ask(`${api}/present`, sending("PUT", { task })));
  }

  /** @param {Promise<unknown>} asked */
  act(asked) {
    write(this.status, "");
    asked.catch((error) => write(this.status, reasonOf(error)));
  }

  /** Put a task before the one above it. @param {string[]} ids @param {number} index */
  raise(ids, index) {
    const [id = ""] = ids.splice(index, 1);
    ids.splice(index - 1, 0, id);
    this.act(ask(`${api}/tasks`, sending("PUT", { tasks: ids })));
  }

  /** @param {import("./told.js").Told} told */
  show({ tasks = [], present = null, pace = "together", members }) {
    const at = (/** @type {string} */ id) => members.filter(({ standing, task, run }) => standing === "in" && task === id && run !== null).length;
    if (pace === this.wanted) this.wanted = null;
    const done = (/** @type {string} */ id) => members.filter(({ standing, finished }) => standing === "in" && finished.includes(id)).length;
    const key = JSON.stringify([present, pace, this.wanted, tasks.map(({ id, title, challenge }) => [id, title, at(id), done(id), challenge])]);
    if (key === this.shown) return;
    this.shown = key;
    button("end-task").hidden = present === null;
    for (const each of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=pace]"))) each.checked = each.value === (this.wanted ?? pace);
    const next = tasks[1 + tasks.findIndex(({ id }) => id === present)];
    button("next-task").hidden = pace === "each" || tasks.length < 2 || !next;
    button("next-task").value = next?.id ?? "";
    write(button("next-task"), t("Next task for all: {title}", { title: next?.title ?? "" }));
    find("tasks-none").hidden = tasks.length > 0;
    this.list.replaceChildren(
      ...tasks.map((task, index) => {
        const item = document.createElement("li");
        const title = Object.assign(document.createElement("span"), { className: "name", textContent: task.title, dir: "auto" });
        const about = Object.assign(document.createElement("span"), { className: "about", textContent: t("{count} at it, {done} done", { count: at(task.id), done: done(task.id) }) });
        const up = action("↑", () => this.raise(tasks.map(({ id }) => id), index), t("Move up: {title}", { title: task.title }));
        up.disabled = index === 0;
        const setter = task.id === present && pace === "together" ? Object.assign(document.createElement("strong"), { textContent: t("set for all") }) : action(t("Set for all"), () => this.set(task.id), t("Set for all: {title}", { title: task.title }));
        const remove = deleter(task.title, () => write(this.status, t("What students did at it stays theirs.")), () => {
          ask(`${api}/tasks/${task.id}`, { method: "DELETE" }).then(() => write(this.status, ""), (error) => write(this.status, reasonOf(error)));
        });
        remove.classList.add("plain");
        const words = task.challenge ? t("Change the challenge") : t("Add a challenge");
        const challenge = action(words, () => this.challenge(task), `${words}: ${task.title}`);
        item.append(title, about, setter, up, challenge, remove);
        return item;
      }),
    );
  }
}

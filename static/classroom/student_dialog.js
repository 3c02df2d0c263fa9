// One student: how the run goes, and what a teacher does for them alone.

import { ask } from "../live/rest.js";
import { rounded } from "../paint/axes.js";
import { joinClauses } from "../words/joined.js";
import { figure, inPercent, t, whole } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { changesOf, layersOf } from "./changes.js";
import { stateOf } from "./signs.js";
import { Said } from "../words/said.js";
import { api, attempt, button, empty, find, input, lookAt, onSubmit, sending } from "./site.js";
import { nameOf } from "./told.js";

export class StudentDialog {
  /** @param {{tile: (id: string) => import("./tiles.js").Tile | undefined, taskOf: (id: string) => import("./told.js").Task | undefined, changeMember: (id: string, changes: object) => Promise<unknown>, push: (id: string) => void, light: (id: string, named: boolean) => Promise<void>, take: (id: string) => Promise<unknown>}} ways */
  constructor(ways) {
    this.ways = ways;
    this.dialog = /** @type {HTMLDialogElement} */ (find("student"));
    this.status = new Said(find("student-status"));
    /** @type {string | null} */
    this.id = null;
    const change = (/** @type {object} */ changes, isLast = false) => async () => {
      const { id } = this;
      const isDone = await attempt(this.status, () => ways.changeMember(String(id), changes));
      if (isDone && isLast && id === this.id) this.dialog.close();
    };
    /** Say what was done for a student, unless another one is shown by now. @param {string | null} id @param {string} words */
    const say = (id, words) => id === this.id && this.status.begin(words);
    button("student-push").addEventListener("click", () => {
      this.dialog.close();
      ways.push(String(this.id));
    });
    for (const [id, named] of /** @type {const} */ ([["student-light", false], ["student-light-named", true]])) {
      button(id).addEventListener("click", () => {
        this.dialog.close();
        ways.light(String(this.id), named);
      });
    }
    button("student-still").addEventListener("click", () => attempt(this.status, () => ways.take(String(this.id)), t("The snapshot is among the snapshots of the class.")));
    button("student-chalk").addEventListener("click", () => attempt(this.status, () => ask(`${api}/members/${this.id}/chalk`, { method: "DELETE" })));
    onSubmit(find("student-delete"), async () => {
      const { id } = this;
      await ask(`${api}/members/${id}`, { method: "DELETE" });
      if (id === this.id) this.dialog.close();
    });
    button("student-lower").addEventListener("click", change({ hand: false }));
    button("student-remove").addEventListener("click", change({ standing: "out" }, true));
    button("student-bar").addEventListener("click", change({ standing: "barred" }, true));
    onSubmit(find("student-rename"), async () => {
      const { id } = this;
      await ways.changeMember(String(id), { nickname: input("student-nickname").value });
      say(id, t("The student has the new nickname."));
    });
    onSubmit(find("student-message"), async () => {
      const { id } = this;
      const text = input("student-text").value;
      await ask(`${api}/messages`, sending("POST", { text, member: id }));
      if (id === this.id) empty(input("student-text"), text);
      say(id, t("The message is on the student's page, until it is read."));
    });
  }

  /** @param {string} id */
  open(id) {
    const tile = this.ways.tile(id);
    if (!tile) return;
    this.id = id;
    this.status.clear();
    input("student-nickname").value = typeof tile.member.nickname === "string" ? tile.member.nickname : "";
    input("student-text").value = "";
    /** @type {HTMLFormElement} */ (find("student-delete")).reset();
    this.show();
    this.dialog.showModal();
  }

  /** Bring what is shown up to date. */
  show() {
    if (this.id === null) return;
    const tile = this.ways.tile(this.id);
    if (!tile) return this.dialog.close();
    const { member, frame } = tile;
    write(find("student-title"), nameOf(member));
    const link = /** @type {HTMLAnchorElement} */ (find("student-look"));
    show(link, member.run !== null);
    if (member.run) link.href = lookAt(member.run);
    show(find("student-lower"), member.hand);
    show(find("student-chalk"), member.chalk);
    // Another name than the shown number is not for the screen.
    show(button("student-still"), member.run !== null);
    show(button("student-light"), member.run !== null);
    show(button("student-light-named"), member.run !== null && typeof member.nickname === "string");
    show(find("student-rename"), typeof member.nickname === "string");
    const task = this.ways.taskOf(member.task);
    const values = {
      sign: stateOf(tile),
      task: task?.title ?? t("none"),
      epoch: frame ? whole(Math.floor(frame.epoch)) : "–",
      loss: frame ? `${figure(frame.train_loss)} / ${figure(frame.test_loss)}` : "–",
      accuracy: frame?.test_accuracy != null ? inPercent(frame.test_accuracy) : "–",
      layers: frame ? layersOf(frame) : "–",
      rate: frame ? rounded(frame.learning_rate) : "–",
      changes: (frame && joinClauses(changesOf(frame, task))) || t("nothing that the board sees"),
    };
    for (const [name, value] of Object.entries(values)) write(find(`student-${name}`), value);
  }
}

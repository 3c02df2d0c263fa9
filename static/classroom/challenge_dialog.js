// The teacher's dialog of a challenge: its rule as sentences with blanks, the ranking, fresh networks and teams.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show, write } from "../words/write.js";
import { isCounted, isShare, QUANTITIES, RELATIONS } from "./rule.js";
import { action, api, attempt, button, find, onSubmit, sending } from "./site.js";

/** @typedef {import("./rule.js").Challenge} Challenge */
/** @typedef {import("./rule.js").Condition} Condition */

const MOST = 6;
/** @type {Condition[]} */
const FIRST = [
  { quantity: "test_loss", relation: "below", bound: 0.05 },
  { quantity: "neurons", relation: "at_most", bound: 10 },
];

export class ChallengeDialog {
  /** @param {Said} board says how acts went where the dialog is closed */
  constructor(board) {
    this.dialog = /** @type {HTMLDialogElement} */ (find("challenge"));
    this.status = new Said(find("challenge-status"));
    this.rows = find("challenge-conditions");
    this.form = /** @type {HTMLFormElement} */ (find("set-challenge"));
    /** @type {import("./told.js").Task | null} */
    this.task = null;
    const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (find(id));
    this.selects = { ranked_by: select("challenge-by"), seeds: select("challenge-seeds"), teams: select("challenge-team-count"), how: select("challenge-team-how") };
    button("challenge-add").addEventListener("click", () => {
      const row = this.add({ quantity: "epochs", relation: "at_most", bound: 100 });
      row.querySelector("select")?.focus();
    });
    this.selects.teams.addEventListener("change", () => this.follow());
    onSubmit(this.form, async () => {
      await ask(this.path, sending("PUT", this.described()));
      this.status.begin(t("The challenge is set. Its ranking begins now."));
    });
    button("challenge-over").addEventListener("click", () => this.end(this.status));
    button("challenge-draw").addEventListener("click", () => attempt(this.status, () => ask(`${this.path}/teams`, { method: "POST" })));
    button("challenge-remove").addEventListener("click", () => attempt(this.status, () => ask(this.path, { method: "DELETE" })));
    button("challenge-edit").addEventListener("click", () => this.task && this.open(this.task));
    button("challenge-end").addEventListener("click", () => this.end(board));
  }

  get path() {
    return `${api}/tasks/${this.task?.id}/challenge`;
  }

  /** End the challenge, or let it go on. @param {Said} said */
  end(said) {
    return attempt(said, () => ask(this.path, sending("PATCH", { is_over: !this.task?.challenge?.is_over })));
  }

  /** @param {import("./told.js").Task} task */
  open(task) {
    this.task = task;
    this.status.clear();
    write(find("challenge-title"), t("Challenge: {title}", { title: task.title }));
    const { challenge } = task;
    this.rows.replaceChildren();
    for (const condition of challenge?.rule.conditions ?? FIRST) this.add(condition);
    const allowed = challenge?.rule.activations ?? [];
    for (const box of this.boxes) box.checked = allowed.includes(box.value);
    const { ranked_by, seeds, teams, how } = this.selects;
    ranked_by.value = challenge?.ranked_by ?? "earliest";
    seeds.value = String(challenge?.seeds ?? 0);
    teams.value = String(challenge?.teams ?? 0);
    how.value = challenge?.teams_are_drawn === false ? "chosen" : "drawn";
    this.follow();
    this.dialog.showModal();
  }

  get boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll("[name=challenge-activation]")]);
  }

  /** Keep up with the class. @param {import("./told.js").Told} told */
  show({ tasks = [], present = null }) {
    if (!this.dialog.open) this.task = tasks.find(({ id }) => id === present) ?? null;
    else if (this.task) this.task = tasks.find(({ id }) => id === this.task?.id) ?? this.task;
    this.follow();
  }

  follow() {
    const challenge = this.task?.challenge ?? null;
    const over = challenge?.is_over ? t("Let it go on") : t("End it, with a podium");
    for (const id of ["challenge-over", "challenge-end"]) write(find(id), over);
    for (const id of ["challenge-over", "challenge-remove", "challenge-again"]) show(find(id), challenge !== null);
    show(find("challenge-draw"), challenge !== null && challenge.teams > 0 && challenge.teams_are_drawn);
    show(/** @type {HTMLElement} */ (this.selects.how.parentElement), this.selects.teams.value !== "0");
  }

  /** A sentence with its blanks. @param {Condition} condition */
  add({ quantity, relation, bound }) {
    const row = document.createElement("li");
    const what = choice(QUANTITIES, quantity, t("What"));
    const how = choice(RELATIONS, relation, t("Relation"));
    const number = Object.assign(document.createElement("input"), { type: "number", required: true, min: "0", max: "1000000000" });
    number.setAttribute("aria-label", t("Value"));
    const unit = Object.assign(document.createElement("span"), { className: "about" });
    const fit = () => {
      const share = isShare(/** @type {any} */ (what.value));
      number.step = isCounted(/** @type {any} */ (what.value)) ? "1" : "any";
      number.max = share ? "100" : "1000000000";
      unit.textContent = share ? "%" : "";
    };
    what.addEventListener("change", fit);
    fit();
    number.value = String(isShare(quantity) ? Number((100 * bound).toFixed(6)) : bound);
    const remove = action("×", () => {
      const next = /** @type {HTMLElement | null} */ (row.nextElementSibling ?? row.previousElementSibling);
      row.remove();
      this.count();
      next?.querySelector("select")?.focus();
    }, t("Remove the sentence"));
    row.append(what, how, number, unit, remove);
    this.rows.append(row);
    this.count();
    return row;
  }

  count() {
    const rows = [...this.rows.children];
    show(find("challenge-add"), rows.length < MOST);
    for (const row of rows) show(/** @type {HTMLElement} */ (row.lastElementChild), rows.length > 1);
  }

  /** What the form describes. */
  described() {
    const conditions = [...this.rows.children].map((row) => {
      const [what, how] = row.querySelectorAll("select");
      const quantity = /** @type {import("./rule.js").Quantity} */ (what?.value);
      const number = Number(row.querySelector("input")?.value);
      return { quantity, relation: how?.value, bound: isShare(quantity) ? number / 100 : number };
    });
    const activations = this.boxes.filter(({ checked }) => checked).map(({ value }) => value);
    const { ranked_by, seeds, teams, how } = this.selects;
    return { rule: { conditions, activations }, ranked_by: ranked_by.value, seeds: Number(seeds.value), teams: Number(teams.value), teams_are_drawn: how.value === "drawn" };
  }
}

/** @param {Record<string, () => string>} options @param {string} value @param {string} label */
function choice(options, value, label) {
  const made = document.createElement("select");
  made.setAttribute("aria-label", label);
  made.append(...Object.entries(options).map(([name, words]) => new Option(words(), name)));
  made.value = value;
  return made;
}

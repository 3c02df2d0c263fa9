// The teacher's side of a question: asks it, lets the network run, and opens the guesses.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show } from "../words/write.js";
import { api, attempt, button, find, input, onSubmit, sending } from "./site.js";

/** @typedef {import("./guesses.js").Question} Question */

export class Asking {
  constructor() {
    this.form = /** @type {HTMLFormElement} */ (find("ask"));
    /** @type {Question | null} */
    this.question = null;
    this.fault = new Said(find("guesses-fault"));
    this.form.addEventListener("change", () => this.suit());
    this.suit();
    onSubmit(this.form, async () => {
      const kind = this.value("ask-kind");
      const measure = kind === "number" ? this.value("ask-measure") || null : null;
      await ask(`${api}/question`, sending("POST", {
        ...{ text: input("ask-text").value, kind, measure, epochs: Number(input("ask-epochs").value), task: this.value("ask-task") || null },
        unit: kind !== "number" ? "" : measure?.endsWith("accuracy") ? "%" : measure ? "" : input("ask-unit").value,
        options: kind === "choice" ? this.value("ask-options").split("\n").map((line) => line.trim()).filter(Boolean) : [],
      }));
    });
    button("guesses-start").addEventListener("click", () => this.act(() => ask(`${api}/question/start`, { method: "POST" })));
    button("guesses-end").addEventListener("click", () => this.act(() => ask(`${api}/question`, { method: "DELETE" })));
    onSubmit(find("open-guesses"), async () => {
      const { kind, measure } = this.question ?? {};
      const outcome = kind === "choice" ? Number(this.value("outcome-option")) : kind === "number" && !measure ? Number(input("outcome-number").value) : null;
      await ask(`${api}/question/open`, sending("POST", { outcome }));
    });
  }

  /** @param {string} id */
  value(id) {
    return /** @type {HTMLSelectElement} */ (find(id)).value;
  }

  /** @param {() => Promise<unknown>} act */
  act(act) {
    return attempt(this.fault, act);
  }

  /** Ask for what belongs to the kind alone. */
  suit() {
    const kind = this.value("ask-kind");
    show(find("ask-measure-part"), kind === "number");
    show(find("ask-unit-part"), kind === "number" && this.value("ask-measure") === "");
    show(find("ask-options-part"), kind === "choice");
    /** @type {HTMLTextAreaElement} */ (find("ask-options")).required = kind === "choice";
  }

  /** @param {import("./told.js").Told} told */
  show({ tasks = [], present = null }) {
    const select = /** @type {HTMLSelectElement} */ (find("ask-task"));
    const key = JSON.stringify([tasks.map(({ id, title }) => [id, title]), present]);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    select.replaceChildren(new Option(t("the network that pages begin with"), ""), ...tasks.map(({ id, title }) => new Option(title, id)));
    select.value = present ?? "";
  }

  /** @param {Question | null} question */
  take(question) {
    const isNew = question?.id !== this.question?.id;
    this.question = question;
    show(this.form, question === null);
    show(find("guesses-acts"), question !== null);
    if (!question) return;
    const { state, kind, measure, options } = question;
    show(button("guesses-start"), state === "asked");
    show(find("open-guesses"), state === "running");
    show(find("outcome-option-part"), kind === "choice");
    show(find("outcome-number-part"), kind === "number" && !measure);
    input("outcome-number").required = kind === "number" && !measure;
    if (isNew) {
      /** @type {HTMLSelectElement} */ (find("outcome-option")).replaceChildren(...options.map((option, nth) => new Option(option, String(nth))));
      this.fault.clear();
    }
  }
}

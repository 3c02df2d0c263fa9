// The columns of a person's file: which the network is shown, which it is to predict, and whether that is a number.

import { figure, t } from "../messages.js";

export const defaults = { inputs: 20, classes: 10 };

/** @typedef {import("../files.js").OpenedFile} OpenedFile */
/** @typedef {import("../address.js").Table} Table */

export class Columns {
  /** @param {HTMLFormElement} form @param {(table: Table) => void} use */
  constructor(form, use) {
    this.form = form;
    /** @type {OpenedFile | null} */
    this.file = null;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.title = find("columns-title");
    this.body = /** @type {HTMLElement} */ (find("columns-table").querySelector("tbody"));
    this.help = find("columns-help");
    this.button = /** @type {HTMLButtonElement} */ (find("use-file"));
    this.readings = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=reading]")]);
    form.addEventListener("change", (event) => this.mark(/** @type {HTMLInputElement} */ (event.target).name === "label"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.file) use(this.chosen(this.file));
    });
  }

  /** Another file; `known` is what was chosen of it before. @param {OpenedFile | null} file @param {Table | null} known */
  show(file, known) {
    this.file = file;
    this.form.hidden = !file;
    if (!file) return;
    this.title.textContent = file.name;
    this.body.replaceChildren(...file.columns.map((_, nth) => this.row(file, nth)));
    const isKnown = known?.id === file.id;
    const label = isKnown ? known.label : lastOfClasses(file);
    const usable = file.columns.map((_, nth) => nth).filter((nth) => nth !== label && mayBeInput(file, nth));
    const inputs = isKnown ? known.inputs : usable.slice(0, defaults.inputs);
    for (const nth of inputs) this.box("inputs", nth).checked = true;
    this.box("label", label).checked = true;
    this.mark(true);
    if (isKnown) for (const reading of this.readings) reading.checked = (reading.value === "classes") === known.classes > 0;
  }

  /** @param {string} name @param {number} nth */
  box(name, nth) {
    return /** @type {HTMLInputElement} */ (this.form.querySelector(`[name=${name}][value="${nth}"]`));
  }

  /** @param {OpenedFile} file @param {number} nth */
  row(file, nth) {
    const column = /** @type {import("../files.js").Column} */ (file.columns[nth]);
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.dir = "auto";
    head.title = head.textContent = column.name;
    const what = document.createElement("td");
    what.className = "what";
    what.dir = "auto";
    what.title = what.textContent = column.classes ? column.classes.join(", ") : `${figure(column.lowest)} … ${figure(column.highest)}`;
    const cells = file.first_rows.map((values) => {
      const cell = document.createElement("td");
      cell.dir = "auto";
      cell.title = cell.textContent = String(values[nth]);
      return cell;
    });
    row.append(head, choice("checkbox", "inputs", nth, t("Input: {name}", { name: column.name })), choice("radio", "label", nth, t("Label: {name}", { name: column.name })), what, ...cells);
    return row;
  }

  /** What can be chosen now. @param {boolean} isNewLabel whether to read it as suits it best */
  mark(isNewLabel) {
    const { file } = this;
    if (!file) return;
    const { inputs, label } = this.chosen(file);
    file.columns.forEach((_, nth) => {
      const box = this.box("inputs", nth);
      if (nth === label) box.checked = false;
      box.disabled = nth === label || !mayBeInput(file, nth) || (!box.checked && inputs.length >= defaults.inputs);
      box.title = mayBeInput(file, nth) ? "" : t("Texts of more than two classes have no order, and cannot be an input.");
    });
    const different = file.different[label] ?? 0;
    const isText = file.columns[label]?.classes !== null;
    const mayBeClasses = different > 1 && different <= defaults.classes;
    for (const reading of this.readings) {
      const isClasses = reading.value === "classes";
      reading.disabled = isClasses ? !mayBeClasses : isText;
      if (isNewLabel) reading.checked = isClasses === mayBeClasses;
    }
    const count = inputs.filter((nth) => nth !== label).length;
    this.button.disabled = count === 0;
    this.help.textContent =
      count === 0
        ? t("Choose one input at least.")
        : this.chosen(file).classes
          ? t("{count} of at most {most} inputs; {classes} classes.", { count, most: defaults.inputs, classes: different })
          : t("{count} of at most {most} inputs; a number is predicted, in deviations from its mean where the features are standardised.", { count, most: defaults.inputs });
  }

  /** @param {OpenedFile} file @returns {Table} */
  chosen(file) {
    const numbers = (/** @type {string} */ name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(`[name=${name}]:checked`))].map(({ value }) => Number(value));
    const [label = 0] = numbers("label");
    const isClasses = this.readings.some((reading) => reading.checked && reading.value === "classes");
    return { id: file.id, rows: file.rows, inputs: numbers("inputs"), label, classes: isClasses ? (file.different[label] ?? 0) : 0 };
  }
}

/** @param {OpenedFile} file @param {number} nth */
const mayBeInput = (file, nth) => (file.columns[nth]?.classes?.length ?? 0) <= 2;

/** Most files have their label last; and where there are texts, it is one of them. @param {OpenedFile} file */
const lastOfClasses = ({ columns }) => {
  const texts = columns.map(({ classes }, nth) => (classes ? nth : -1));
  return Math.max(...texts) >= 0 ? Math.max(...texts) : columns.length - 1;
};

/** @param {string} type @param {string} name @param {number} nth @param {string} words */
function choice(type, name, nth, words) {
  const cell = document.createElement("td");
  const box = document.createElement("input");
  Object.assign(box, { type, name, value: String(nth) });
  box.setAttribute("aria-label", words);
  cell.append(box);
  return cell;
}

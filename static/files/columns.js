// The columns of a visitor's file: the inputs, the label, and whether the label is a number or a class.

import { columnName, completeRows } from "../run/uploads.js";
import { joinGroups, joinNames, joinSentences } from "../words/joined.js";
import { t, withUnit } from "../words/messages.js";
import { typeset } from "../words/typeset.js";

export const defaults = { inputs: 100, more: 31, classes: 20, fewestRows: 10, mostlyMissing: 0.25 };

/** @typedef {import("../run/uploads.js").OpenedFile} OpenedFile */
/** @typedef {import("../run/uploads.js").Column} Column */
/** @typedef {import("../address/address.js").Table} Table */

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

  /** Another file; `known`: the columns that were chosen of it before. @param {OpenedFile | null} file @param {Table | null} known */
  show(file, known) {
    this.file = file;
    this.form.hidden = !file;
    if (!file) return;
    this.title.textContent = file.name;
    this.body.replaceChildren(...file.columns.map((column, nth) => row(file, column, nth)));
    const isKnown = known?.id === file.id;
    const label = isKnown ? known.label : likelyLabel(file);
    const inputs = isKnown ? known.inputs : likelyInputs(file, label);
    for (const nth of inputs) this.box("inputs", nth).checked = true;
    if (label >= 0) this.box("label", label).checked = true;
    for (const { column } of (isKnown && known.more_labels) || []) this.box("further", column).checked = true;
    if (isKnown) for (const reading of this.readings) reading.checked = (reading.value === "classes") === known.classes > 0;
    this.mark(!isKnown);
  }

  /** @param {string} name @param {number} nth */
  box(name, nth) {
    return /** @type {HTMLInputElement} */ (this.form.querySelector(`[name=${name}][value="${nth}"]`));
  }

  /** Mark the columns that can be chosen now. @param {boolean} isNewLabel whether to choose the likely reading of the label */
  mark(isNewLabel) {
    const { file } = this;
    if (!file) return;
    this.markReadings(file, isNewLabel);
    const { label, classes } = this.chosen(file);
    const isNumber = classes === 0 && file.columns[label]?.classes === null;
    this.body.parentElement?.classList.toggle("with-further", isNumber && file.columns.length > 2);
    file.columns.forEach((column, nth) => {
      const more = this.box("further", nth);
      more.disabled = nth === label || !isNumber || !mayBeLabel(column) || column.classes !== null;
      if (more.disabled) more.checked = false;
    });
    const { inputs } = this.chosen(file);
    file.columns.forEach((column, nth) => {
      const box = this.box("inputs", nth);
      const isLabel = nth === label || this.box("further", nth).checked;
      if (isLabel) box.checked = false;
      box.disabled = isLabel || !mayBeInput(column) || (!box.checked && inputs.length >= defaults.inputs);
      box.title = isLabel ? t("It is the label.") : "";
      this.box("label", nth).disabled = !mayBeLabel(column);
    });
    this.explain(file, file.different[label] ?? 0);
  }

  /** How the label may be read. @param {OpenedFile} file @param {boolean} isNewLabel */
  markReadings(file, isNewLabel) {
    const { label } = this.chosen(file);
    const different = file.different[label] ?? 0;
    const isText = file.columns[label]?.classes !== null;
    const mayBeClasses = different > 1 && different <= defaults.classes;
    for (const reading of this.readings) {
      const isClasses = reading.value === "classes";
      reading.disabled = isClasses ? !mayBeClasses : isText;
      if (isNewLabel) reading.checked = isClasses === (isText || (mayBeClasses && isCounted(file, label)));
    }
  }

  /** Explain the chosen columns, and the choices that are not possible. @param {OpenedFile} file @param {number} different */
  explain(file, different) {
    const { rows, inputs, label, classes, more_labels = [] } = this.chosen(file);
    const count = inputs.length;
    const column = file.columns[label];
    this.button.disabled = count === 0 || !column || rows < defaults.fewestRows;
    const sentences = [];
    if (!column) sentences.push(t("No column can be predicted: a label is a number, or one of 2 to {most} classes.", { most: defaults.classes }));
    else if (count === 0) sentences.push(t("Choose one input at least."));
    else if (classes) sentences.push(t("{count} of at most {most} inputs; {classes} classes.", { count, most: defaults.inputs, classes: different }));
    else if (more_labels.length > 0) sentences.push(t("{count} of at most {most} inputs; {labels} numbers are predicted, in deviations from their means where the features are standardised.", { count, most: defaults.inputs, labels: 1 + more_labels.length }));
    else sentences.push(t("{count} of at most {most} inputs; a number is predicted, in deviations from its mean where the features are standardised.", { count, most: defaults.inputs }));
    if (column && column.classes === null && different > defaults.classes) {
      sentences.push(t("The label has {count} different values: as classes there may be {most}.", { count: different, most: defaults.classes }));
    } else if (column && column.classes === null && different < 2) sentences.push(t("The label has the same value in all rows: these are no classes."));
    else if (column?.classes) sentences.push(t("The label is text, and so no number."));
    if (rows < file.rows) sentences.push(t("{rows} of {all} rows are learned from: in the others a chosen column has no value.", { rows, all: file.rows }));
    if (rows < defaults.fewestRows) sentences.push(t("At least {least} rows are needed: leave out columns with many missing values.", { least: defaults.fewestRows }));
    this.help.textContent = joinSentences(sentences);
  }

  /** @param {OpenedFile} file @returns {Table} */
  chosen(file) {
    const numbers = (/** @type {string} */ name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(`[name=${name}]:checked`))].map(({ value }) => Number(value));
    const [label = -1] = numbers("label");
    const further = numbers("further").filter((nth) => nth !== label).slice(0, defaults.more);
    const inputs = numbers("inputs").filter((nth) => nth !== label && !further.includes(nth));
    const isClasses = this.readings.some((reading) => reading.checked && reading.value === "classes");
    const classes = isClasses ? (file.different[label] ?? 0) : 0;
    const more_labels = further.map((column) => ({ column, classes: 0 }));
    return { id: file.id, rows: completeRows(file, [...inputs, label, ...further]), inputs, label, classes, ...(more_labels.length > 0 && { more_labels }) };
  }
}

/** A line for a column: its boxes, its kind, and its first values. @param {OpenedFile} file @param {Column} column @param {number} nth */
function row(file, column, nth) {
  const line = document.createElement("tr");
  const head = document.createElement("th");
  const name = columnName(column.name);
  head.scope = "row";
  head.dir = "auto";
  head.title = head.textContent = name;
  const what = document.createElement("td");
  what.className = "what";
  what.id = `column-what-${nth}`;
  what.dir = "auto";
  const missing = column.missing && column.kind !== "empty" ? t("{count} missing", { count: column.missing }) : "";
  what.title = what.textContent = joinGroups([content(column, file.different[nth] ?? 0), missing]);
  const cells = file.first_rows.map((values) => {
    const cell = document.createElement("td");
    const value = values[nth] ?? null;
    cell.dir = "auto";
    cell.title = cell.textContent = value === null ? "–" : String(value);
    return cell;
  });
  const input = choice("checkbox", "inputs", nth, t("Input: {name}", { name }));
  line.append(head, input, choice("radio", "label", nth, t("Label: {name}", { name })), choice("checkbox", "further", nth, t("Predict it, too: {name}", { name })), what, ...cells);
  return line;
}

/** The kind of a column, or the reason why it cannot be chosen. @param {Column} column @param {number} different */
function content({ kind, classes, lowest, highest, unit }, different) {
  const range = `${plain(lowest)} … ${withUnit(plain(highest), unit ?? "")}`;
  if (kind === "empty") return t("empty: cannot be chosen");
  if (kind === "constant") return t("one text in all rows: cannot be chosen");
  if (kind === "text") return t("text with more than {most} different values, or none twice: cannot be chosen", { most: defaults.classes });
  if (kind === "ambiguous") return t("ambiguous numbers: choose the decimal mark");
  if (kind === "index") return t("row numbers: {range}", { range });
  if (!classes) return different === 1 ? t("always {value}", { value: plain(lowest) }) : range;
  const names = joinNames(classes);
  return classes.length > 2 ? t("classes, a label but no input: {names}", { names }) : names;
}

/** A number of the file, with at most six digits. @param {number} value */
const plain = (value) => typeset(Number(value.toPrecision(6)));

/** Columns that may be inputs; more than two classes have no order. @param {Column} column */
const mayBeInput = ({ kind, classes }) => kind === "number" || kind === "index" || (kind === "classes" && (classes?.length ?? 0) <= 2);

/** @param {Column} column */
const mayBeLabel = ({ kind }) => kind === "number" || kind === "index" || kind === "classes";

/** Whether a column has few whole numbers, such as grades or months: these are classes rather than amounts. @param {OpenedFile} file @param {number} nth */
function isCounted(file, nth) {
  const values = file.first_rows.map((cells) => cells[nth] ?? 0);
  return values.every((value) => Number.isInteger(value)) && 2 * (file.different[nth] ?? 0) <= file.rows;
}

const LABELS = /^(target|label|class|klasse|species|survived|outcome|diagnosis|标签|类别|种类)$/iu;

/** The likely label: a column named like one, or y where it is no coordinate beside x; else the last column of classes, else the last possible one. @param {Pick<OpenedFile, "columns">} file */
export function likelyLabel({ columns }) {
  const find = (/** @type {RegExp} */ name) => columns.findIndex((column) => name.test(column.name) && mayBeLabel(column));
  const called = find(LABELS);
  const named = called < 0 && !columns.some(({ name }) => /^x$/i.test(name)) ? find(/^y$/i) : called;
  const last = (/** @type {(column: Column) => boolean} */ suits) => columns.findLastIndex(suits);
  if (named >= 0) return named;
  const text = last(({ kind }) => kind === "classes");
  if (text >= 0) return text;
  const number = last(({ kind }) => kind === "number");
  return number >= 0 ? number : last(mayBeLabel);
}

/** The likely inputs: all possible columns, except an index and columns with many missing values. @param {OpenedFile} file @param {number} label */
function likelyInputs({ rows, columns }, label) {
  const possible = columns.map((_, nth) => nth).filter((nth) => nth !== label && mayBeInput(/** @type {Column} */ (columns[nth])));
  const useful = possible.filter((nth) => columns[nth]?.kind !== "index" && (columns[nth]?.missing ?? 0) <= defaults.mostlyMissing * rows);
  return (useful.length > 0 ? useful : possible).slice(0, defaults.inputs);
}

/** @param {string} type @param {string} name @param {number} nth @param {string} words */
function choice(type, name, nth, words) {
  const cell = document.createElement("td");
  cell.className = name;
  const box = document.createElement("input");
  Object.assign(box, { type, name, value: String(nth) });
  box.setAttribute("aria-label", words);
  box.setAttribute("aria-describedby", `column-what-${nth}`);
  cell.append(box);
  return cell;
}

// The tray: the loose pictures that are to be sent, with a name for each class, which one may change.

import { Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { archived, defaults, inClasses, isOfBoxes } from "./loose.js";
import { unreadable } from "./readable.js";

/** @typedef {{files: File[], input: HTMLInputElement, item: HTMLElement}} Row */

export class Tray {
  /**
   * @param {HTMLFormElement} form
   * @param {(archive: () => Promise<File>, sent: () => void) => void} send called with what makes the archive, and with what is to be called once it is sent
   * @param {() => void} changed called when a person changes a class: what was refused may be true no more
   */
  constructor(form, send, changed) {
    this.form = form;
    this.send = send;
    this.changed = changed;
    this.list = /** @type {HTMLElement} */ (form.querySelector("ul"));
    this.count = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    /** @type {Row[]} */
    this.rows = [];
    /** @type {File | null} what gives the boxes of the pictures */
    this.boxes = null;
    /** How many choices are being read for it. */
    this.reading = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.list.addEventListener("input", () => {
      this.changed();
      this.tell();
    });
  }

  /** Whether something lies on it, or is about to. */
  get isUsed() {
    return this.rows.length > 0 || this.reading > 0;
  }

  /**
   * Lay some more pictures on it; where folders name all of their classes, and there was nothing before, they are sent at once.
   * @param {import("./dropped.js").Found[]} found
   * @returns {Promise<string[]>} what is wrong with those that cannot be read, and are left out
   */
  async add(found) {
    if (!this.isUsed && areInFolders(found)) {
      this.lay(found);
      this.submit(); // the server names those that it cannot read
      return [];
    }
    this.reading++;
    const faults = await unreadable([...inClasses(found).values()].flat());
    this.reading--;
    this.lay(found.filter(({ file }) => !faults.has(file)));
    /** @type {HTMLInputElement | null} */ (this.list.querySelector("input:placeholder-shown"))?.focus();
    return [...faults.values()];
  }

  /** @param {import("./dropped.js").Found[]} found */
  lay(found) {
    const classes = inClasses(found);
    this.boxes = found.find(isOfBoxes)?.file ?? this.boxes;
    for (const [name, files] of classes) {
      const row = name ? this.rows.find(({ input }) => input.value.trim() === name) : undefined;
      if (row) row.files.push(...files);
      else this.rows.push(this.row(name, files));
    }
    this.tell();
  }

  /** These pictures lie on it no more. @param {Set<File>} files */
  leaveOut(files) {
    for (const row of this.rows) row.files = row.files.filter((file) => !files.has(file));
    for (const { item } of this.rows.filter((row) => row.files.length === 0)) item.remove();
    this.rows = this.rows.filter((row) => row.files.length > 0);
    if (this.rows.length === 0 || (this.boxes && files.has(this.boxes))) this.boxes = null;
    this.tell();
  }

  /** @param {string} name @param {File[]} files @returns {Row} */
  row(name, files) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const words = Object.assign(document.createElement("span"), { className: "about" });
    const input = Object.assign(document.createElement("input"), { type: "text", required: true, pattern: ".*\\S.*", maxLength: 80, dir: "auto", autocomplete: "off", value: name, placeholder: t("Name of the class") });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "round", textContent: "×" });
    const row = { files, input, item };
    label.append(input, words);
    item.append(label, remove);
    this.list.append(item);
    remove.addEventListener("click", () => {
      this.leaveOut(new Set(row.files));
      this.changed();
    });
    return row;
  }

  /** The pictures of each class; rows with one name are one class. Those of a row without a name are of "". */
  get classes() {
    /** @type {Map<string, File[]>} */
    const classes = new Map();
    for (const { files, input } of this.rows) {
      const name = input.value.trim();
      classes.set(name, [...(classes.get(name) ?? []), ...files]);
    }
    return classes;
  }

  tell() {
    let all = 0;
    for (const { files, item, input } of this.rows) {
      all += files.length;
      const about = /** @type {HTMLElement} */ (item.querySelector(".about"));
      about.textContent = files.length === 1 ? (files[0]?.name ?? "") : t("{count} pictures: {first} …", { count: files.length, first: files[0]?.name ?? "" });
      item.querySelector("button")?.setAttribute("aria-label", t("Leave out {name}", { name: input.value || about.textContent }));
    }
    const { classes, form } = this;
    const nameless = classes.get("")?.length ?? 0;
    if (nameless > 0) this.count.textContent = t("{pictures} pictures, {nameless} of them without a class: name it.", { pictures: all, nameless });
    else if (classes.size < 2) this.count.textContent = t("{pictures} pictures of one class. Add the pictures of another class, too.", { pictures: all });
    else this.count.textContent = t("{pictures} pictures, {classes} classes", { pictures: all, classes: classes.size });
    form.hidden = this.rows.length === 0;
  }

  submit() {
    const { boxes, classes, form } = this;
    if (!form.reportValidity()) return;
    const count = [...classes.values()].reduce((sum, files) => sum + files.length, 0);
    const sent = new Set([...classes.values(), boxes ?? []].flat());
    const archive = async () => {
      if (count > defaults.pictures) throw new Refused({ code: "too-many", text: t("These are {count} files, but {most} pictures at most are allowed.", { count, most: defaults.pictures }) });
      if (classes.size < 2) throw new Refused({ code: "too-few", text: t("There is one class only: two are needed at least.") });
      return archived(classes, boxes);
    };
    this.send(archive, () => this.leaveOut(sent));
  }
}

/** Whether folders name the classes of all of them. @param {import("./dropped.js").Found[]} found */
function areInFolders(found) {
  const classes = inClasses(found);
  return classes.size > 1 && !classes.has("") && found.every((each) => each.path.includes("/") || isOfBoxes(each));
}

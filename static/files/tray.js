// The tray: the loose pictures that are to be sent, with a name for each class, which one may change.

import { Refused } from "../live/rest.js";
import { t, whole } from "../words/messages.js";
import { archived, defaults, inClasses, isOfBoxes } from "./loose.js";
import { unreadable } from "./readable.js";

/** @typedef {{files: File[], input: HTMLInputElement, item: HTMLElement}} Row */

export class Tray {
  /**
   * @param {HTMLFormElement} form
   * @param {(archive: () => Promise<File>) => void} send called with what makes the archive
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
    /** How often it was cleared, and how many choices are being read for it. */
    this.cleared = this.reading = 0;
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

  clear() {
    this.cleared++;
    this.rows = [];
    this.boxes = null;
    this.list.replaceChildren();
    this.form.hidden = true;
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
    const { cleared } = this;
    this.reading++;
    const faults = await unreadable([...inClasses(found).values()].flat());
    this.reading--;
    if (cleared !== this.cleared) return [];
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
    this.form.hidden = this.rows.length === 0;
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
      this.rows = this.rows.filter((each) => each !== row);
      item.remove();
      this.form.hidden = this.rows.length === 0;
      this.changed();
      this.tell();
    });
    return row;
  }

  /** The pictures of each class; rows with one name are one class. */
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
      about.textContent = files.length === 1 ? (files[0]?.name ?? "") : t("{count} pictures: {first} …", { count: whole(files.length), first: files[0]?.name ?? "" });
      item.querySelector("button")?.setAttribute("aria-label", t("Leave out {name}", { name: input.value || about.textContent }));
    }
    const { size } = this.classes;
    this.count.textContent = size < 2 ? t("{pictures} pictures of one class. Add the pictures of another class, too.", { pictures: whole(all) }) : t("{pictures} pictures, {classes} classes", { pictures: whole(all), classes: size });
  }

  submit() {
    const { classes, form } = this;
    if (!form.reportValidity()) return;
    const count = [...classes.values()].reduce((sum, files) => sum + files.length, 0);
    this.send(async () => {
      if (count > defaults.pictures) throw new Refused({ code: "too-many", text: t("These are {count} files, but {most} pictures at most are allowed.", { count: whole(count), most: defaults.pictures }) });
      if (classes.size < 2) throw new Refused({ code: "too-few", text: t("There is one class only: two are needed at least.") });
      return archived(classes, this.boxes);
    });
  }
}

/** Whether folders name the classes of all of them. @param {import("./dropped.js").Found[]} found */
function areInFolders(found) {
  const classes = inClasses(found);
  return classes.size > 1 && !classes.has("") && found.every((each) => each.path.includes("/") || isOfBoxes(each));
}

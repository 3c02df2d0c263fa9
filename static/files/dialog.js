// Your own file: a dialog that reads a CSV file, shows its faults, and offers its columns for learning.

import { changesTo } from "../run/datasets.js";
import { Latest } from "../run/latest.js";
import { albumOf, hasPictures, isArchive, list, open, remove, send } from "../run/uploads.js";
import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";
import { paragraphs } from "../words/paragraphs.js";
import { reasonOf, translatedRemark } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { Refused } from "../live/rest.js";
import { Columns } from "./columns.js";
import { deleter } from "../controls/deleter.js";
import { refocus } from "../controls/refocus.js";
import { Rows } from "../controls/rows.js";
import { Guesses } from "./guesses.js";
import { areLoose, dropped, selected } from "./dropped.js";
import { defaults, tablesOf } from "./loose.js";
import { Tray } from "./tray.js";

/** @typedef {import("../run/uploads.js").OwnFile} OwnFile */

const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });

export class Files {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("files"));
    this.input = /** @type {HTMLInputElement} */ (find("file"));
    this.drop = find("drop-file");
    this.progress = /** @type {HTMLProgressElement} */ (find("file-progress"));
    this.faults = find("file-faults");
    this.notes = find("file-notes");
    this.status = new Said(find("files-status"));
    /** Of the files that are being opened, the last one is shown. */
    this.opening = new Latest();
    /** Faults are those of the last act. */
    this.acts = new Latest();
    this.underWay = 0;
    /** @type {Rows<OwnFile>} */
    this.rows = new Rows(find("files-list"), (file) => this.item(file));
    this.columns = new Columns(/** @type {HTMLFormElement} */ (find("columns")), (table) => this.use(table));
    this.pictures = /** @type {HTMLFormElement} */ (find("pictures"));
    /** @type {OwnFile | null} the open archive of pictures */
    this.album = null;
    this.tray = new Tray(
      /** @type {HTMLFormElement} */ (find("tray")),
      (archive, sent) => this.sendPictures(archive, sent),
      () => this.faults.replaceChildren(),
    );
    this.guesses = new Guesses(/** @type {HTMLFormElement} */ (find("guesses")), () => this.read());
    /** @type {File | null} the file that was chosen last, which may be read with other choices */
    this.file = null;
    /** @type {string | null} the data set that the next reading of the file replaces */
    this.replaced = null;

    this.pictures.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.album) this.useAlbum(this.album);
    });
    find("close-files").addEventListener("click", () => this.dialog.close());
    for (const input of [this.input, /** @type {HTMLInputElement} */ (find("folder"))]) {
      input.addEventListener("change", () => {
        this.takeAll(selected(input.files));
        input.value = ""; // so that the same file can be chosen again after it is corrected
      });
    }
    for (const kind of /** @type {const} */ (["dragenter", "dragover"])) this.drop.addEventListener(kind, (event) => this.hover(event, true));
    this.drop.addEventListener("dragleave", (event) => this.hover(event, false));
    this.drop.addEventListener("drop", (event) => {
      this.hover(event, false);
      if (event.dataTransfer) dropped(event.dataTransfer).then((found) => this.takeAll(found), () => this.say([t("The folder cannot be read.")]));
    });
  }

  /** @param {import("./dropped.js").Found[]} [found] files that are to be taken at once */
  open(found) {
    if (!this.dialog.open) this.begin();
    if (found) this.takeAll(found);
  }

  /** Show the dialog, with the pictures that wait on the tray, or with the file that the run learns from. */
  begin() {
    const isLatest = !this.tray.isUsed && this.forget();
    this.dialog.showModal();
    const { table, album } = this.state.known;
    this.attempt(async () => {
      const files = await list();
      if (!isLatest || !isLatest()) return;
      const pictures = files.find(({ id }) => this.state.has("album") && id === album?.id);
      if (pictures) return this.showPictures(pictures);
      const opened = table && files.some(({ id }) => id === table.id) && (await open(table.id));
      if (opened && isLatest()) this.columns.show(opened, table);
    });
  }

  /**
   * Carry out an action, and list the files; or show why it failed.
   * @param {() => Promise<unknown>} act
   * @param {string} [words] the message after success
   */
  async attempt(act, words = "") {
    const isLatest = this.acts.ask();
    const say = this.status.begin();
    this.say([]);
    this.progress.removeAttribute("value");
    this.progress.hidden = false;
    this.underWay++;
    try {
      await act();
      await this.rows.take(list());
      say(words);
    } catch (error) {
      const faults = error instanceof Refused && error.remarks.length ? error.remarks.map(translatedRemark) : [reasonOf(error)];
      if (isLatest() || !this.faults.hasChildNodes()) this.say(faults);
    }
    this.progress.hidden = --this.underWay === 0;
  }

  /** Show faults, and remarks on parts that were left out, a line each. @param {string[]} faults @param {string[]} [notes] */
  say(faults, notes = []) {
    this.faults.replaceChildren(...paragraphs(faults));
    this.notes.replaceChildren(...paragraphs(notes));
  }

  /** Close the file that is open, also one that is being opened. @returns {() => boolean} whether no other one is asked for from now on */
  forget() {
    this.file = this.replaced = null;
    this.columns.show(null, null);
    this.showPictures(null);
    this.guesses.form.hidden = true;
    return this.opening.ask();
  }

  /** @param {DragEvent} event @param {boolean} isOver */
  hover(event, isOver) {
    event.preventDefault();
    this.drop.classList.toggle("over", isOver);
  }

  /** Loose pictures wait on the tray for their classes; a table or an archive is sent. @param {import("./dropped.js").Found[]} found */
  async takeAll(found) {
    if (!areLoose(found)) return this.take(found[0]?.file);
    const tables = tablesOf(found);
    if (tables.length > 0 && tables.length === found.length) return this.say([t("Choose one table, or one archive, or pictures: these are {count} files.", { count: found.length })]);
    if (!this.tray.isUsed) this.forget();
    this.say([], tables.slice(0, defaults.named).map(({ file }) => t("{file} is no PNG or JPEG picture: left out", { file: file.name })));
    this.status.begin();
    const faults = await this.tray.add(found);
    const [some, more] = [faults.slice(0, defaults.faults), faults.length - defaults.faults];
    this.notes.append(...paragraphs(more > 0 ? [...some, t("and {count} more", { count: more })] : some));
  }

  /** Send the pictures of the tray. @param {() => Promise<File>} archive @param {() => void} leave takes them from the tray */
  sendPictures(archive, leave) {
    const isLatest = this.opening.ask();
    this.attempt(async () => {
      const file = await archive();
      this.progress.value = 0;
      const sent = await send(file, {}, (share) => isLatest() && this.go(share));
      leave();
      if (!isLatest()) return;
      this.forget();
      this.showPictures(sent);
      this.say([], sent.notes.map(translatedRemark));
    });
  }

  /** Send another file, and offer its columns. @param {File | undefined} file */
  take(file) {
    if (!file) return;
    this.forget();
    this.file = file;
    this.guesses.clear();
    this.read();
  }

  /** Send the file, to be read with the visitor's choices, and guesses for the rest. */
  read() {
    const { file } = this;
    if (!file) return;
    const isLatest = this.opening.ask();
    this.columns.show(null, null);
    const choices = this.guesses.chosen();
    this.attempt(async () => {
      this.progress.value = 0;
      const before = new Set((await list()).map(({ id }) => id));
      try {
        const sent = await send(file, this.replaced ? { ...choices, instead_of: this.replaced } : choices, (share) => isLatest() && this.go(share));
        if (!isLatest()) return;
        if (isArchive(file)) {
          this.showPictures(sent);
          return this.say([], sent.notes.map(translatedRemark));
        }
        // A data set that was there before this file came from another file, or is in use.
        this.replaced = before.has(sent.id) && sent.id !== this.replaced ? null : sent.id;
        this.guesses.show(sent);
        this.choose(sent);
        this.say([], sent.notes.map(translatedRemark));
      } catch (error) {
        if (!isLatest()) return; // the faults are those of a file that is no longer open
        if (error instanceof Refused && error.remarks.length && !isArchive(file)) this.guesses.show(null);
        throw error;
      }
    });
  }

  /** Show the progress of sending, and then of reading, which takes a while. @param {number} share */
  go(share) {
    if (share < 1) this.progress.value = share;
    else this.progress.removeAttribute("value");
  }

  /** @param {import("../run/uploads.js").OpenedFile} opened */
  choose(opened) {
    this.columns.show(opened, this.state.known.table);
    this.columns.form.scrollIntoView({ block: "nearest" });
  }

  /** How many pictures there are, of which classes. @param {OwnFile | null} file */
  showPictures(file) {
    this.album = file;
    this.pictures.hidden = !file;
    const [title, about] = /** @type {[HTMLElement, HTMLElement]} */ ([...this.pictures.querySelectorAll("h3, p")]);
    title.textContent = file?.name ?? "";
    const classes = file?.columns[0]?.classes ?? [];
    const values = { pictures: file?.rows ?? 0, classes: joinNames(classes) };
    about.textContent = file && (albumOf(file).boxes ? t("{pictures} pictures with boxes: {classes}", values) : t("{pictures} pictures: {classes}", values));
  }

  /** What the file takes the place of: a data set that was asked for counts, although it has not come yet. */
  get present() {
    const { experiment } = this.state;
    const coming = this.commands.coming(experiment);
    return coming.data.kind === experiment.data.kind ? experiment : coming;
  }

  /** @param {OwnFile} file */
  useAlbum(file) {
    const { commands, state, present } = this;
    commands.wantedBatch ??= present.training.batch_size;
    const data = { ...present.data, album: albumOf(file) };
    commands.changeAll(changesTo(state, "pictures", commands.wantedBatch, undefined, { ...present, data }));
    this.dialog.close();
  }

  /** @param {import("../address/address.js").Table} table */
  use(table) {
    const { commands, state, present } = this;
    commands.wantedBatch ??= present.training.batch_size;
    commands.changeAll(changesTo(state, "table", commands.wantedBatch, table, present));
    this.dialog.close();
  }

  /** @param {OwnFile} file */
  item(file) {
    const item = document.createElement("li");
    const name = document.createElement("button");
    name.type = "button";
    name.className = "name";
    name.dir = "auto";
    name.textContent = file.name;
    name.addEventListener("click", () => {
      const isLatest = this.forget();
      if (hasPictures(file)) return this.showPictures(file);
      this.attempt(async () => {
        const opened = await open(file.id);
        if (isLatest()) this.choose(opened);
      });
    });
    const about = document.createElement("span");
    about.className = "about";
    const size = hasPictures(file)
      ? t("{pictures} pictures, {classes} classes", { pictures: file.rows, classes: albumOf(file).classes })
      : t("{rows} rows, {columns} columns", { rows: file.rows, columns: file.columns.length });
    about.textContent = [size, time.format(1000 * file.uploaded_at)].join(" · ");
    item.append(name, about, this.deleter(file));
    return item;
  }

  /** @param {OwnFile} file */
  deleter({ id, name }) {
    return deleter(
      name,
      () => this.status.begin(t("Networks that learn from it cannot be opened any more.")),
      () => {
        if (this.columns.file?.id === id || this.album?.id === id) this.forget();
        this.attempt(() => remove(id), t("Deleted.")).then(() => refocus(this.input));
      },
    );
  }
}

// The run as a file: saved with a press, opened from a choice or from a drop anywhere on the page; and its network, exported
// for other programs.

import { download, fileName } from "../downloads/download.js";
import { areData, dropped } from "../files/dropped.js";
import { ask, fetched } from "../live/rest.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { Said } from "../words/said.js";

/** The endings of the exported files, by their types. @type {Record<string, string>} */
const ENDINGS = { "application/zip": ".zip", "application/x-ipynb+json": ".ipynb", "application/octet-stream": ".onnx" };

export class RunFile {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: Promise<string>) => Promise<string | null>} open shows another run in this tab, unless one was asked for meanwhile
   * @param {(found: import("../files/dropped.js").Found[]) => void} openData opens the dialog of one's own data with files
   */
  constructor(state, commands, toast, open, openData) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.openRun = open;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("networks"));
    this.error = new Said(find("run-file-error"));
    this.status = new Said(find("run-file-status"));
    this.drop = find("drop-run");
    this.input = /** @type {HTMLInputElement} */ (find("run-file"));

    find("save-run-file").addEventListener("click", () => this.save());
    this.input.addEventListener("change", () => this.take(this.input.files?.[0]));
    find("exports").addEventListener("click", ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest("button");
      if (button) this.export(button.value);
    });
    for (const kind of /** @type {const} */ (["dragenter", "dragover"])) addEventListener(kind, (event) => this.hover(event));
    addEventListener("dragleave", () => this.drop.classList.remove("over"));
    addEventListener("drop", (event) => {
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.drop.classList.remove("over");
      const [file] = event.dataTransfer.files;
      const isOffered = isOpen(document.getElementById("open-files"));
      dropped(event.dataTransfer).then(
        (found) => (isOffered && !this.dialog.open && areData(found) ? openData(found) : this.take(file)),
        () => toast.say(t("The folder cannot be read."), 8),
      );
    });
  }

  /** Let a file be dropped, unless a smaller place has taken it. @param {DragEvent} event */
  hover(event) {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.drop.classList.add("over");
  }

  save() {
    const { run } = this.commands;
    const name = fileName(this.state, ".chalknet");
    if (run) this.attempt(t("The file is being made …"), async () => stored(name, await (await fetched(`api/runs/${encodeURIComponent(run)}/file`)).blob()));
  }

  /** @param {string} format */
  export(format) {
    const { run } = this.commands;
    if (!run) return;
    this.attempt(t("The file is being made …"), async () => {
      const response = await fetched(`api/runs/${encodeURIComponent(run)}/exports/${encodeURIComponent(format)}`);
      const ending = ENDINGS[response.headers.get("content-type") ?? ""] ?? "";
      return stored(fileName(this.state, ending, ending === ".zip" ? format : ""), await response.blob());
    });
  }

  /** Open a file as a run of this tab. @param {File | undefined} file */
  take(file) {
    if (!file) return;
    this.input.value = ""; // so that the same file can be chosen again
    this.attempt(t("{name} is being opened …", { name: file.name }), async () => {
      const sent = ask("api/runs/files", { method: "POST", body: file, headers: { "content-type": "application/zip" } });
      if (!(await this.openRun(sent.then(({ id }) => id)))) return t("{name} is not shown: another network was opened meanwhile.", { name: file.name });
      this.dialog.close();
      return t("{name} is open: it goes on where it was saved.", { name: file.name });
    });
  }

  /**
   * Carry out an action that ends with words, or show why it failed: in the dialog, or else over the page.
   * @param {string} before
   * @param {() => Promise<string>} act
   */
  async attempt(before, act) {
    const [say, complain] = [this.status.begin(), this.error.begin()];
    this.say(before, say);
    try {
      this.say(await act(), say);
    } catch (error) {
      const words = reasonOf(error);
      say("");
      if (!this.dialog.open) return this.toast.say(words, 12);
      complain(words);
      this.error.host.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {string} words @param {(words: string) => void} say */
  say(words, say) {
    if (!this.dialog.open) return this.toast.say(words, 5);
    say(words);
    this.status.host.scrollIntoView({ block: "nearest" });
  }
}

/** Whether a button can be pressed, which a lesson may have hidden or locked. @param {HTMLElement | null} button */
const isOpen = (button) => Boolean(button?.checkVisibility() && !button.closest(":disabled, .locked"));

/** Let the browser store a file, and say so. @param {string} name @param {Blob} content */
function stored(name, content) {
  download(name, content);
  return t("{name} is in your downloads.", { name });
}

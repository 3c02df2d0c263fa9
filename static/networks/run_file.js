// The run as a file: saved with a press, opened from a choice or from a drop anywhere on the page; and its network, exported
// for other programs.

import { download, fileName } from "../downloads/download.js";
import { ask, fetched, Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";

/** The endings of the exported files, by their types. @type {Record<string, string>} */
const ENDINGS = { "application/zip": ".zip", "application/x-ipynb+json": ".ipynb", "application/octet-stream": ".onnx" };

export class RunFile {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<unknown>} open shows another run in this tab
   */
  constructor(state, commands, toast, open) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.openRun = open;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("networks"));
    this.error = find("run-file-error");
    this.status = find("run-file-status");
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
      this.take(event.dataTransfer.files[0]);
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
      const { id } = await ask("api/runs/files", { method: "POST", body: file, headers: { "content-type": "application/zip" } });
      await this.openRun(id);
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
    this.error.textContent = "";
    this.say(before);
    try {
      this.say(await act());
    } catch (error) {
      const words = error instanceof Refused ? translated(error) : t("The server does not answer as expected.");
      this.status.textContent = "";
      if (!this.dialog.open) return this.toast.say(words, 12);
      this.error.textContent = words;
      this.error.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {string} words */
  say(words) {
    if (!this.dialog.open) return this.toast.say(words, 5);
    this.status.textContent = words;
    this.status.scrollIntoView({ block: "nearest" });
  }
}

/** Let the browser store a file, and say so. @param {string} name @param {Blob} content */
function stored(name, content) {
  download(name, content);
  return t("{name} is in your downloads.", { name });
}

// Slides: the dialog with the downloads of a page. Numbers come from the server, which has all of one step; pictures are
// drawn as the page shows them, in the light colours on white.

import { Diagram } from "../diagram/diagram.js";
import { Output } from "../output/output.js";
import { TruthTable } from "../output/truth_table.js";
import { colors } from "../paint/colors.js";
import { fetched, Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { chart } from "./chart.js";
import { download, fileName } from "./download.js";
import { pngOf } from "./png.js";
import { Seen } from "./seen.js";
import { svgOf } from "./svg.js";

/** The pixels of an embedded image along a CSS pixel: slides are large. */
export const defaults = { density: 3 };

/** What each picture shows, by the value of its button. @type {Record<string, string>} */
const PARTS = { diagram: ".diagram", output: ".output", curve: ".curve" };

export class Slides {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {() => import("../curve/curve.js").Curve | null} curve once it is there
   */
  constructor(state, commands, curve) {
    this.state = state;
    this.commands = commands;
    this.curve = curve;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("downloads"));
    this.status = new Said(find("downloads-status"));
    this.error = new Said(find("downloads-error"));
    find("close-downloads").addEventListener("click", () => this.dialog.close());
    find("downloads-list").addEventListener("click", ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest("button");
      if (button) this.give(button.value);
    });
  }

  open() {
    this.error.begin();
    this.status.begin();
    this.dialog.showModal();
  }

  /** Store a file, and say so; or say why there is none. @param {string} what such as curve.svg */
  async give(what) {
    const [part = "", ending = ""] = what.split(".");
    const name = fileName(this.state, `.${ending}`, part);
    const [say, complain] = [this.status.begin(t("The file is being made …")), this.error.begin()];
    try {
      download(name, await (ending === "csv" ? this.sheet(part) : this.picture(part, ending)));
      say(t("{name} is in your downloads.", { name }));
    } catch (error) {
      say("");
      complain(error instanceof Refused ? translated(error) : t("This file cannot be made in this browser."));
    }
  }

  /** @param {string} name */
  async sheet(name) {
    const { run } = this.commands;
    return (await fetched(`api/runs/${encodeURIComponent(run ?? "")}/sheets/${encodeURIComponent(name)}`)).blob();
  }

  /** @param {string} part @param {string} ending */
  async picture(part, ending) {
    const picture = this.inLight(() => this.seen(part));
    if (ending === "png") return pngOf(picture);
    const title = document.getElementById(`download-${part}`)?.textContent ?? "";
    return new Blob([svgOf(picture, title, document.documentElement.lang)], { type: "image/svg+xml" });
  }

  /** @param {string} part */
  seen(part) {
    const seen = new Seen(defaults.density);
    for (const each of document.querySelector(PARTS[part] ?? "")?.children ?? []) seen.visit(each);
    const curve = this.curve();
    if (part === "curve" && curve) chart(seen, curve);
    return seen.picture;
  }

  /**
   * Look at the page in its light colours and at a high density; before anything is shown, it has its own again.
   * @template Result
   * @param {() => Result} look
   */
  inLight(look) {
    const { state } = this;
    const { dataset, classList } = document.documentElement;
    const before = { theme: dataset.theme, colors: state.colors };
    const draw = () => {
      for (const view of state.views) if (view instanceof Diagram || view instanceof Output || view instanceof TruthTable) view.draw();
    };
    dataset.theme = "light";
    classList.add("pictured");
    state.colors = colors();
    state.leastDensity = defaults.density;
    try {
      draw();
      return look();
    } finally {
      if (before.theme === undefined) delete dataset.theme;
      else dataset.theme = before.theme;
      classList.remove("pictured");
      state.colors = before.colors;
      state.leastDensity = 0;
      draw();
    }
  }
}

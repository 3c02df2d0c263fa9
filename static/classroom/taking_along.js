// Taking along: the class network is saved under a name, for all its teachers, or downloaded as a file.

import { download } from "../downloads/download.js";
import { fetched } from "../live/rest.js";
import { save } from "../networks/saved.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { show } from "../words/write.js";
import { attempt, button, empty, find, input, onSubmit } from "./site.js";

export class TakingAlong {
  constructor() {
    this.host = find("network-along");
    this.said = new Said(find("along-said"));
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    const form = /** @type {HTMLFormElement} */ (find("along-save"));
    onSubmit(form, async () => {
      if (!this.frame) return;
      const say = this.said.begin();
      const name = input("along-name").value;
      await save(this.frame.run, name);
      empty(input("along-name"), name);
      say(t("Saved: it is under “My networks”."));
    });
    button("along-file").addEventListener("click", () => this.download());
  }

  /** @param {import("../live/wire.js").Frame | null} frame of the class network, if there is one */
  follow(frame) {
    if (frame?.run !== this.frame?.run) this.said.clear();
    this.frame = frame;
    show(this.host, frame !== null);
  }

  async download() {
    const { frame } = this;
    if (!frame) return;
    // The code of the class opens its door: it goes into no file that is handed on.
    const name = `class-network-step-${frame.step}.chalknet`;
    await attempt(this.said, async () => download(name, await (await fetched(`api/runs/${encodeURIComponent(frame.run)}/file`)).blob()), t("{name} is in your downloads.", { name }));
  }
}

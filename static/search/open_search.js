// A search that is open in this page: it is watched and commanded as a family is, and its trials are opened as runs.

import { Family } from "../families/family.js";
import { ask } from "../live/rest.js";

export class OpenSearch extends Family {
  /** A trial as a run of one's own, which takes its steps again: its id. @param {number} number @returns {Promise<string>} */
  async open(number) {
    return (await ask(`api/searches/${this.id}/trials/${number}/runs`, { method: "POST" })).id;
  }

  /** Delete it; one that is gone already is no trouble. */
  async remove() {
    this.leave();
    await ask(`api/searches/${this.id}`, { method: "DELETE" }).catch((error) => {
      if (error?.code !== "unknown-run") throw error;
    });
  }
}

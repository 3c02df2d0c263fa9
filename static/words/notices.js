// The notices: what the server tells of a run unasked, said in the language of the page. Their codes stand in app/wire/messages.py.

import { t } from "./messages.js";

/** @type {Record<string, () => string>} */
const SENTENCES = {
  "host-restarted": () => t("The training was restarted from its last checkpoint."),
  "run-lost": () => t("The training was restarted, and the run is opened as it was last saved."),
  "run-stopped": () => t("This run has brought its training process down, time after time, and was paused."),
  "not-saved": () => t("Training goes on, but is not being saved: the server's database cannot be written."),
  saved: () => t("Training is being saved again."),
};

/** @param {{code: string, message: string}} notice a code that is not known here is said in the server's words */
export function noticed({ code, message }) {
  return SENTENCES[code]?.() ?? message;
}

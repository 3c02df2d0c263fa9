// The notices: events of a run that the server reports, in the page's language. app/wire/messages.py lists their codes.

import { t } from "./messages.js";

/** @type {Record<string, () => string>} */
const SENTENCES = {
  "host-restarted": () => t("The training was restarted from its last checkpoint."),
  "run-lost": () => t("The training was restarted, and the run is opened as it was last saved."),
  "run-stopped": () => t("This run has brought its training process down, time after time, and was paused."),
  "not-saved": () => t("Training goes on, but is not being saved: the server's database cannot be written."),
  saved: () => t("Training is being saved again."),
};

/** @param {{code: string, message: string}} notice an unknown code is shown with the server's text */
export function noticed({ code, message }) {
  return SENTENCES[code]?.() ?? message;
}

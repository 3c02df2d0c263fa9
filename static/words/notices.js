// The notices: events of a run that the server reports, in the page's language. app/wire/messages.py lists their codes.

import { t } from "./messages.js";

/** @type {Record<string, () => string>} */
const SENTENCES = {
  "host-restarted": () => t("The training was restarted from its last checkpoint."),
  "run-lost": () => t("The training was restarted, and the run's last saved state is opened."),
  "run-asleep": () => t("The server cannot wake this network now. The page tries again, and continues by itself."),
  "run-stopped": () => t("This run has crashed its training process several times, and was paused."),
  "not-saved": () => t("Training continues, but is not being saved: the server's database cannot be written."),
  "run-closed": () => t("This run is not shown to you any more."),
  saved: () => t("Training is being saved again."),
};

/** @param {{code: string, message: string}} notice an unknown code is shown with the server's text */
export function noticed({ code, message }) {
  return SENTENCES[code]?.() ?? message;
}

/** Whether the run sends no more frames, until it is watched again. @param {{code: string}} notice */
export const isWatchedAgain = ({ code }) => code === "run-lost" || code === "run-asleep";

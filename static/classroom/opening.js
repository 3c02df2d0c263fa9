// Opens the run of a seat: the page's address names the class, the browser's cookie the seat.

import { ask, Refused } from "../live/rest.js";
import { takeOver } from "../run/run.js";
import { passes } from "../run/troubles.js";
import { t } from "../words/messages.js";

/**
 * The class, or the run to look on at in the class `of`, that an address names.
 * @param {string} search
 * @returns {{code: string | null, look: string | null, of: string | null}}
 */
export function seatIn(search) {
  const parameters = new URLSearchParams(search);
  const look = parameters.get("look");
  return { code: look ? null : parameters.get("class"), look, of: look ? parameters.get("of") : null };
}

/** The parts of the page that would change a network. */
export const ALL = ["settings", "features", "layers", "reset", "play", "step", "epoch", "past", "undo", "speed", "edit", "pencil"];

/** The run of the seat's present task. Who has no seat goes to the door of the class. @param {string} code */
export async function openSeat(code) {
  try {
    const { run } = await ask(`api/classes/${encodeURIComponent(code)}/seat/run`, { method: "POST" });
    return await takeOver(run);
  } catch (error) {
    if (!(error instanceof Refused) || passes(error)) throw error;
    location.replace(`class/${encodeURIComponent(code)}`);
    return new Promise(() => {}); // the page is left
  }
}

/** Why a teacher who looks on changes nothing. @returns {import("../live/wire.js").Failure} */
export function lookingOn() {
  return failureOf("looking-on", t("You are only looking on: this network is your student's."));
}

/** A refusal of the page's own. @param {string} code @param {string} text @returns {import("../live/wire.js").Failure} */
export const failureOf = (code, text) => ({ type: "error", id: null, code, where: null, message: text, text, values: {} });

// A button whose dialog loads when the button is first pressed.

import { joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";
import { unloaded } from "./panel.js";
import { Part } from "./part.js";

/** How often such a button was pressed. On a slow line, the dialog of the last press alone opens, and once. */
let presses = 0;

/**
 * @param {import("../run/state.js").State} state
 * @param {import("../notes/toast.js").Toast} toast
 * @param {string} id of the button
 * @template [What=void]
 * @param {() => Promise<{open: (what?: What) => unknown}>} make loads the modules, and makes the dialog
 * @returns {(what?: What) => void} what opens it without a press
 */
export function opens(state, toast, id, make) {
  const part = new Part(state, make);
  const button = /** @type {HTMLElement} */ (document.getElementById(id));
  part.foresee(button);
  /** @param {What} [what] */
  const open = (what) => {
    const press = ++presses;
    const { activeElement } = document;
    if (part.view) return void part.view.open(what);
    button.setAttribute("aria-busy", "true");
    part
      .load()
      .then(
        // Who has gone on to something else meanwhile is not interrupted.
        (dialog) => void (press === presses && document.activeElement === activeElement && dialog.open(what)),
        () => toast.say(joinSentences([unloaded(), t("Press the button again, or reload the page.")]), 12),
      )
      .finally(() => button.removeAttribute("aria-busy"));
  };
  button.addEventListener("click", () => open());
  return open;
}

// The projector mode: larger letters, thicker lines and stronger colours, for a room that looks at a projector.

import { browser } from "../run/storage.js";

export const defaults = { remembered: "chalknet-projector" };

export class Projector {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("./theme.js").Theme} theme
   * @param {() => void} looked called after a change of the display here
   */
  constructor(state, theme, looked) {
    this.state = state;
    this.theme = theme;
    this.button = /** @type {HTMLElement} */ (document.getElementById("projector"));
    this.isRemembered = browser.get(defaults.remembered) === "true";
    this.isOn = false;
    this.button.addEventListener("click", () => {
      this.toggle();
      looked();
    });
    this.draw();
  }

  /** The button is remembered; an address that asks for the mode keeps it until the button says otherwise. */
  toggle() {
    this.isRemembered = !this.isOn;
    browser.set(defaults.remembered, String(this.isRemembered));
    this.state.look = { ...this.state.look, projector: false };
    this.state.changed();
  }

  draw() {
    const isOn = this.state.look.projector || this.isRemembered;
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    document.documentElement.toggleAttribute("data-projector", isOn);
    this.button.setAttribute("aria-pressed", String(isOn));
    this.theme.recolor();
  }
}

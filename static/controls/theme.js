// The theme: light or dark, by the button, else by the system.

import { colors } from "../paint/colors.js";
import { browser } from "../run/storage.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

export class Theme {
  /** @param {Pick<import("../run/state.js").State, "changed"> & {colors: ReturnType<typeof colors> | null}} state */
  constructor(state) {
    this.state = state;
    this.button = document.getElementById("theme");
    this.say();
    dark.addEventListener("change", () => this.recolor());
    this.button?.addEventListener("click", () => this.toggle());
  }

  toggle() {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    browser.set("chalknet-theme", theme);
    this.recolor();
  }

  recolor() {
    this.state.colors = colors();
    this.say();
    this.state.changed();
  }

  /** The button's state shows whether the page is dark. */
  say() {
    this.button?.setAttribute("aria-pressed", String(isDark()));
  }
}

// The theme: light or dark, by the button, else by the system; on paper light.

import { colors } from "../paint/colors.js";
import { browser } from "../run/storage.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

export class Theme {
  /** @param {Pick<import("../run/state.js").State, "changed"> & {colors: ReturnType<typeof colors> | null, draw?: () => void}} state */
  constructor(state) {
    this.state = state;
    this.button = document.getElementById("theme");
    this.say();
    dark.addEventListener("change", () => this.recolor());
    this.button?.addEventListener("click", () => this.toggle());
    addEventListener("beforeprint", () => this.print());
  }

  /** Pictures are painted for paper, at once, and again for the screen. */
  print() {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    if (!isDark()) return;
    dataset.theme = "light";
    this.state.colors = colors();
    this.state.draw?.();
    const restore = () => {
      if (theme) dataset.theme = theme;
      else delete dataset.theme;
      this.recolor();
    };
    addEventListener("afterprint", restore, { once: true });
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

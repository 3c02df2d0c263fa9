// A panel below the playground: it loads when it is open, stays open or closed, and asks for its looks while it is open.

import { t } from "../words/messages.js";
import { browser } from "../run/storage.js";
import { Part } from "./part.js";
import { show } from "../words/write.js";

/** In milliseconds: how often a panel that is out of sight is drawn while the run plays. */
export const defaults = { unseen: 1000 };

/** The open panels: with one of them, the page's head stays in sight (see inside.css). @type {Set<object>} */
const open = new Set();

/** @template Modules */
export class Panel {
  /**
   * @param {import("../run/state.js").State} state
   * @param {string} id of its details
   * @param {() => Promise<Modules>} load loads the modules
   * @param {(modules: Modules) => import("../run/state.js").View} make makes the view
   * @param {() => boolean} [isShown] whether the present network has such a panel
   */
  constructor(state, id, load, make, isShown = () => true) {
    this.state = state;
    this.isShown = isShown;
    this.host = /** @type {HTMLDetailsElement} */ (document.getElementById(id));
    this.section = /** @type {HTMLElement} */ (this.host.closest("section"));
    this.part = new Part(state, async () => {
      const modules = await load();
      this.unfold();
      return make(modules);
    });
    /** @type {Promise<void> | null} */
    this.loading = null;
    /** What is said where the panel could not be loaded. @type {HTMLElement | null} */
    this.fault = null;
    this.isSeen = false;
    this.drawn = -Infinity;
    const remembered = `chalknet-${id}`;
    const before = browser.get(remembered);
    if (before) this.host.open = before === "open";
    this.host.addEventListener("toggle", () => {
      browser.set(remembered, this.host.open ? "open" : "closed");
      state.changed();
    });
    this.part.foresee(this.host.querySelector("summary"));
    new IntersectionObserver((entries) => {
      this.isSeen = entries.some(({ isIntersecting }) => isIntersecting);
      state.changed();
    }).observe(this.host);
  }

  asks() {
    return (this.isShown() && this.host.open && this.part.view?.asks?.()) || {};
  }

  draw() {
    const isShown = this.isShown();
    show(this.section, isShown);
    if ((isShown && this.host.open) !== open.has(this)) {
      if (!open.delete(this)) open.add(this);
      document.documentElement.classList.toggle("with-panel", open.size > 0);
    }
    // Closed, it waits for no answer; what loads, does so on.
    if (!isShown || !this.host.open) return this.mark(this.loading !== null);
    if (!this.part.view) return void (this.fault ?? this.loading ?? (this.loading = this.load()));
    const { frame } = this.state;
    const now = performance.now();
    // A full frame has what later ones leave out.
    if (!this.isSeen && frame?.state === "playing" && !frame.full && now - this.drawn < defaults.unseen) return;
    this.drawn = now;
    this.part.view.draw();
    this.mark(this.part.view.waits?.() ?? false);
  }

  /** @param {boolean} isBusy whether it loads, or waits for an answer */
  mark(isBusy) {
    if (isBusy === this.host.hasAttribute("aria-busy")) return;
    if (isBusy) this.host.setAttribute("aria-busy", "true");
    else this.host.removeAttribute("aria-busy");
  }

  async load() {
    this.mark(true);
    await this.part.load().then(
      () => this.host.dispatchEvent(new Event("loaded")),
      () => this.fail(),
    );
    this.mark(false);
    this.loading = null;
  }

  /** What it holds comes with its modules, so that nothing can be pressed that does not answer yet. */
  unfold() {
    const template = this.host.querySelector("template");
    template?.replaceWith(template.content);
  }

  /** Say so, and offer to try again. A server that was restarted may have another version of the page. */
  fail() {
    const button = (/** @type {string} */ words, /** @type {() => void} */ act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "ask", textContent: words });
      made.addEventListener("click", act);
      return made;
    };
    const words = Object.assign(document.createElement("span"), { textContent: unloaded() });
    const again = button(t("Try again"), () => {
      fault.remove();
      this.fault = null;
      this.state.changed();
      this.host.querySelector("summary")?.focus();
    });
    const fault = Object.assign(document.createElement("p"), { className: "unloaded" });
    fault.setAttribute("role", "alert");
    fault.append(words, again, button(t("Reload the page"), () => location.reload()));
    this.host.querySelector("summary")?.after(fault);
    this.fault = fault;
  }
}

/** Why a part of the page is not there. */
export const unloaded = () => t("This part of the page could not be loaded: the connection is lost, or the server has another version now.");

// A lesson's view of the page: bare, or with parts that its address, or a class, hides or locks. It guides, and protects nothing: who
// edits the address gets the rest back.

import { attribute } from "../words/write.js";
import { selectorOf } from "./parts.js";

const CONTROLS = "button, input, select, textarea, summary, a[href], canvas[tabindex], [role=button]";

export class Lesson {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    /** Controls that are locked here. @type {Set<Control>} */
    this.locked = new Set();
    this.settings = /** @type {HTMLElement} */ (document.querySelector(".settings"));
    this.shown = "";
  }

  /** The last view: other views make controls anew, and enable them. */
  draw() {
    const { look, given } = this.state;
    const { bare } = look;
    const [hide, lock] = [[...look.hide, ...given.hide], [...look.lock, ...given.lock]];
    const shown = [bare, ...hide].join();
    if (shown !== this.shown) {
      this.shown = shown;
      document.documentElement.classList.toggle("bare", bare);
      this.sheet.replaceSync(hide.map((name) => `${selectorOf(name)} { display: none !important; }`).join("\n"));
    }
    if (lock.length === 0 && this.locked.size === 0) return;
    // Where nothing in the settings can have the focus, they have it themselves, so that keys scroll them.
    if (lock.includes("settings")) attribute(this.settings, "tabindex", "0");
    else this.settings.removeAttribute("tabindex");
    const all = lock.flatMap((name) => [...document.querySelectorAll(selectorOf(name))].flatMap(controlsOf));
    // What is disabled for a reason of its own stays so when it is unlocked.
    const found = new Set(all.filter((control) => this.locked.has(control) || !isDisabled(control)));
    for (const control of this.locked) if (!found.has(control)) setLocked(control, false);
    for (const control of found) setLocked(control, true);
    // Locked settings are still read: without a control that takes the focus, keys scroll them themselves.
    const settings = /** @type {HTMLElement | null} */ (document.querySelector(".settings"));
    if (settings) lock.includes("settings") ? (settings.tabIndex = 0) : settings.removeAttribute("tabindex");
    this.locked = found;
  }
}

/** @typedef {HTMLElement | SVGElement} Control */

/** @param {Element} host */
const controlsOf = (host) => /** @type {Control[]} */ (host.matches(CONTROLS) ? [host] : [...host.querySelectorAll(CONTROLS)]);

/** @param {Control} control */
const isDisabled = (control) => "disabled" in control && Boolean(control.disabled);

/** Links, headings that open and drawings cannot be disabled, but inert. @param {Control} control @param {boolean} isLocked */
function setLocked(control, isLocked) {
  if ("disabled" in control) control.disabled = isLocked;
  else control.toggleAttribute("inert", isLocked);
  control.classList.toggle("locked", isLocked);
}

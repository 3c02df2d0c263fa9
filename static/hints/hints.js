// The hints: one sentence about the control that is pointed at, that has the keyboard's focus, or that a finger holds.

import { about } from "./sentence.js";

/** Milliseconds: until the hint of a setting or of another control shows, until it goes where the pointer may be on its way to it, and of a finger that holds. Pixels: between a control and its hint. */
export const defaults = { wait: { field: 350, other: 700 }, stay: 200, hold: 500, gap: 8 };

export class Hints {
  /**
   * @param {import("../run/state.js").State} state
   * @param {() => void} failed called when an explanation does not come
   */
  constructor(state, failed) {
    this.state = state;
    this.failed = failed;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.sheet = find("hint");
    this.home = /** @type {HTMLElement} */ (this.sheet.parentElement);
    this.name = find("hint-name");
    this.words = find("hint-words");
    this.more = find("hint-more");
    /** @type {import("./sentence.js").About | null} */
    this.shown = null;
    /** A control whose hint was sent away. @type {HTMLElement | null} */
    this.dismissed = null;
    this.timer = 0;
    /** What was used last. @type {"key" | "mouse" | "touch"} */
    this.by = "key";
    this.isHeld = false;
    document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && this.point(event.target));
    document.addEventListener("focusin", ({ target }) => this.focus(target));
    document.addEventListener("focusout", ({ relatedTarget }) => this.holds(relatedTarget) || this.hide());
    document.addEventListener("pointerdown", (event) => this.press(event));
    for (const kind of ["pointerup", "pointercancel", "pointermove"]) {
      document.addEventListener(kind, (event) => /** @type {PointerEvent} */ (event).pointerType === "touch" && clearTimeout(this.timer));
    }
    document.addEventListener("click", (event) => this.release(event), true);
    document.addEventListener("contextmenu", (event) => this.isHeld && event.preventDefault());
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("scroll", ({ target }) => target !== this.sheet && this.hide(), true);
    this.more.addEventListener("click", () => this.explain());
  }

  /** Whether an element is what the hint is about, or belongs to the hint. @param {EventTarget | null} target */
  holds(target) {
    return target instanceof Node && (this.sheet.contains(target) || Boolean(this.shown?.host.contains(target)));
  }

  /** @param {EventTarget | null} target */
  point(target) {
    clearTimeout(this.timer);
    if (!(target instanceof Element) || this.sheet.contains(target)) return;
    const found = about(target);
    if (found?.host !== this.dismissed) this.dismissed = null;
    if (found && found.host === this.shown?.host) return;
    if (this.shown) this.timer = window.setTimeout(() => (this.hide(), found && this.show(found)), defaults.stay);
    else if (found && !this.dismissed) this.timer = window.setTimeout(() => this.show(found), found.host.matches(".field") ? defaults.wait.field : defaults.wait.other);
  }

  /** A mouse's click gives the focus, too, but its hint is there already. A finger's tap on a setting asks for its hint. @param {EventTarget | null} target */
  focus(target) {
    if (!(target instanceof Element)) return;
    // The hint of the control that was left a moment ago would take the sheet away.
    if (this.sheet.contains(target)) return clearTimeout(this.timer);
    if (this.by === "mouse") return;
    const found = about(target);
    const isAsked = found && found.host !== this.shown?.host && (this.by === "key" ? target.matches(":focus-visible") : found.host.matches(".field"));
    // A sheet that closes gives the focus back while it does so, when no other can be shown.
    if (isAsked) this.timer = window.setTimeout(() => this.show(found));
  }

  /** @param {PointerEvent} event */
  press({ pointerType, target }) {
    this.by = pointerType === "touch" ? "touch" : "mouse";
    this.isHeld = false;
    if (!(target instanceof Element) || this.sheet.contains(target)) return;
    const found = about(target);
    clearTimeout(this.timer);
    this.hide();
    if (pointerType === "touch" && found) {
      this.timer = window.setTimeout(() => {
        this.isHeld = true;
        this.show(found);
      }, defaults.hold);
    } else this.dismissed = found?.host ?? null;
  }

  /** A finger that has held a control for its hint does not press it. @param {Event} event */
  release(event) {
    if (this.isHeld && !this.sheet.contains(/** @type {Node} */ (event.target))) {
      event.preventDefault();
      event.stopPropagation();
    }
    this.isHeld = false;
  }

  /** Escape sends the hint away, until the pointer or the focus comes again. @param {KeyboardEvent} event */
  key({ key }) {
    this.by = "key";
    if (key !== "Escape" || !this.shown) return;
    this.dismissed = this.shown.host;
    this.hide();
  }

  /** @param {import("./sentence.js").About} found */
  show(found) {
    const { host, name, words, explained } = found;
    if (!host.isConnected) return;
    this.hide();
    this.shown = found;
    this.name.textContent = name;
    this.words.textContent = words;
    this.name.hidden = name === "";
    this.words.hidden = words === "";
    this.more.hidden = explained === "";
    // Behind its control, for who goes on by key, and in a dialog, which makes all else inert.
    if (explained) follow(this.sheet, host);
    else this.home.append(this.sheet);
    this.sheet.showPopover();
    place(this.sheet, host);
  }

  /** The focus of one who is in the sheet goes back to what the hint is about. */
  hide() {
    clearTimeout(this.timer);
    if (!this.shown) return;
    if (this.sheet.contains(document.activeElement)) focusable(this.shown.host)?.focus({ preventScroll: true });
    this.shown = null;
    if (this.sheet.matches(":popover-open")) this.sheet.hidePopover();
  }

  /** The longer explanation, which is loaded when it is first asked for. */
  async explain() {
    if (!this.shown) return;
    const { host, explained } = this.shown;
    focusable(host)?.focus();
    this.hide();
    const { activeElement } = document;
    const loaded = await import("../explanations/explanations.js").catch(this.failed);
    // Who has gone on to something else meanwhile is not interrupted.
    if (document.activeElement === activeElement) await loaded?.explain(explained, host, this.state);
  }
}

/** @param {HTMLElement} host */
const focusable = (host) => /** @type {HTMLElement | null} */ (host.matches("button, a, input, select") ? host : host.querySelector("input, select, button, textarea"));

/** Put a sheet behind what it is about; an item of a list holds it, and what is made anew at any time stands in a part that stays. @param {HTMLElement} sheet @param {HTMLElement} host */
export function follow(sheet, host) {
  const kept = /** @type {HTMLElement} */ (host.closest(".diagram, label") ?? host);
  if (kept.matches("li")) kept.append(sheet);
  else kept.after(sheet);
}

/**
 * Put a sheet beside a setting where there is room, else below the control, else above it.
 * @param {HTMLElement} sheet
 * @param {HTMLElement} host
 */
export function place(sheet, host) {
  const { gap } = defaults;
  const box = host.getBoundingClientRect();
  const column = host.closest(".settings")?.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = sheet;
  const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(gap, Math.min(value, most - gap));
  const isBeside = column !== undefined && column.right + gap + width < innerWidth;
  const below = box.bottom + gap;
  const top = isBeside ? box.top : below + height < innerHeight ? below : box.top - gap - height;
  sheet.style.left = `${isBeside ? column.right + gap : within(box.left, innerWidth - width)}px`;
  sheet.style.top = `${within(top, innerHeight - height)}px`;
}


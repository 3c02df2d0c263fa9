// The focus after an answer, and after what had it has gone: it never falls to the page, whose space bar begins the training.

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** What has the focus because what had it has gone. @type {Element | null} */
let standIn = null;

/** Set only where the person has not moved it meanwhile. @param {HTMLElement} element to be focused @param {Element | null} [before] what had the focus; without it, what had it must be gone @param {FocusOptions} [how] */
export function refocus(element, before = null, how = {}) {
  const { activeElement, body } = document;
  if (!activeElement || activeElement === body || activeElement === before || activeElement === standIn) element.focus(how);
}

/** From now on, where a control is hidden or removed that has the focus of someone who goes by key, the next one takes it, else the one before; and an open sheet closes when the focus leaves it, so that it covers nothing that has the focus. */
export function keepFocus() {
  /** What had the focus before it came into this part of the page. @type {{control: HTMLElement, places: Place[]} | null} */
  let before = null;
  let isByKey = false;
  let isDown = false;
  /** @type {{control: HTMLElement, places: Place[]} | null} */
  let lost = null;
  const settle = () => {
    // A key that is held does not press the next control, too.
    if (!lost || isDown) return;
    const { control, places } = lost;
    lost = null;
    if (document.activeElement !== document.body || !document.hasFocus() || canHaveFocus(control)) return;
    const next = nearest(places) ?? (before && (canHaveFocus(before.control) ? before.control : nearest(before.places)));
    next?.focus();
    standIn = next;
  };
  document.addEventListener("pointerdown", () => (isByKey = false), true);
  document.addEventListener("keydown", () => (isByKey = isDown = true), true);
  document.addEventListener("keyup", () => ((isDown = false), settle()), true);
  window.addEventListener("blur", () => (isDown = false));
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    standIn = null;
    if (!(target instanceof HTMLElement) || !(relatedTarget instanceof HTMLElement)) return;
    if (partOf(target) !== partOf(relatedTarget)) before = { control: relatedTarget, places: placesOf(relatedTarget) };
    const sheet = /** @type {HTMLElement | null} */ (relatedTarget.closest("[popover]:not([popover=manual]):popover-open"));
    if (sheet && !sheet.contains(target)) sheet.hidePopover();
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (relatedTarget || !isByKey || !(target instanceof HTMLElement)) return;
    lost = { control: target, places: placesOf(target) };
    setTimeout(settle);
  });
}

/** The part of the body in which an element stands. @param {Element} element */
const partOf = (element) => element.closest("body > *");

/** @typedef {{host: Element, nth: number}} Place where a control is among the controls of a part of the page */

/** The place of a control in each part that it stands in, the smallest first. @param {Element} control @returns {Place[]} */
function placesOf(control) {
  const places = [];
  for (let host = control.parentElement; host && host !== document.body; host = host.parentElement) {
    places.push({ host, nth: [...host.querySelectorAll(CONTROLS)].indexOf(control) });
  }
  return places;
}

/** @param {Place[]} places @returns {HTMLElement | null} */
function nearest(places) {
  for (const { host, nth } of places) {
    const all = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(CONTROLS)]);
    const found = [...all.slice(nth), ...all.slice(0, nth).reverse()].find(canHaveFocus);
    if (found) return found;
  }
  return null;
}

/** @param {HTMLElement} control */
const canHaveFocus = (control) => control.isConnected && control.tabIndex >= 0 && !control.matches(":disabled, [inert] *") && control.checkVisibility({ visibilityProperty: true });

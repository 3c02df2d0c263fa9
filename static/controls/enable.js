// Whether a button can be pressed. One that has the focus keeps it: it says that it is disabled, does nothing, and is disabled in earnest when the focus leaves it.

import { attribute } from "../words/write.js";

/** @param {HTMLButtonElement} button @param {boolean} isEnabled */
export function enable(button, isEnabled) {
  const isSaid = !isEnabled && button === document.activeElement;
  const isDisabled = !isEnabled && !isSaid;
  if (button.disabled !== isDisabled) button.disabled = isDisabled;
  if (!isSaid) return button.removeAttribute("aria-disabled");
  attribute(button, "aria-disabled", "true");
  button.addEventListener("click", stop, true);
  button.addEventListener("blur", settle);
}

/** Give the focus to a button that was made anew, even to one that is disabled. @param {HTMLElement | null} button */
export function focusAgain(button) {
  if (!(button instanceof HTMLButtonElement)) return button?.focus();
  const isEnabled = !button.disabled;
  button.disabled = false;
  button.focus();
  enable(button, isEnabled);
}

/** @param {Event} event */
function stop(event) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  if (button.ariaDisabled !== "true") return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {Event} event */
function settle({ currentTarget }) {
  const button = /** @type {HTMLButtonElement} */ (currentTarget);
  // A window that loses the focus gives it back to the same button.
  if (button.ariaDisabled === "true" && button !== document.activeElement) enable(button, false);
}

// What is pressed stays: a click begins and ends on the same button, so none is made anew in between.

/**
 * @param {HTMLElement} host whose buttons are made anew
 * @returns {(act: () => void) => void} what does it: at once, or after the click that is under way; of several, the last one
 */
export function afterPress(host) {
  let isPressed = false;
  /** @type {(() => void) | null} */
  let due = null;
  const release = () => {
    if (!isPressed) return;
    // The click comes after the release.
    setTimeout(() => {
      isPressed = false;
      const act = due;
      due = null;
      act?.();
    });
  };
  host.addEventListener("pointerdown", () => (isPressed = true));
  for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, release);
  return (act) => {
    if (isPressed) due = act;
    else act();
  };
}

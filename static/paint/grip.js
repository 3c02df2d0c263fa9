// A grip: a mark of a drawing that a finger takes and drags. Elsewhere on the drawing a finger scrolls the page.

export const defaults = { reach: 24 };

/**
 * @param {HTMLElement} host the drawing
 * @param {() => readonly [number, number] | null} mark where the mark is now, in CSS pixels from the drawing's corner
 * @returns {(event: PointerEvent | Touch) => boolean} whether an event meets the mark
 */
export function grip(host, mark) {
  const meets = (/** @type {PointerEvent | Touch} */ { clientX, clientY }) => {
    const [place, { left, top }] = [mark(), host.getBoundingClientRect()];
    return place !== null && Math.hypot(clientX - left - place[0], clientY - top - place[1]) <= defaults.reach;
  };
  const hold = (/** @type {TouchEvent} */ event) => {
    const [touch] = event.touches;
    if (touch && event.touches.length === 1 && meets(touch)) event.preventDefault();
  };
  host.addEventListener("touchstart", hold, { passive: false });
  return meets;
}

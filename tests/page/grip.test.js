// The grip: a finger on the mark drags it, elsewhere it scrolls the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { defaults, grip } from "../../static/paint/grip.js";

test("only a single finger on the mark keeps the page from scrolling", () => {
  /** @type {((event: unknown) => void) | undefined} */
  let touch;
  const host = { addEventListener: (/** @type {string} */ _kind, /** @type {typeof touch} */ hear) => (touch = hear), getBoundingClientRect: () => ({ left: 100, top: 200 }) };
  /** @type {[number, number] | null} */
  let mark = [50, 60];
  const meets = grip(/** @type {any} */ (host), () => mark);
  const held = (/** @type {{clientX: number, clientY: number}[]} */ ...touches) => {
    let isHeld = false;
    touch?.({ touches, preventDefault: () => (isHeld = true) });
    return isHeld;
  };
  const on = { clientX: 150 + defaults.reach - 1, clientY: 260 };
  const beside = { clientX: 150, clientY: 261 + defaults.reach };
  assert.deepEqual([held(on), held(beside), held(on, beside)], [true, false, false]);
  assert.equal(meets(/** @type {any} */ (beside)), false);
  mark = null;
  assert.equal(held(on), false);
});

// What is pressed is not made anew before its click.

import assert from "node:assert/strict";
import { test } from "node:test";

import { given } from "./page.js";
import { afterPress } from "../../static/controls/pressed.js";

test("between press and click nothing is made anew, and then the newest once", async (t) => {
  const page = new EventTarget();
  given(t, { addEventListener: page.addEventListener.bind(page) });
  const host = new EventTarget();
  const unpressed = afterPress(/** @type {any} */ (host));
  /** @type {string[]} */
  const done = [];
  unpressed(() => done.push("before"));
  host.dispatchEvent(new Event("pointerdown"));
  unpressed(() => done.push("older"));
  unpressed(() => done.push("newest"));
  page.dispatchEvent(new Event("pointerup"));
  done.push("click");
  await new Promise((resolve) => setTimeout(resolve));
  unpressed(() => done.push("after"));
  assert.deepEqual(done, ["before", "click", "newest", "after"]);
});

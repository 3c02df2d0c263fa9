// The attendant of a class: it comes back after every welcome, and hears its own class alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Attendant } from "../../static/classroom/attendant.js";

test("a page attends again after the connection was lost, with the tiles that are in sight", () => {
  /** @type {object[]} */
  const sent = [];
  const live = /** @type {any} */ ({ attendants: new Set(), since: { welcome: 0 }, want: async (/** @type {object} */ command) => sent.push(command) });
  /** @type {string[]} */
  const heard = [];
  const attendant = new Attendant(live, "ABC234", "teacher", { classroom: ({ title }) => heard.push(title), board: () => heard.push("board") });
  assert.equal(sent.length, 0);
  live.since.welcome = 1;
  for (const each of live.attendants) each.attend();
  attendant.see(["a", "b"]);
  attendant.see(["a", "b"]);
  for (const each of live.attendants) each.attend();
  assert.deepEqual(sent.map((/** @type {any} */ { visible }) => visible), [null, ["a", "b"], ["a", "b"]]);
  attendant.hear(/** @type {any} */ ({ type: "classroom", code: "ABC234", title: "Networks" }));
  attendant.hear(/** @type {any} */ ({ type: "classroom", code: "OTHERS", title: "Others" }));
  attendant.hear(/** @type {any} */ ({ type: "board", code: "ABC234" }));
  assert.deepEqual(heard, ["Networks", "board"]);
  attendant.hear(/** @type {any} */ ({ type: "classroom", code: "ABC234", role: "gone", over: true }));
  attendant.see(["c"]); // the tiles are hidden
  for (const each of live.attendants) each.attend();
  assert.equal(sent.length, 3, "nothing is asked of a class that is over: its refusal would take the place of what is said");
});

test("a class that is not known any more is over, also where it was deleted while the connection was lost", async () => {
  let code = "unknown-class";
  const live = /** @type {any} */ ({ attendants: new Set(), since: { welcome: 1 }, want: () => Promise.reject({ code }) });
  /** @type {unknown[]} */
  const heard = [];
  const hears = { classroom: (/** @type {any} */ { role, over }) => heard.push([role, over]), refused: (/** @type {any} */ failure) => heard.push(failure.code) };
  const attendant = new Attendant(live, "ABC234", "student", hears);
  await new Promise(setImmediate);
  attendant.see(["a"]);
  code = "not-a-member";
  new Attendant(live, "ABC234", "student", hears);
  await new Promise(setImmediate);
  assert.deepEqual(heard, [["gone", true], "not-a-member"]);
});

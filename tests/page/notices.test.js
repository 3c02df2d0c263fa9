// The notices: every code that app/wire/messages.py names has a sentence here, but for run-gone, which begins a new run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import "./page.js";
import { noticed } from "../../static/words/notices.js";

test("every code of the wire has words of the page's own", () => {
  const wire = readFileSync(new URL("../../app/wire/messages.py", import.meta.url), "utf8");
  const codes = wire.match(/A notice's code: ([^]*?)\n\n/)?.[1]?.match(/`[a-z-]+`/g)?.map((code) => code.slice(1, -1)) ?? [];
  assert.ok(codes.includes("not-saved"));
  for (const code of codes.filter((code) => code !== "run-gone")) {
    assert.notEqual(noticed({ code, message: "the server's words" }), "the server's words", code);
  }
});

test("what is not known is said in the server's words", () => {
  assert.equal(noticed({ code: "new", message: "the server's words" }), "the server's words");
});

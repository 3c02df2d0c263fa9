// The live line against a fake socket and a fake clock.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { defaults, Live } from "../../static/live/live.js";
import { Refused } from "../../static/live/rest.js";

/** One message without a body, as app/wire/messages.py has it. Its header is a map of short texts and small numbers. @param {Record<string, string | number | null>} header */
function packed(header) {
  const bytes = [0x80 + Object.keys(header).length];
  const text = (/** @type {string} */ value) => bytes.push(0xa0 + value.length, ...new TextEncoder().encode(value));
  for (const [key, value] of Object.entries(header)) {
    text(key);
    if (value === null) bytes.push(0xc0);
    else if (typeof value === "number") bytes.push(value);
    else text(value);
  }
  const message = new Uint8Array(8 + bytes.length);
  new DataView(message.buffer).setUint32(0, bytes.length, true);
  message.set(bytes, 8);
  return message.buffer;
}

/** @param {import("node:test").TestContext} t @param {InstanceType<typeof Refused> | null} [trouble] what the diagnosis finds */
function setUp(t, trouble = null) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  /** @type {string[]} */
  const heard = [];
  class Fake {
    /** @param {string} kind */
    constructor(kind) {
      this.kind = kind;
      /** @type {any[]} */
      this.sent = [];
      this.isClosed = false;
      /** @type {any} */
      this.onmessage = null;
      /** @type {any} */
      this.onclose = null;
      lines.push(this);
    }
    /** @param {string} text */
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close() {
      this.isClosed = true;
    }
    /** @param {Record<string, string | number | null>} header */
    hear(header) {
      this.onmessage({ data: packed(header) });
    }
    welcome() {
      this.hear({ type: "welcome", version: 2 });
    }
  }
  /** @type {Fake[]} */
  const lines = [];
  const ways = { socket: () => new Fake("socket"), polling: () => new Fake("polling"), examine: async () => trouble };
  const live = new Live("ws://here/live", ways);
  live.listen({
    welcome: () => heard.push("welcome"),
    lost: ({ code }) => heard.push(code),
    polling: () => heard.push("polling"),
    frame: () => heard.push("frame"),
    notice: () => heard.push("notice"),
  });
  const newest = () => /** @type {Fake} */ (lines.at(-1));
  /** Let time pass, second by second, and what was promised happen. @param {number} milliseconds */
  const pass = async (milliseconds) => {
    const settle = async () => {
      for (let turns = 0; turns < 10; turns++) await Promise.resolve();
    };
    await settle();
    for (let left = milliseconds; left > 0; left -= 1000) {
      t.mock.timers.tick(Math.min(left, 1000));
      await settle();
    }
  };
  return { live, lines, heard, newest, pass };
}

const SILENT = defaults.quiet + defaults.patience + 2000;

test("a line that is only quiet answers a ping, and stays", async (t) => {
  const { lines, heard, newest, pass } = setUp(t);
  newest().welcome();
  for (let times = 0; times < 20; times++) {
    await pass(1000);
    for (const { do: what, id } of newest().sent.splice(0)) {
      assert.equal(what, "ping");
      newest().hear({ type: "done", id });
    }
  }
  assert.equal(lines.length, 1);
  assert.deepEqual(new Set(heard), new Set(["welcome"]));
});

test("a line that swallows everything is said to be silent, given up, and replaced by polls", async (t) => {
  const { live, lines, heard, newest, pass } = setUp(t);
  newest().welcome();
  const command = live.send({ do: "pause", run: "r" }).catch(({ code }) => code);
  await pass(defaults.quiet + defaults.doubtful + 1000);
  assert.equal(heard.at(-1), "silent");
  assert.equal(lines.length, 1);
  await pass(SILENT);
  assert.equal(await command, "lost");
  assert.ok(lines[0]?.isClosed);
  assert.equal(newest().kind, "polling");
  assert.ok(heard.includes("polling"));
});

test("a line that held for long is opened anew as it was", async (t) => {
  const { lines, newest, pass } = setUp(t);
  newest().welcome();
  for (let at = 0; at < defaults.proven; at += 2000) {
    await pass(2000);
    newest().hear({ type: "done", id: 0 });
  }
  await pass(SILENT);
  await pass(1000);
  assert.deepEqual(lines.map(({ kind }) => kind), ["socket", "socket"]);
});

test("an upgrade that is never answered is given up in time, for polls", async (t) => {
  const { heard, newest, pass } = setUp(t);
  await pass(defaults.connecting + 2000);
  assert.deepEqual(heard, ["unopened", "polling"]);
  assert.equal(newest().kind, "polling");
});

test("an upgrade that is refused is tried once more, and then polled", async (t) => {
  const { lines, newest, pass } = setUp(t);
  newest().onclose();
  await pass(1000);
  newest().onclose();
  await pass(1000);
  assert.deepEqual(lines.map(({ kind }) => kind), ["socket", "socket", "polling"]);
  newest().onclose(); // polls that break although the server is there are begun again
  await pass(3000);
  assert.equal(newest().kind, "polling");
});

test("where the server is away, or refuses, that is said, and a socket is tried ever more seldom", async (t) => {
  const { lines, heard, newest, pass } = setUp(t, new Refused({ code: "unreachable", text: "" }));
  for (let second = 0; second < 60; second++) {
    newest().onclose?.();
    await pass(1000);
  }
  assert.ok(lines.length > 4 && lines.length < 14, `${lines.length} lines in a minute`);
  assert.ok(lines.every(({ kind }) => kind === "socket"));
  assert.deepEqual(heard.slice(0, 2), ["lost", "unreachable"]);
});

test("the server's last words say why it closes", async (t) => {
  const { heard, newest, pass } = setUp(t);
  newest().hear({ type: "error", id: null, code: "too-many-sockets" });
  newest().onclose();
  await pass(100);
  assert.deepEqual(heard, ["lost", "too-many-sockets"]);
});

test("a command that is not answered in time is given up while the line stays", async (t) => {
  const { live, lines, newest, pass } = setUp(t);
  newest().welcome();
  const command = live.send({ do: "check", run: "r" }).catch(({ code }) => code);
  for (let at = 0; at <= defaults.command; at += 1000) {
    await pass(1000);
    newest().hear({ type: "done", id: 0 });
  }
  assert.equal(await command, "late");
  assert.equal(lines.length, 1);
});

test("a command in the meantime is refused at once, and hurries the next try", async (t) => {
  const { live, lines, newest, pass } = setUp(t, new Refused({ code: "unreachable", text: "" }));
  newest().onclose();
  await pass(100);
  assert.equal(await live.send({ do: "play", run: "r" }).catch(({ code }) => code), "lost");
  assert.equal(lines.length, 2);
});

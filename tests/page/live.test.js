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

/** @param {import("node:test").TestContext} t @param {InstanceType<typeof Refused> | null} [trouble] what the diagnosis finds @param {string} [visitor] whose requests the page's are */
function setUp(t, trouble = null, visitor = "ann") {
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
      this.hear({ type: "welcome", version: 2, visitor: "ann" });
    }
    /** Refuse the last want. @param {string} code */
    refuse(code) {
      this.hear({ type: "error", id: this.sent.findLast(({ do: what }) => what !== "ping").id, code });
    }
  }
  /** @type {Fake[]} */
  const lines = [];
  const ways = { socket: () => new Fake("socket"), polling: () => new Fake("polling"), examine: async () => trouble, who: async () => visitor };
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
  /** Let time pass on a connection that is alive. @param {number} milliseconds @param {() => void} [each] second */
  const lasts = async (milliseconds, each = () => {}) => {
    for (let left = milliseconds; left > 0; left -= 1000) {
      each();
      await pass(1000);
      newest().hear({ type: "done", id: 0 });
    }
  };
  return { live, lines, heard, newest, pass, lasts };
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

for (const [state, begins] of /** @type {const} */ ([["opens", false], ["waits for an answer", true]])) {
  test(`a page that sleeps while its connection ${state} reads what has come before it doubts`, async (t) => {
    const { lines, heard, newest, pass } = setUp(t);
    if (begins) newest().welcome();
    await pass(begins ? defaults.quiet + 1000 : 1000);
    t.mock.timers.setTime(Date.now() + 3_600_000);
    await pass(1000);
    if (!begins) newest().welcome();
    newest().hear({ type: "done", id: newest().sent.at(-1)?.id ?? 0 });
    await pass(2000);
    assert.equal(lines.length, 1);
    assert.deepEqual(new Set(heard), new Set(["welcome"]));
  });
}

test("what is wanted is asked for again while that is refused for a reason that passes, ever more seldom, until something newer is wanted", async (t) => {
  const { live, lines, newest, lasts } = setUp(t);
  newest().welcome();
  /** @type {string[]} */
  const told = [];
  const wants = () => newest().sent.filter(({ do: what }) => what === "watch");
  const first = live.want({ do: "watch", run: "r", views: {} }, ({ code }) => told.push(code)).catch(({ code }) => code);
  const refuse = () => wants().length > told.length && newest().refuse("server-full");
  await lasts(60_000, refuse);
  refuse();
  const { length } = wants();
  assert.ok(length > 4 && length < 14, `asked ${length} times in a minute`);
  const second = live.want({ do: "watch", run: "r", views: { tile: true } });
  newest().hear({ type: "done", id: wants().at(-1).id });
  await second;
  live.hurry();
  await lasts(20_000);
  assert.equal(await first, "lost");
  assert.deepEqual(wants().slice(length).map(({ views }) => views.tile), [true], "the older want is over");
  const refused = live.want({ do: "attend", code: "c" }).catch(({ code }) => code);
  newest().refuse("not-a-member");
  assert.equal(await refused, "not-a-member");
  assert.equal(lines.length, 1);
});

test("the connection of another visitor than the page's requests is left, once", async (t) => {
  const { live, lines, newest, pass } = setUp(t, null, "ben");
  for (const code of ["lost", "unknown-run"]) {
    newest().welcome();
    const watched = live.want({ do: "watch", run: "r" }).catch((failure) => failure.code);
    newest().refuse("unknown-run");
    assert.equal(await watched, code);
    await pass(1000);
    assert.equal(lines.length, 2);
  }
});

test("a page that hears of its class only connects again as soon after the last loss as after the first", async (t) => {
  const { lines, newest, pass, lasts } = setUp(t);
  for (let losses = 1; losses < 9; losses++) {
    newest().welcome();
    newest().hear({ type: "classroom", code: "c" });
    await lasts(defaults.proven); // such a connection is not suspected
    newest().onclose();
    await pass(defaults.first_wait);
    assert.equal(lines.length, losses + 1);
  }
});

test("a connection that is lost after each first frame is opened ever more seldom", async (t) => {
  const { lines, newest, pass } = setUp(t);
  for (let second = 0; second < 60; second++) {
    const line = newest();
    if (line.onclose) {
      line.welcome();
      line.hear({ type: "frame", run: "r" });
    }
    await pass(1000);
    line.onclose?.();
  }
  assert.ok(lines.length > 4 && lines.length < 14, `${lines.length} lines in a minute`);
});

test("a page is not welcomed again by each answer to a ping, but where the server had fallen silent", async (t) => {
  const { heard, newest, pass } = setUp(t);
  newest().welcome();
  const answer = () => newest().hear({ type: "done", id: newest().sent.at(-1).id });
  await pass(defaults.quiet + 1000);
  answer();
  assert.deepEqual(heard, ["welcome"]);
  await pass(defaults.quiet + defaults.doubtful + 1000);
  assert.equal(heard.at(-1), "silent");
  answer();
  assert.equal(heard.at(-1), "welcome");
});

// Polls against a fake server: messages come whole, commands keep their order, and every end is noticed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { given } from "./page.js";
import { messagesIn, Polling } from "../../static/live/polling.js";

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** @param {number[][]} messages */
function framed(...messages) {
  return new Uint8Array(messages.flatMap((message) => [message.length, 0, 0, 0, ...message])).buffer;
}

/** @param {import("node:test").TestContext} t */
function setUp(t) {
  /** @type {{path: string, method: string, body: string, answer: (response: Response) => void}[]} */
  const requests = [];
  given(t, {
    fetch: (/** @type {string} */ path, /** @type {RequestInit} */ { method = "GET", body = "", signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        requests.push({ path, method, body: String(body), answer: resolve });
      }),
  });
  const polling = new Polling();
  /** @type {number[][]} */
  const heard = [];
  /** @type {any[]} */
  const closed = [];
  polling.onmessage = ({ data }) => heard.push([...new Uint8Array(data)]);
  polling.onclose = (refused) => closed.push(refused?.code ?? "lost");
  /** @param {string} path */
  const waiting = (path) => {
    const found = requests.findIndex((request) => request.path === path);
    assert.ok(found >= 0, `no request to ${path}, but to ${requests.map((request) => request.path)}`);
    return /** @type {typeof requests[0]} */ (requests.splice(found, 1)[0]);
  };
  return { polling, heard, closed, requests, waiting };
}

const opened = () => Response.json({ id: "a" }, { status: 201 });
const done = () => new Response(null, { status: 204 });

test("an answer is taken apart into messages that begin anew in memory", () => {
  const messages = [...messagesIn(framed([1, 2, 3], [], [4]))];
  assert.deepEqual(messages.map((message) => [...new Uint8Array(message)]), [[1, 2, 3], [], [4]]);
});

test("polls bring messages, and take along what has time", async (t) => {
  const { polling, heard, waiting } = setUp(t);
  waiting("api/lines").answer(opened());
  await turn();
  polling.send("ack 1", true);
  waiting("api/lines/a/messages").answer(new Response(framed([1], [2])));
  await turn();
  assert.deepEqual(heard, [[1], [2]]);
  assert.equal(waiting("api/lines/a/messages").body, "ack 1");
});

test("commands go one request after another, together with those that came meanwhile", async (t) => {
  const { polling, requests, waiting } = setUp(t);
  waiting("api/lines").answer(opened());
  await turn();
  for (const text of ["play", "pause", "step"]) polling.send(text);
  const first = waiting("api/lines/a");
  assert.equal(first.body, "play");
  assert.ok(!requests.some(({ path }) => path === "api/lines/a"));
  first.answer(done());
  await turn();
  assert.equal(waiting("api/lines/a").body, "pause\nstep");
});

test("a line that has ended, or is refused, is told once", async (t) => {
  const gone = setUp(t);
  gone.waiting("api/lines").answer(opened());
  await turn();
  gone.waiting("api/lines/a/messages").answer(Response.json({ error: { code: "line-gone", text: "" } }, { status: 404 }));
  await turn();
  assert.deepEqual(gone.closed, ["lost"]);
  const refused = setUp(t);
  refused.waiting("api/lines").answer(Response.json({ error: { code: "too-many-sockets", text: "" } }, { status: 429 }));
  await turn();
  assert.deepEqual(refused.closed, ["too-many-sockets"]);
});

test("a page that leaves says so, and hears nothing more", async (t) => {
  const { polling, closed, waiting } = setUp(t);
  waiting("api/lines").answer(opened());
  await turn();
  polling.close();
  await turn();
  assert.equal(waiting("api/lines/a").method, "DELETE");
  assert.deepEqual(closed, []);
});

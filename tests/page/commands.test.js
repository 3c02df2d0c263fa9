// The commands against a line that answers when it is told to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Commands } from "../../static/run/commands.js";

function setUp() {
  /** @type {{command: any, resolve: (answer: object) => void, reject: (failure: object) => void}[]} */
  const sent = [];
  /** @type {any[]} */
  const refused = [];
  const live = { send: (/** @type {object} */ command) => new Promise((resolve, reject) => sent.push({ command, resolve, reject })) };
  const commands = new Commands(/** @type {any} */ (live), (failure, changes) => refused.push([failure, changes]));
  commands.goTo("r");
  return { commands, sent, refused };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("changes that come while one is under way are put together", async () => {
  const { commands, sent } = setUp();
  commands.change("optimizer", "learning_rate", 0.1);
  commands.change("optimizer", "learning_rate", 0.2);
  commands.change("optimizer", "learning_rate", 0.3);
  commands.change("training", "batch_size", 5);
  assert.equal(sent.length, 1);
  sent[0]?.resolve({});
  await turn();
  assert.deepEqual(sent[1]?.command.changes, { optimizer: { learning_rate: 0.3 }, training: { batch_size: 5 } });
});

test("a change that is refused, or lost with the line, is told, and the next ones go on", async () => {
  const { commands, sent, refused } = setUp();
  commands.change("optimizer", "learning_rate", 99);
  commands.change("optimizer", "momentum", 0.5);
  sent[0]?.reject({ code: "lost" });
  await turn();
  assert.deepEqual(refused, [[{ code: "lost" }, { optimizer: { learning_rate: 99 } }]]);
  assert.deepEqual(sent[1]?.command.changes, { optimizer: { momentum: 0.5 } });
});

test("a journey counts from its click on, and what frames say from its answer on", async () => {
  const { commands, sent } = setUp();
  const frame = (/** @type {number} */ taken, /** @type {number | null} */ present) => /** @type {any} */ ({ taken, present });
  assert.equal(commands.isPast(null), false);
  assert.equal(commands.isPast(frame(1, null)), false);
  commands.travel({ iterations: -1 });
  const back = commands.travel({ iterations: -1 });
  assert.equal(commands.isPast(frame(2, null)), true);
  sent[0]?.resolve({ taken: 3 });
  await turn();
  assert.equal(commands.isPast(frame(4, null)), true); // the second one is under way
  sent[1]?.resolve({ taken: 5 });
  await back;
  assert.equal(commands.isPast(frame(4.5, null)), true);
  assert.equal(commands.isPast(frame(6, null)), false);
  assert.equal(commands.isPast(frame(6, 80)), true);
  commands.travel({});
  assert.equal(commands.isPast(frame(6, 80)), false);
});

test("without a run nothing is sent", async () => {
  const { commands, sent } = setUp();
  commands.run = null;
  await commands.do("play");
  assert.equal(await commands.check(), null);
  assert.equal(sent.length, 0);
});

test("a second click counts from the first one, before the answer and until its frame", async () => {
  const { commands, sent } = setUp();
  const present = /** @type {any} */ ({ network: { hidden: [4, 2], activation: "tanh" }, data: { kind: "circle" } });
  const less = () => {
    const { hidden } = commands.coming(present).network;
    commands.change("network", "hidden", hidden.map((units) => units - 1));
  };
  less();
  less();
  sent[0]?.resolve({ experiment: { ...present, network: { ...present.network, hidden: [3, 1] } } });
  await turn();
  assert.deepEqual(sent[1]?.command.changes, { network: { hidden: [2, 0] } });
  sent[1]?.resolve({ experiment: { ...present, network: { ...present.network, hidden: [2, 0] } } });
  await turn();
  assert.deepEqual(commands.coming(present).network, { hidden: [2, 0], activation: "tanh" });
  commands.arrive(commands.answeredAt); // its frame has come
  assert.deepEqual(commands.coming(present), present);
});

test("a frame that was taken before the answer does not take the answer back", async () => {
  const { commands, sent } = setUp();
  const present = /** @type {any} */ ({ network: { hidden: [4, 2], stages: ["of the frame"] }, data: { kind: "circle" } });
  commands.change("network", "hidden", [3]);
  sent[0]?.resolve({ experiment: { ...present, network: { hidden: [3] } }, taken: 20 });
  await turn();
  commands.arrive(19.9);
  assert.deepEqual(commands.known(present).network, { hidden: [3], stages: ["of the frame"] });
  commands.arrive(20.1);
  assert.equal(commands.known(present), present);
});

test("what is pressed later is sent after the changes that wait", async () => {
  const { commands, sent } = setUp();
  commands.change("optimizer", "learning_rate", 0.1);
  commands.change("optimizer", "learning_rate", 0.2);
  commands.do("reset");
  commands.change("data", "noise", 5);
  commands.send({ data: { kind: "spiral" } });
  const order = sent.map(({ command }) => command.changes ?? command.do);
  assert.deepEqual(order, [{ optimizer: { learning_rate: 0.1 } }, { optimizer: { learning_rate: 0.2 } }, "reset", { data: { noise: 5 } }, { data: { kind: "spiral" } }]);
  assert.equal(commands.asked("data", "kind"), "spiral");
  assert.equal(commands.asked("optimizer", "learning_rate"), 0.2);
  for (const { resolve } of sent) resolve({});
  await turn();
  assert.equal(commands.asked("data", "kind"), undefined);
});

test("answers and refusals of a run that was left do not touch the next one", async () => {
  const { commands, sent, refused } = setUp();
  commands.change("optimizer", "learning_rate", 0.1);
  commands.change("optimizer", "learning_rate", 0.2);
  commands.goTo("other");
  assert.deepEqual(sent.map(({ command }) => [command.run, command.changes.optimizer.learning_rate]), [["r", 0.1], ["r", 0.2]]);
  sent[0]?.resolve({ experiment: { data: { kind: "of the run that was left" } } });
  sent[1]?.reject({ code: "invalid" });
  await turn();
  assert.equal(commands.answered, null);
  assert.deepEqual([refused, commands.sent], [[], []]);
});

test("of a run that was left, a check that is refused is not told", async () => {
  const { commands, sent, refused } = setUp();
  const checked = commands.check();
  commands.goTo("other");
  sent[0]?.reject({ code: "unknown-run" });
  assert.equal(await checked, null);
  assert.deepEqual(refused, []);
});

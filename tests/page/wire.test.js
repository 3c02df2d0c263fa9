// The reader of the wire against bytes that the Python writer made a moment ago.

import assert from "node:assert/strict";
import { test } from "node:test";

import { python } from "./python.js";
import { isTile, read } from "../../static/live/wire.js";

/** @param {string} expression a call of pack, in Python @returns {ArrayBuffer} */
function packed(expression) {
  const script = `import sys, numpy as np; from app.wire.messages import *; sys.stdout.buffer.write(${expression})`;
  const bytes = python(script);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** @param {string} header @param {string} arrays @returns {import("../../static/live/wire.js").Frame} */
const frame = (header, arrays) => /** @type {any} */ (read(packed(`pack(${header}, ${arrays})`)));

test("a message without arrays", () => {
  const message = read(packed("pack({'type': 'error', 'id': None, 'code': 'invalid', 'where': 'do', 'message': '错'})"));
  assert.deepEqual(message, { type: "error", id: null, code: "invalid", where: "do", message: "错" });
});

test("arrays of every type, at every alignment of the header", () => {
  for (const pad of ["", "a", "aa", "aaa"]) {
    const { arrays, ...header } = frame(
      `{'type': 'frame', 'run': '${pad}', 'step': 70000, 'test_loss': 0.25, 'speed': None}`,
      `{'output': np.array([[-127, 0, 127]], np.int8), 'theta': np.array([0.5, -2], np.float32),
        'history_steps': np.array([1, 2**31, 2**53 - 1], np.float64), 'cells': np.array([7], np.int32), 'winner': np.array([[255]], np.uint8), 'losses': np.zeros(0, np.float32)}`.replaceAll("\n", " "),
    );
    assert.deepEqual(header, { type: "frame", run: pad, step: 70000, test_loss: 0.25, speed: null });
    assert.deepEqual(arrays.output, { data: Int8Array.of(-127, 0, 127), shape: [1, 3] });
    assert.deepEqual(arrays.theta, { data: Float32Array.of(0.5, -2), shape: [2] });
    assert.deepEqual(arrays.history_steps, { data: Float64Array.of(1, 2 ** 31, Number.MAX_SAFE_INTEGER), shape: [3] });
    assert.deepEqual(arrays.cells, { data: Int32Array.of(7), shape: [1] });
    assert.deepEqual(arrays.winner, { data: Uint8Array.of(255), shape: [1, 1] });
    assert.equal(arrays.losses?.data.length, 0);
  }
});

test("a frame's number, and its losses up to the end of the message", () => {
  const frame = "pack_frame({'step': 7}, {'output': np.array([1, 2], np.int8)})";
  const losses = "[np.ones(2, np.float32).tobytes(), np.zeros(1, np.float32).tobytes()]";
  const message = /** @type {any} */ (read(packed(`finished(${frame}, 70000, ${losses})`)));
  assert.deepEqual([message.type, message.number, message.step], ["frame", 70_000, 7]);
  assert.deepEqual(message.arrays.output.data, Int8Array.of(1, 2));
  assert.deepEqual(message.arrays.losses, { data: Float32Array.of(1, 1, 0), shape: [3] });
});

test("arrays are views of the message, not copies", () => {
  const buffer = packed("pack({'type': 'frame'}, {'theta': np.ones(1000, np.float32)})");
  const { arrays } = /** @type {any} */ (read(buffer));
  assert.equal(arrays.theta.data.buffer, buffer);
});

test("a board has several frames in one message, each as it would come alone", () => {
  const made = "pack_board({'type': 'board', 'code': 'ABC234', 'signs': {'a': 'well'}}, {id: pack_frame({'run': id, 'step': step}, {'tile': np.full((2, 2), step, np.int8), 'x': np.arange(3, dtype=np.float32)}) for id, step in (('a', 3), ('b', -4))})";
  const board = /** @type {any} */ (read(packed(made)));
  assert.deepEqual([board.type, board.signs], ["board", { a: "well" }]);
  assert.deepEqual([board.tiles.a.run, board.tiles.b.step], ["a", -4]);
  assert.deepEqual([...board.tiles.b.arrays.tile.data], [-4, -4, -4, -4]);
  assert.deepEqual([...board.tiles.a.arrays.x.data], [0, 1, 2]);
});

test("a tile is told from a page's frame, which says whether it is of the past", () => {
  assert.equal(isTile(/** @type {any} */ ({ run: "a", step: 1, full: true })), true);
  assert.equal(isTile(/** @type {any} */ ({ run: "a", step: 1, full: true, present: null })), false);
});

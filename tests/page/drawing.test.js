// What the drawing is computed from: parameters in theta, places of neurons, stops of sliders, enlarged maps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layout } from "../../static/diagram/layout.js";
import { enlarged, enlargedClasses } from "../../static/paint/map.js";
import { parameters } from "../../static/run/parameters.js";
import { nearest, stops } from "../../static/controls/stops.js";

test("W[l] and b[l] are found in theta", () => {
  const theta = [11, 12, 21, 22, 31, 32, 1, 2, 3, 100, 200, 300, 4]; // 2-3-1
  const { weight, shift } = parameters(theta, [2, 3, 1], [{ W: 0, b: 6 }, { W: 9, b: 12 }]);
  assert.deepEqual([weight(1, 0, 0), weight(1, 2, 1), shift(1, 1)], [11, 32, { letter: "b", value: 2 }]);
  assert.deepEqual([weight(2, 0, 2), shift(2, 0)], [300, { letter: "b", value: 4 }]);
});

test("where sums are normalised, β stands in for the bias", () => {
  const theta = [1, 2, 0, 0, 3, 4, 9, 8, 8, 5, 6]; // 1-2-1: W[1], an idle b[1], W[2], b[2], γ, β
  const { weight, shift } = parameters(theta, [1, 2, 1], [{ W: 0, gamma: 7, beta: 9 }, { W: 4, b: 6 }]);
  assert.deepEqual([weight(1, 1, 0), shift(1, 1), weight(2, 0, 1)], [2, { letter: "β", value: 6 }, 4]);
});

test("every neuron stands inside, apart from its neighbours, at every size of network", () => {
  for (const units of [[1], [4, 2, 1], [16, 16, 16, 16, 16, 16, 1]]) {
    const width = 560;
    const height = 620;
    const place = layout(width, height, 7, units);
    for (const column of place.layers) {
      column.forEach(({ x, y }, i) => {
        assert.ok(x > 0 && x + place.size / 2 <= width && y - place.size / 2 >= 0 && y + place.size / 2 <= height);
        if (i > 0) assert.ok(y - (column[i - 1]?.y ?? 0) > place.size);
      });
    }
    place.columns.slice(1).forEach((x, l) => assert.ok(x - (place.columns[l] ?? 0) > place.size));
  }
});

test("sliders stop at round numbers, or in even steps", () => {
  assert.deepEqual(stops(0, 10, "nice", 1).slice(0, 6), [0, 0.0001, 0.0002, 0.0003, 0.0005, 0.001]);
  assert.deepEqual(stops(1, 5000, "nice", 1).at(-1), 5000);
  assert.deepEqual(stops(10, 90, "linear", 40), [10, 50, 90]);
  const rates = stops(0, 10, "nice", 1);
  assert.equal(rates[nearest(rates, 0.11)], 0.1);
  assert.equal(rates[nearest(rates, 0)], 0);
  assert.equal(rates[nearest(rates, 99)], 10);
  assert.deepEqual(stops(-1, 1, "linear", 0.1).slice(0, 4), [-1, -0.9, -0.8, -0.7]);
  assert.equal(stops(1e-10, 1, "nice", 1)[0], 1e-10);
  const momenta = stops(0, 0.999, "near-one", 1);
  assert.deepEqual([momenta[0], momenta.at(-1)], [0, 0.999]);
  assert.ok([0.5, 0.9, 0.99].every((momentum) => momenta.includes(momentum)));
});

test("an enlarged map is even where the map is, keeps the sign of small values, and goes never beyond", () => {
  assert.deepEqual(enlarged(new Int8Array(9).fill(-127), 3, 4), new Int8Array(144).fill(-127));
  const large = enlarged(Int8Array.of(-1, 1, -100, 100), 2, 4);
  assert.equal(large.length, 64);
  assert.ok(large.every((value, i) => Math.abs(value) <= 100 && (i % 8 < 4 ? value < 0 : value > 0)));
  const edge = enlarged(Int8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? -127 : 127)), 8, 3);
  assert.ok(edge.subarray(0, 24).every((value, i) => i === 0 || value >= Number(edge[i - 1])));
  assert.deepEqual([edge[0], edge[23]], [-127, 127]);
});

test("between classes there is nothing: an enlarged edge is sharp, and runs nearer to the weaker side", () => {
  const classes = Uint8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 2 : 9));
  const even = enlargedClasses(classes, new Int8Array(64).fill(50), 8, 4);
  assert.deepEqual([...even.subarray(0, 32)], [...Array(16).fill(2), ...Array(16).fill(9)]);
  const uneven = enlargedClasses(classes, Int8Array.from(classes, (label) => (label === 9 ? 100 : 5)), 8, 4);
  const edge = uneven.subarray(0, 32).indexOf(9);
  assert.ok(edge < 16 && edge >= 14 && uneven.subarray(edge, 32).every((label) => label === 9));
});

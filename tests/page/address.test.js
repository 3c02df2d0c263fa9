// Addresses: ours come back as they went, and TensorFlow Playground's mean the same experiment.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { fields } from "./schema.js";
import { addressIn, LOOK, read, write } from "../../static/address/address.js";
import { experimentOf, split } from "../../static/address/schema.js";

/** @typedef {import("../../static/address/schema.js").Field} Field */

const DEFAULTS = experimentOf();

/** Of what has a coding of its own. @type {Record<string, unknown[]>} */
const OWN = {
  points: [[[-6, 5.99, 0], [6, 0.01, 4], [1.23, -0.07, 1]], Array(1000).fill([5.99, 6, 9])],
  table: [{ id: "0123456789abcdef0123456789abcdef.f", rows: 20000, inputs: [0, 3, 39], label: 1, classes: 10 }, { id: "0123456789abcdef0123456789abcdef", rows: 10, inputs: [0], label: 1, classes: 0, more_labels: [{ column: 2, classes: 0 }, { column: 3, classes: 4 }] }],
};

/** Values of a field that are not its default: by its type, at its bounds and between them. @param {Field} field @returns {unknown[]} */
function others({ type = "", items, nullable, coding, usual, minimum, maximum = 1e9, default: standing }) {
  const all = coding ? OWN[coding] ?? [] : type === "array" ? listsOf(items, usual) : valuesOf({ type, minimum, maximum });
  return [...all, ...(nullable ? [null] : [])].filter((value) => JSON.stringify(value) !== JSON.stringify(standing));
}

/** @param {import("../../static/address/schema.js").Schema} schema @returns {unknown[]} */
function valuesOf({ type, minimum = 1e-9, maximum = 1 }) {
  if (type === "integer") return [minimum, Math.ceil((minimum + maximum) / 2), maximum].map(Math.ceil);
  if (type === "number") return [minimum, 0.1 * maximum, minimum + (maximum - minimum) / 3, maximum];
  if (type === "boolean") return [true, false];
  return ["another_word", "a&b=c'd\"%+#é"];
}

/** @param {Field["items"]} items @param {Field["usual"]} usual @returns {unknown[]} */
function listsOf(items, usual) {
  if (!usual) return [valuesOf(items ?? {}), valuesOf(items ?? {}).slice(0, 1)];
  const layers = Object.entries(usual).map(([kind, fields]) => ({ ...fields, kind, units: 3, name: "a&b=c'd\"%+#é" }));
  return [layers, [{ kind: "dense", units: 4, layers }], []];
}

test("an address out of the source of a page has &amp; between its parts", () => {
  for (const between of ["&amp;", "&amp;amp;"]) assert.deepEqual(read(`#data.kind=xor${between}network.hidden=3`), read("#data.kind=xor&network.hidden=3"));
});

test("the default experiment has an empty address", () => {
  assert.equal(write(DEFAULTS, LOOK), "");
  assert.deepEqual(read(""), { changes: {}, look: LOOK, notes: [], names: {} });
});

test("every field of the schema has a default, a type, and values to be tried", () => {
  assert.ok(fields.length > 40);
  for (const field of fields) {
    assert.ok("default" in field && field.type, field.name);
    assert.ok(others(field).length > 0, field.name);
  }
});

for (const field of fields) {
  test(`an address holds ${field.name} where it is not the default, and brings it back`, () => {
    const [part, name] = split(field.name);
    for (const value of others(field)) {
      const kind = field.kinds && name !== "kind" ? { kind: field.kinds[0] } : {};
      const experiment = experimentOf({ [part]: { ...kind, [name]: value } });
      const address = write(experiment, LOOK);
      const url = new URL(`http://localhost/#${address}`);
      for (const hash of [address, url.hash, `?${address}`]) {
        const { changes, notes } = read(hash);
        assert.deepEqual(notes, []);
        const asked = experimentOf(changes);
        assert.equal(write(asked, LOOK), address);
        if (!field.usual) assert.deepEqual(asked, experiment, address);
      }
    }
  });
}

test("an address holds all fields together, and what the page shows", () => {
  /** @type {import("../../static/address/address.js").Changes} */
  const all = {};
  const kind = "circle";
  for (const field of fields) {
    const [part, name] = split(field.name);
    const [value] = others(field);
    if (field.name !== "data.kind" && !field.replaces && (field.kinds?.includes(kind) ?? true)) all[part] = { ...all[part], [name]: value };
  }
  const look = { show_test: true, discretize: true, projector: true, bare: true, hide: ["settings", "data.noise"], lock: ["play"] };
  const place = read(`#${write(experimentOf(all), look)}`);
  assert.deepEqual(place.look, look);
  assert.deepEqual(place.changes, all);
});

test("parts of the page that an address hides or locks are known ones", () => {
  const { look, notes } = read("#look.hide=play,data.noise,play,shoes&look.lock=&look.bare=1");
  assert.deepEqual(look, { ...LOOK, bare: true, hide: ["play", "data.noise"] });
  assert.deepEqual(notes, ["look.hide=shoes is not known."]);
});

test("what is too long for an address is left out", () => {
  const weights = [{ W: Array(100).fill(Array(100).fill(0.123)), b: null }];
  assert.equal(write(experimentOf({ network: { weights, bias: 0.5 } }), LOOK), "network.bias=0.5");
  const few = [{ W: [[0.5, -1], [2, 0]], b: null }, null];
  const address = write(experimentOf({ network: { weights: few } }), LOOK);
  assert.equal(address, "network.weights=[{'W':[[0.5,-1],[2,0]],'b':null},null]");
  assert.deepEqual(read(address).changes.network?.weights, few);
});

test("a list of layers is written in place of its short form", () => {
  const layers = [{ kind: "dense", frozen: false, units: 3, initializer: null, bias: null }];
  const drawn = experimentOf({ network: { layers, hidden: [3], activations: ["linear"], bias: 0.5 } });
  assert.equal(write(drawn, LOOK), "network.bias=0.5&network.layers=[{'kind':'dense','units':3}]");
});

test("a list of layers is written without what is usual for them", () => {
  const layers = [
    { kind: "dense", frozen: false, units: 8, initializer: null, bias: null },
    { kind: "activation", frozen: false, function: "relu", slope: 0.01 },
    { kind: "dropout", frozen: true, form: "inverted", rate: 0.5 },
  ];
  const address = write(experimentOf({ network: { layers } }), LOOK);
  assert.equal(address, "network.layers=[{'kind':'dense','units':8},{'kind':'activation','function':'relu'},{'kind':'dropout','frozen':true,'rate':0.5}]");
  assert.equal(new URL(`http://localhost/#${address}`).hash, `#${address}`, "nothing in it is encoded");
  assert.deepEqual(read(address).changes.network?.layers, [{ kind: "dense", units: 8 }, { kind: "activation", function: "relu" }, { kind: "dropout", frozen: true, rate: 0.5 }]);
  for (const wrong of ["[", "[{'kind'", "dense", "[".repeat(30_000)]) assert.equal(read(`#network.layers=${wrong}`).changes.network?.layers, wrong);
});

test("a person's own points are in the address only while they are what is learned", () => {
  const points = /** @type {import("../../static/address/address.js").Point[]} */ (Array(1000).fill([5.99, 6, 9]));
  const own = { ...DEFAULTS, data: { ...DEFAULTS.data, kind: "points", classes: 10, points } };
  assert.equal(write({ ...own, data: { ...own.data, kind: "circle", classes: 3 } }, LOOK), "");
  const address = write(own, LOOK);
  assert.ok(address.length < 5100);
  assert.deepEqual(read(address).changes.data?.points, points);
});

test("an address without hidden layers", () => {
  const linear = { ...DEFAULTS, network: { ...DEFAULTS.network, hidden: [] } };
  assert.equal(write(linear, LOOK), "network.hidden=");
  assert.deepEqual(read("#network.hidden=").changes, { network: { hidden: [] } });
});

test("what is wrong goes to the server as it is written, which says so and takes the nearest", () => {
  assert.deepEqual(read("#optimizer.haste=0.9").changes, { optimizer: { haste: "0.9" } });
  assert.deepEqual(read("#data.noise=loud&training.seed=&data.standardize=perhaps&network.hidden=4,x,").changes, {
    data: { noise: "loud", standardize: "perhaps" },
    training: { seed: "" },
    network: { hidden: [4, "x", ""] },
  });
  for (const wrong of ["data.points=0", "data.points=~~~~~", "data.table=-", "data.table=x-y", "data.noise=NaN", "data.noise=Infinity"]) {
    const { changes } = read(`#${wrong}`);
    assert.ok(changes.data, wrong);
    JSON.parse(JSON.stringify(changes));
  }
  assert.equal(read("#data.noise=NaN").changes.data?.noise, "NaN");
});

test("names that are no field's are said and left out", () => {
  const { changes, look, notes } = read("#__proto__.x=1&noise_=3&look.shine=true&look.show_test=true&data.noise=5");
  assert.deepEqual(changes.data, { noise: 5 });
  assert.ok(!("shine" in look) && look.show_test);
  assert.deepEqual(notes, ["noise_ is not known.", "look.shine is not known."]);
});

test("an address is found behind # or, where that was lost, behind ?", () => {
  const at = (/** @type {string} */ text) => addressIn(new URL(text, "http://localhost/"));
  assert.equal(at("/#dataset=xor"), "#dataset=xor");
  assert.equal(at("/?dataset=xor"), "?dataset=xor");
  assert.equal(at("/?data.kind=xor&lang=zh"), "?data.kind=xor&lang=zh");
  assert.equal(at("/?lang=zh#dataset=xor"), "#dataset=xor");
  assert.equal(at("/?lang=zh"), "");
  for (const form of ["#dataset=xor", "dataset=xor", "?dataset=xor", "##dataset=xor", "#?dataset=xor", "#/dataset=xor"]) {
    assert.equal(read(form).changes.data?.kind, "xor", form);
  }
});

test("an address without a name and a value is said to be unknown", () => {
  for (const bare of ["circle", "data", "%E0%A4%A", "&&&"]) assert.deepEqual(read(`#${bare}`).notes, [`${bare} is not known.`]);
  for (const none of ["", "#", "?"]) assert.deepEqual(read(none).notes, []);
});

test("what the page shows is on or off in all usual words, and else said", () => {
  for (const on of ["true", "1", "TRUE", "yes"]) assert.deepEqual(read(`#look.discretize=${on}`).look.discretize, true, on);
  for (const off of ["false", "0", "no", ""]) assert.deepEqual([read(`#look.discretize=${off}`).look.discretize, read(`#look.discretize=${off}`).notes], [false, []], off);
  assert.deepEqual(read("#look.discretize=often").notes, ["look.discretize is often, but must be true or false."]);
});

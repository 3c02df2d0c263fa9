// Loose pictures: the class of each, and the archive in which they are sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { archived, inClasses, tablesOf } from "../../static/files/loose.js";
import { areData, areLoose, dropped, selected } from "../../static/files/dropped.js";

/** @param {...string} paths */
const found = (...paths) => paths.map((path) => ({ file: new File(["x"], path.split("/").at(-1) ?? ""), path }));
/** @param {...string} paths */
const classes = (...paths) => Object.fromEntries([...inClasses(found(...paths))].map(([name, files]) => [name, files.map((file) => file.name)]));

test("a folder names the class of its files; without one, their names do, where they tell two apart", () => {
  assert.deepEqual(classes("pets/cat/1.png", "pets/cat/2.png", "pets/dog/1.png"), { cat: ["1.png", "2.png"], dog: ["1.png"] });
  assert.deepEqual(classes("cat_01.png", "cat_02.png", "dog 1.jpg", "dog (2).jpg"), { cat: ["cat_01.png", "cat_02.png"], dog: ["dog 1.jpg", "dog (2).jpg"] });
  assert.deepEqual(classes("猫1.png", "猫2.png", "狗1.png", "狗2.png"), { 猫: ["猫1.png", "猫2.png"], 狗: ["狗1.png", "狗2.png"] });
  assert.deepEqual(classes("IMG_1.png", "IMG_2.png"), { "": ["IMG_1.png", "IMG_2.png"] });
  assert.deepEqual(classes("1.png", "2.png"), { "": ["1.png", "2.png"] });
  assert.deepEqual(classes("beach.png", "hill.png", "lake.png"), { "": ["beach.png", "hill.png", "lake.png"] });
  assert.deepEqual(classes("cat/1.png", "2.png", "cat/.DS_Store", "__MACOSX/cat/1.png", "cat/Thumbs.db"), { cat: ["1.png"], "": ["2.png"] });
});

test("a table beside pictures is no picture", () => {
  assert.deepEqual(classes("cat/1.png", "dog/1.png", "labels.csv", "dog/notes.txt"), { cat: ["1.png"], dog: ["1.png"] });
  assert.deepEqual(tablesOf(found("1.png", "labels.csv", "boxes.csv", "more.zip")).map(({ path }) => path), ["labels.csv", "more.zip"]);
});

test("one table or one archive is sent as it is", () => {
  assert.deepEqual([["a.csv"], ["a.zip"], [], ["a.PNG"], ["a.csv", "b.csv"], ["folder/a"]].map((paths) => areLoose(found(...paths))), [false, false, false, true, true, true]);
});

test("what is dropped on the page is data to learn from, or else a network", () => {
  assert.deepEqual([["a.csv"], ["a.zip"], ["folder/a"], ["a.PNG"], ["run.chalknet"], ["a.pdf"], ["run"]].map((paths) => areData(found(...paths))), [true, true, true, true, false, false, false]);
});

test("files with one name are not lost in the archive, and a class is one folder", async () => {
  const file = new File(["hello"], "1.png");
  const archive = await archived(new Map([[" a/b ", [file, file]], ["c", [file]]]));
  const bytes = Buffer.from(await archive.arrayBuffer()).toString("latin1");
  assert.equal(archive.type, "application/zip");
  assert.equal(archive.name, "a-b, c");
  for (const name of ["a-b/1.png", "a-b/2 1.png", "c/1.png"]) assert.equal(bytes.split(name).length, 3, name);
  const gone = { name: "2.png", stream: () => { throw new Error("gone"); } };
  await assert.rejects(archived(new Map([["a", [/** @type {any} */ (gone)]]])), /cannot be read/);
});

test("the boxes of the pictures are no picture, and come along", async () => {
  assert.deepEqual(classes("pets/cat/1.png", "pets/dog/1.png", "pets/boxes.csv"), { cat: ["1.png"], dog: ["1.png"] });
  const archive = await archived(new Map([["c", [new File(["x"], "1.png")]]]), new File(["file,x"], "Boxes.CSV"));
  assert.match(Buffer.from(await archive.arrayBuffer()).toString("latin1"), /boxes\.csv/);
});

test("folders that are dropped are read to their ends", async () => {
  const [one, two, three] = found("cat/1.png", "cat/2.png", "dog/1.png");
  const leaf = (/** @type {any} */ { file, path }) => ({ isFile: true, fullPath: `/${path}`, file: (/** @type {any} */ done) => done(file) });
  const folder = (/** @type {any[][]} */ ...parts) => ({ isDirectory: true, createReader: () => ({ readEntries: (/** @type {any} */ done) => done(parts.shift() ?? []) }) });
  const items = [folder([leaf(one)], [leaf(two)]), folder([leaf(three)])].map((entry) => ({ webkitGetAsEntry: () => entry }));
  const paths = (await dropped(/** @type {any} */ ({ items, files: [] }))).map(({ path }) => path);
  assert.deepEqual(paths, ["cat/1.png", "cat/2.png", "dog/1.png"]);
  const plain = new File(["x"], "a.csv");
  assert.deepEqual(await dropped(/** @type {any} */ ({ items: [], files: [plain] })), selected(/** @type {any} */ ([plain])));
});

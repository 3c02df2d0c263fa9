// Loose files: pictures chosen or dropped one by one or with their folders, each with a class, to be sent as one archive.

import { downloadZip } from "../vendor/zip.js";
import { Refused } from "../live/rest.js";
import { t } from "../words/messages.js";

/** A file, with the folders that it was found in. @typedef {{file: File, path: string}} Found */

/** The most pictures of an archive, and the most files that are looked for in folders. */
export const defaults = { pictures: 500, files: 2000, named: 3 };

const LEFT_OVER = /(^|\/)(\.|__MACOSX\/|thumbs\.db$|desktop\.ini$)/i;

/** Whether a file gives the boxes of the pictures beside it. @param {Found} found */
export const isOfBoxes = ({ path }) => /(^|\/)boxes\.csv$/i.test(path);

/** Whether a selection is one of loose pictures, instead of one table or archive. @param {Found[]} found */
export const areLoose = (found) => found.length > 1 || found.some(({ file, path }) => path.includes("/") || /\.(png|jpe?g|gif|webp|bmp|tiff?|heic|avif)$/i.test(file.name));

/** The files of a selection. @param {FileList | null} files @returns {Found[]} */
export const selected = (files) => [...(files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));

/** The files that were dropped, those of folders included. @param {DataTransfer} dropped @returns {Promise<Found[]>} */
export async function dropped({ items, files }) {
  // The entries must be asked for before anything is awaited.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return selected(files);
  /** @type {Found[]} */
  const found = [];
  for (const entry of entries) if (entry) await gather(entry, found);
  return found;
}

/** @param {FileSystemEntry} entry @param {Found[]} found is added to */
async function gather(entry, found) {
  if (found.length >= defaults.files) return;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  // A folder is read in parts.
  for (;;) {
    const part = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const each of part) await gather(each, found);
  }
}

/**
 * The pictures of each class: a class is the folder that a file is in or, of files in no folder, what their names have
 * before their numbers. Where that tells nothing apart, the class is "".
 * @param {Found[]} found
 * @returns {Map<string, File[]>}
 */
export function inClasses(found) {
  const kept = found.filter((each) => !LEFT_OVER.test(each.path) && !isOfBoxes(each));
  const loose = kept.filter(({ path }) => !path.includes("/"));
  const stems = new Set(loose.map(({ path }) => stemOf(path)));
  const areTold = stems.size > 1 && !stems.has("") && 2 * stems.size <= loose.length;
  /** @type {Map<string, File[]>} */
  const classes = new Map();
  for (const { file, path } of kept) {
    const name = path.includes("/") ? (path.split("/").at(-2) ?? "") : areTold ? stemOf(path) : "";
    classes.set(name, [...(classes.get(name) ?? []), file]);
  }
  return classes;
}

/** What a name has before its number: "cat" of "cat_07.png". @param {string} name */
const stemOf = (name) => name.replace(/\.[^.]*$/, "").replace(/[\s_.()-]*\d[\d\s_.()-]*$/, "");

/**
 * All of them as one archive, in a folder for each class.
 * @param {Map<string, File[]>} classes
 * @param {File | null} [boxes] what gives their boxes
 * @returns {Promise<File>}
 */
export async function archived(classes, boxes = null) {
  const names = [...classes.keys()].map(folderOf);
  const used = new Set();
  const entries = [...classes].flatMap(([name, files]) =>
    files.map((input, nth) => {
      const path = `${folderOf(name)}/${input.name}`;
      const own = used.has(path) ? `${folderOf(name)}/${nth + 1} ${input.name}` : path;
      used.add(own);
      return { name: own, input };
    }),
  );
  if (boxes) entries.push({ name: "boxes.csv", input: boxes });
  try {
    const blob = await downloadZip(entries).blob();
    const shown = names.slice(0, defaults.named).join(", ") + (names.length > defaults.named ? " …" : "");
    return new File([blob], shown, { type: "application/zip" });
  } catch {
    throw new Refused({ code: "unreadable", text: t("A file cannot be read: it was moved or changed after it was chosen.") });
  }
}

/** A class as the name of a folder. @param {string} name */
const folderOf = (name) => name.trim().replace(/[/\\]/g, "-");

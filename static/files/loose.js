// Loose files: pictures chosen or dropped one by one or with their folders, each with a class, to be sent as one archive.

import { downloadZip } from "../vendor/zip.js";
import { Refused } from "../live/rest.js";
import { joinClauses } from "../words/joined.js";
import { t } from "../words/messages.js";
import { isTable } from "./dropped.js";

/** @typedef {import("./dropped.js").Found} Found */

/** The most pictures of an archive, how many classes its name has, and how many pictures that cannot be read are named. */
export const defaults = { pictures: 500, named: 3, faults: 12 };

const LEFT_OVER = /(^|\/)(\.|__MACOSX\/|thumbs\.db$|desktop\.ini$)/i;

/** Whether a file gives the boxes of the pictures beside it. @param {Found} found */
export const isOfBoxes = ({ path }) => /(^|\/)boxes\.csv$/i.test(path);

/** The tables and archives among them, which are no pictures. @param {Found[]} found */
export const tablesOf = (found) => found.filter((each) => isTable(each) && !isOfBoxes(each));

/**
 * The pictures of each class: a class is the folder that a file is in or, of files in no folder, what their names have
 * before their numbers. Where that tells nothing apart, the class is "".
 * @param {Found[]} found
 * @returns {Map<string, File[]>}
 */
export function inClasses(found) {
  const kept = found.filter((each) => !LEFT_OVER.test(each.path) && !isTable(each));
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
    const first = joinClauses(names.slice(0, defaults.named));
    const shown = names.length > defaults.named ? t("{names} …", { names: first }) : first;
    return new File([blob], shown, { type: "application/zip" });
  } catch {
    throw new Refused({ code: "unreadable", text: t("A file cannot be read: it was moved or changed after it was chosen.") });
  }
}

/** A class as the name of a folder. @param {string} name */
const folderOf = (name) => name.trim().replace(/[/\\]/g, "-");

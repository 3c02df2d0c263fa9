// A person's own files: what the server keeps of them, and what becomes of one that is sent.

import { t } from "../words/messages.js";
import { answered, ask, unreachable } from "../live/rest.js";

/** @typedef {"number" | "classes" | "index" | "text" | "constant" | "empty" | "ambiguous" | "pictures"} Kind */
/** @typedef {{name: string, classes: string[] | null, lowest: number, highest: number, kind: Kind, missing: number, unit: string}} Column of numbers, or of classes */
/** @typedef {{id: string, name: string, rows: number, columns: Column[], uploaded_at: number}} OwnFile */
/**
 * With how many different values each column has, and in which rows it has none: a bit each, in base64.
 * @typedef {OwnFile & {first_rows: (number | string | null)[][], different: number[], gaps: (string | null)[]}} OpenedFile
 */
/** @typedef {{line: number | null, column: string | null, text: string, values: Record<string, string | number>}} Remark */
/** @typedef {{encoding: string, delimiter: string, header: boolean, decimal: string}} Reading how a file was read */
/** @typedef {OpenedFile & Reading & {notes: Remark[]}} SentFile with what was left out */

export const defaults = { nameCharacters: 80 };

/** One's own, the latest first. @returns {Promise<OwnFile[]>} */
export const list = () => ask("api/datasets");

/** @param {string} id @returns {Promise<OpenedFile>} */
export const open = (id) => ask(`api/datasets/${encodeURIComponent(id)}`);

/**
 * Send a file, and wait until it is read.
 * @param {File} file
 * @param {Record<string, string>} choices of how it is to be read; what is not among them is guessed
 * @param {(share: number) => void} progress is told how much of it has been sent
 * @returns {Promise<SentFile>}
 */
export function send(file, choices, progress) {
  const query = new URLSearchParams({ name: nameOf(file), ...choices });
  const pictures = isArchive(file);
  return new Promise((resolve, reject) => {
    // fetch() does not say how far it is.
    const request = new XMLHttpRequest();
    request.open("POST", `api/datasets${pictures ? "/pictures" : ""}?${query}`);
    request.setRequestHeader("content-type", pictures ? "application/zip" : "text/csv");
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 1));
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("load", () => {
      try {
        resolve(answered(request.status, request.responseText));
      } catch (refused) {
        reject(refused);
      }
    });
    request.send(file);
  });
}

/** Whether it is an archive of pictures, which is no table. @param {{name: string}} file */
export const isArchive = ({ name }) => /\.zip$/i.test(name);

/** Whether pictures are in it. @param {OwnFile} file */
export const hasPictures = ({ columns }) => columns[0]?.kind === "pictures";

/** Pictures as an experiment names them. @param {OwnFile} file @returns {import("../address/address.js").Album} */
export const albumOf = ({ id, rows, columns }) => ({ id, pictures: rows, classes: columns[0]?.classes?.length ?? 0 });

/** A file's name, as long as it may be: an emoji is never cut in two. @param {{name: string}} file */
export const nameOf = ({ name }) => [...name.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, " ").trim()].slice(0, defaults.nameCharacters).join("").trim() || "CSV";

/** @param {string} id @returns {Promise<void>} */
export const remove = (id) => ask(`api/datasets/${encodeURIComponent(id)}`, { method: "DELETE" });

/** A column's name, or its number where the file has no name for it. @param {string} name */
export function columnName(name) {
  const number = /^column (\d+)$/.exec(name)?.[1];
  return number ? t("column {number}", { number }) : name;
}

/** What the columns of a table are called on the page. @template {{inputs: string[], label: string}} Names @param {Names} names @returns {Names} */
export const named = (names) => ({ ...names, inputs: names.inputs.map(columnName), label: columnName(names.label) });

/** In how many rows all of these columns have a value. @param {{rows: number, gaps: (string | null)[]}} file @param {number[]} columns */
export function completeRows({ rows, gaps }, columns) {
  const missing = new Uint8Array(Math.ceil(rows / 8));
  for (const column of columns) {
    const bytes = atob(gaps[column] ?? "");
    for (let i = 0; i < bytes.length; i++) missing[i] = /** @type {number} */ (missing[i]) | bytes.charCodeAt(i);
  }
  let complete = rows;
  for (let bits of missing) for (; bits; bits &= bits - 1) complete--;
  return complete;
}

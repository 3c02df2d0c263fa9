// A visitor's own files: the server's list of them, and sending another one.

import { t } from "../words/messages.js";
import { answered, ask, unreachable } from "../live/rest.js";

/** @typedef {"number" | "classes" | "index" | "text" | "constant" | "empty" | "ambiguous" | "pictures" | "boxes"} Kind */
/** @typedef {{name: string, classes: string[] | null, lowest: number, highest: number, kind: Kind, missing: number, unit: string}} Column of numbers, or of classes */
/** @typedef {{id: string, name: string, rows: number, columns: Column[], uploaded_at: number}} OwnFile */
/**
 * A file with the number of different values of each column, and the rows without a value: a bit each, in base64.
 * @typedef {OwnFile & {first_rows: (number | string | null)[][], different: number[], gaps: (string | null)[]}} OpenedFile
 */
/** @typedef {{line: number | null, column: string | null, text: string, values: Record<string, string | number>}} Remark */
/** @typedef {{encoding: string, delimiter: string, header: boolean, decimal: string}} Reading the properties that a file was read with */
/** @typedef {OpenedFile & Reading & {notes: Remark[]}} SentFile with remarks on the parts that were left out */

export const defaults = { nameCharacters: 80 };

/** The visitor's own files, the latest first. @returns {Promise<OwnFile[]>} */
export const list = () => ask("api/datasets");

/** @param {string} id @returns {Promise<OpenedFile>} */
export const open = (id) => ask(`api/datasets/${encodeURIComponent(id)}`);

/**
 * Send a file, and wait until it is read.
 * @param {File} file
 * @param {Record<string, string>} choices the chosen properties; the others are guessed
 * @param {(share: number) => void} progress called with the share that has been sent
 * @returns {Promise<SentFile>}
 */
export function send(file, choices, progress) {
  const query = new URLSearchParams({ name: nameOf(file), ...choices });
  const pictures = isArchive(file);
  return new Promise((resolve, reject) => {
    // fetch() does not report its progress.
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

/** Whether a file is an archive of pictures instead of a table. @param {{name: string, type?: string}} file */
export const isArchive = ({ name, type }) => /\.zip$/i.test(name) || type === "application/zip";

/** Whether a file holds pictures. @param {OwnFile} file */
export const hasPictures = ({ columns }) => columns[0]?.kind === "pictures";

/** The pictures of a file, for an experiment. @param {OwnFile} file @returns {import("../address/address.js").Album} */
export const albumOf = ({ id, rows, columns }) => ({ id, pictures: rows, classes: columns[0]?.classes?.length ?? 0, ...(columns.some(({ kind }) => kind === "boxes") && { boxes: true }) });

/** A file's name, cut to the allowed length between characters. @param {{name: string}} file */
export const nameOf = ({ name }) => [...name.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, " ").trim()].slice(0, defaults.nameCharacters).join("").trim() || "CSV";

/** @param {string} id @returns {Promise<void>} */
export const remove = (id) => ask(`api/datasets/${encodeURIComponent(id)}`, { method: "DELETE" });

/** A column's name, or its number where it has no name. @param {string} name */
export function columnName(name) {
  const number = /^column (\d+)$/.exec(name)?.[1];
  return number ? t("column {number}", { number }) : name;
}

/** The names of a table's columns on the page. @template {{inputs: string[], label: string, more_labels?: string[]}} Names @param {Names} names @returns {Names} */
export const named = (names) => ({ ...names, inputs: names.inputs.map(columnName), label: columnName(names.label), ...(names.more_labels && { more_labels: names.more_labels.map(columnName) }) });

/** The number of rows in which all of these columns have a value. @param {{rows: number, gaps: (string | null)[]}} file @param {number[]} columns */
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

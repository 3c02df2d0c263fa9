// A person's own files: what the server keeps of them, and what becomes of one that is sent.

import { ask } from "./rest.js";

/** @typedef {{name: string, classes: string[] | null, lowest: number, highest: number}} Column a column of numbers, or of classes */
/** @typedef {{id: string, name: string, rows: number, columns: Column[], uploaded_at: number}} OwnFile */
/** @typedef {OwnFile & {first_rows: (number | string)[][], different: number[]}} OpenedFile with how many different values each column has */

/** One's own, the latest first. @returns {Promise<OwnFile[]>} */
export const list = () => ask("api/datasets");

/** @param {string} id @returns {Promise<OpenedFile>} */
export const open = (id) => ask(`api/datasets/${encodeURIComponent(id)}`);

/** @param {File} file @returns {Promise<OwnFile>} */
export const send = (file) =>
  ask(`api/datasets?name=${encodeURIComponent(file.name.slice(0, 80))}`, { method: "POST", body: file, headers: { "content-type": "text/csv" } });

/** @param {string} id @returns {Promise<void>} */
export const remove = (id) => ask(`api/datasets/${encodeURIComponent(id)}`, { method: "DELETE" });

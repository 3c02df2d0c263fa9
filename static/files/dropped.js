// The files of a drop or a choice, those of folders included.

/** A file, with the folders that it was found in. @typedef {{file: File, path: string}} Found */

/** The most files that are looked for in folders. */
export const defaults = { files: 2000 };

const PICTURE = /\.(png|jpe?g|gif|webp|bmp|tiff?|heic|avif)$/i;
const TABLE = /\.(csv|tsv|tab|txt|dat|data|xlsx?|ods|zip)$/i;

/** Whether a selection is of data to learn from, as its names say; a folder is. @param {Found[]} found */
export const areData = (found) => areLoose(found) || found.some(isTable);

/** Whether a selection is one of loose pictures, instead of one table or archive. @param {Found[]} found */
export const areLoose = (found) => found.length > 1 || found.some(({ file, path }) => path.includes("/") || PICTURE.test(file.name));

/** Whether a file is a table or an archive, as its name says. @param {Found} found */
export const isTable = ({ file }) => TABLE.test(file.name);

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

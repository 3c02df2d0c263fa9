// Whether a file is a picture that can be read: it is decoded here, before it is sent.

import { t } from "../words/messages.js";

/** How many are decoded at a time: each is as large as all its pixels. */
export const defaults = { atOnce: 4 };

const BEGINNINGS = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff]];

/** What is wrong with a file, in words; "": nothing. @param {File} file */
async function faultOf(file) {
  try {
    const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    if (!BEGINNINGS.some((bytes) => bytes.every((byte, place) => first[place] === byte))) return t("{file} is no PNG or JPEG picture: left out", { file: file.name });
    (await createImageBitmap(file)).close();
    return "";
  } catch {
    return t("{file} is damaged: left out", { file: file.name });
  }
}

/** The files that cannot be read, each with what is wrong. @param {File[]} files @returns {Promise<Map<File, string>>} */
export async function unreadable(files) {
  /** @type {Map<File, string>} */
  const faults = new Map();
  for (let place = 0; place < files.length; place += defaults.atOnce) {
    const some = files.slice(place, place + defaults.atOnce);
    (await Promise.all(some.map(faultOf))).forEach((fault, nth) => fault && faults.set(/** @type {File} */ (some[nth]), fault));
  }
  return faults;
}

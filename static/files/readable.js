// Whether a file is a picture that can be read: it is decoded here, before it is sent.

import { t } from "../words/messages.js";

/** How many are decoded at a time: each is as large as all its pixels; and the most bytes and pixels of one (app/pictures). */
export const defaults = { atOnce: 4, bytes: 10_000_000, pixels: 16_000_000 };

const BEGINNINGS = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff]];

/** What is wrong with a file, in words; "": nothing. @param {File} file */
async function faultOf(file) {
  try {
    const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    if (!BEGINNINGS.some((bytes) => bytes.every((byte, place) => first[place] === byte))) return t("{file} is no PNG or JPEG picture: left out", { file: file.name });
    if (file.size > defaults.bytes) return t("{file} has more than {most} bytes: left out", { file: file.name, most: defaults.bytes });
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    if (width * height > defaults.pixels) return t("{file} has {width} × {height} pixels, more than {most} in all: left out", { file: file.name, width, height, most: defaults.pixels });
    if (first[0] === 0x89 && (await isAnimated(file))) return t("{file} is animated: left out", { file: file.name });
    return "";
  } catch {
    return t("{file} is damaged: left out", { file: file.name });
  }
}

/**
 * Whether a PNG file has several pictures: before them a chunk "acTL" counts them. A picture ahead of the first "fcTL"
 * is one more.
 * @param {File} file
 */
async function isAnimated(file) {
  let counted = 0;
  let isCounted = false;
  for (let place = 8; place + 12 <= file.size; ) {
    const chunk = new DataView(await file.slice(place, place + 12).arrayBuffer());
    const kind = String.fromCharCode(...new Uint8Array(chunk.buffer, 4, 4));
    if (kind === "acTL") counted = chunk.getUint32(8);
    if (kind === "fcTL") isCounted = true;
    if (kind === "IDAT") break;
    place += 12 + chunk.getUint32(0);
  }
  return counted + (counted > 0 && !isCounted ? 1 : 0) > 1;
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

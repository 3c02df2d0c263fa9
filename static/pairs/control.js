// The control of a person's own pairs: a line for each pair, or a CSV file with two columns.

import { Latest } from "../run/latest.js";
import { ask, Refused } from "../live/rest.js";
import { t } from "../words/messages.js";
import { paragraphs } from "../words/paragraphs.js";
import { reasonOf, translatedRemark } from "../words/refusals.js";

/** @typedef {[string, string]} Pair a text, and what is to be written for it */

/** What may stand between the two texts; the first kind that a line has counts. */
const BETWEEN = [/\t+/, /[,，]/, /[;；]/];

/**
 * The pairs of a text, a line each; empty lines are left out. Throws RangeError with a sentence for a line that is no pair.
 * @param {string} text
 * @returns {Pair[]}
 */
export function pairsIn(text) {
  return text.split(/\r?\n/).flatMap((line, nth) => {
    if (line.trim() === "") return [];
    const between = BETWEEN.find((each) => each.test(line.trim()));
    const [before, ...after] = between ? line.trim().split(between) : [line];
    const [first, second] = [before ?? "", after.join(",")].map((each) => each.trim().replace(/\s+/g, " "));
    if (!first || !second) throw new RangeError(t("Line {line}: put a comma or a tab between a text and what is to be written for it.", { line: nth + 1 }));
    return [/** @type {Pair} */ ([first, second])];
  });
}

/** Pairs as a text, a line each. @param {Pair[]} pairs */
export const textOf = (pairs) => pairs.map((pair) => pair.join("\t")).join("\n");

/** @param {HTMLElement} host @param {(value: Pair[]) => void} change @returns {(value: Pair[]) => void} */
export function pairs(host, change) {
  const find = (/** @type {string} */ selector) => host.querySelector(selector);
  const lines = /** @type {HTMLTextAreaElement} */ (find("textarea"));
  const file = /** @type {HTMLInputElement} */ (find("input[type=file]"));
  const status = /** @type {HTMLElement} */ (find("[role=status]"));
  const say = (/** @type {string[]} */ texts) => status.replaceChildren(...paragraphs(texts));
  const reading = new Latest();
  lines.addEventListener("change", () => {
    reading.ask();
    say([]);
    try {
      change(pairsIn(lines.value));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      say([error.message]);
    }
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const isLatest = reading.ask();
    say([t("The file is being read …")]);
    try {
      /** @type {{pairs: Pair[], notes: import("../run/uploads.js").Remark[]}} */
      const found = await ask("api/datasets/pairs", { method: "POST", body: chosen, headers: { "content-type": "text/csv" } });
      if (!isLatest()) return;
      say([t("{count} pairs are read.", { count: found.pairs.length }), ...found.notes.map(translatedRemark)]);
      change(found.pairs);
    } catch (error) {
      if (isLatest()) say(error instanceof Refused && error.remarks.length ? error.remarks.map(translatedRemark) : [reasonOf(error)]);
    }
    file.value = ""; // so that the same file can be chosen again after it is corrected
  });
  return (value) => {
    const text = textOf(value ?? []);
    if (lines.value !== text) lines.value = text; // the same would move the cursor
  };
}

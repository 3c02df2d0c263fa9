// The refusals: what the server says when it will not do something, said in the language of the page.

import { t } from "./messages.js";

/**
 * A refusal's sentence: its text is the key of the translations, its values fill in the {names}.
 * @param {{text: string, values: Record<string, string | number>}} refusal
 */
export const said = ({ text, values }) => t(text, values);

/**
 * What may be wrong with a line of a file. A {name} stands for any text.
 * @type {[string, (values: Record<string, string>) => string][]}
 */
const FAULTS = [
  ["the cell is empty", () => t("the cell is empty")],
  ["{cell} is not a number; decimals {rest}", (values) => t("{cell} is not a number: decimals are written with a point", values)],
  ["{cell} is not a number", (values) => t("{cell} is not a number", values)],
  ["{cell} is too large", (values) => t("{cell} is too large", values)],
  ["{cell} is one class too many; a column of text may have {most}", (values) => t("{cell} is one class too many: {most} are allowed", values)],
  ["{cell} is the only class; {rest}", (values) => t("{cell} is the only class: two are needed", values)],
  ["the row has {count} cells, but the first line has {first}", (values) => t("the row has {count} cells, but the first line has {first}", values)],
  ["the row has {count} columns; {most} are allowed", (values) => t("the row has {count} columns: {most} are allowed", values)],
  ["the file has more than {most} {rest}", (values) => t("the file has more than {most} rows or lines, which is the most", values)],
  ["the file has {count} rows of data; at least {least} are needed", (values) => t("The file has {count} rows: {least} at least are needed.", values)],
  ["the file is empty", () => t("The file is empty.")],
  ["this is not UTF-8; {rest}", () => t("this is not UTF-8: please save the file as CSV UTF-8")],
  ["there is only one column; {rest}", () => t("there is only one column: put commas, semicolons or tabs between them")],
  ["another column is called {name}, too", (values) => t("another column is called {name}, too", values)],
  ["and {count} more", (values) => t("And {count} more.", values)],
];

/** What is wrong with a file, fault by fault, each with its line. @param {string} message of the server */
export function saidOfFile(message) {
  return message.split("\n").map((text) => {
    const { line, column, fault } = placed(text);
    const words = translated(FAULTS, fault ?? text) ?? fault ?? text;
    if (line === undefined) return words;
    return column === undefined ? t("Line {line}: {fault}", { line, fault: words }) : t("Line {line}, column {column}: {fault}", { line, column, fault: words });
  });
}

/** @param {string} text */
const placed = (text) => /^line (?<line>\d+)(?:, column (?<column>.+?))?: (?<fault>.*)$/.exec(text)?.groups ?? {};

/** Whether a fault is one of those that are translated. @param {string} text */
export const knows = (text) => translated(FAULTS, placed(text).fault ?? text) !== null;

/** @param {typeof FAULTS} sentences @param {string} message */
function translated(sentences, message) {
  for (const [theirs, ours] of sentences) {
    const found = pattern(theirs).exec(message);
    if (found) return ours(found.groups ?? {});
  }
  return null;
}

/** @param {string} sentence with {names} */
function pattern(sentence) {
  const literal = sentence.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`, "s");
}

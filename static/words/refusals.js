// The refusals: the server's refusals in the language of the page.

import { Refused } from "../live/rest.js";
import { t } from "./messages.js";

/**
 * A refusal's sentence: its text is the key of the translations, its values fill in the {names}.
 * @param {{text: string, values: Record<string, string | number>}} refusal
 */
export const translated = ({ text, values }) => t(text, values);

/** Why something failed, in words. @param {unknown} error */
export const reasonOf = (error) => (error instanceof Refused ? translated(error) : t("The server does not answer as expected."));

/** A remark on a file, with its line and column. @param {import("../run/uploads.js").Remark} remark */
export function translatedRemark({ line, column, text, values }) {
  const fault = t(text, values);
  const name = column?.replace(/^column (?=\d+$)/, "") ?? "";
  const place = String(line); // of a line, as an editor writes it
  if (line === null) return column === null ? fault : t("Column {column}: {fault}", { column: name, fault });
  return column === null ? t("Line {line}: {fault}", { line: place, fault }) : t("Line {line}, column {column}: {fault}", { line: place, column: name, fault });
}

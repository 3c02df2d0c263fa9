// The refusals: what the server says when it will not do something, said in the language of the page.

import { t } from "./messages.js";

/**
 * A refusal's sentence: its text is the key of the translations, its values fill in the {names}.
 * @param {{text: string, values: Record<string, string | number>}} refusal
 */
export const said = ({ text, values }) => t(text, values);

/** What is wrong with a file, or was left out of it, with its line and column. @param {import("../files/uploads.js").Remark} remark */
export function saidOfFile({ line, column, text, values }) {
  const fault = t(text, values);
  const name = column?.replace(/^column (?=\d+$)/, "") ?? "";
  if (line === null) return column === null ? fault : t("Column {column}: {fault}", { column: name, fault });
  return column === null ? t("Line {line}: {fault}", { line, fault }) : t("Line {line}, column {column}: {fault}", { line, column: name, fault });
}

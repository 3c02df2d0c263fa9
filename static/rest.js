// The REST interface: asks the server, and says clearly what it refused.

import { t } from "./messages.js";

/** What the server refused, with its code, place and message; of a file, each thing that is wrong with it. */
export class Refused extends Error {
  /** @param {{code: string, where: string | null, message: string, text: string, values: Record<string, string | number>, remarks?: import("./files.js").Remark[]}} error */
  constructor({ code, where, message, text, values, remarks = [] }) {
    super(message);
    this.code = code;
    this.where = where;
    this.text = text;
    this.values = values;
    this.remarks = remarks;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>} what it answers; nothing for a deletion
 */
export async function ask(path, init) {
  const response = await fetch(path, { headers: { "content-type": "application/json" }, ...init });
  return answered(response.status, await response.text());
}

/** What an answer says; throws Refused. @param {number} status @param {string} content */
export function answered(status, content) {
  const body = parsed(content);
  if (status >= 200 && status < 300) return body;
  const text = t("The server does not answer as expected.");
  throw new Refused(body.error ?? { code: String(status), where: null, message: text, text, values: {} });
}

/** @param {string} content */
function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return {};
  }
}

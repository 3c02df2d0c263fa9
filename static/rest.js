// The REST interface: asks the server, and says clearly what it refused.

import { t } from "./messages.js";

/** What the server refused, with its code, place and message. */
export class Refused extends Error {
  /** @param {{code: string, where: string | null, message: string, text: string, values: Record<string, string | number>}} error */
  constructor({ code, where, message, text, values }) {
    super(message);
    this.code = code;
    this.where = where;
    this.text = text;
    this.values = values;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>} what it answers; nothing for a deletion
 */
export async function ask(path, init) {
  const response = await fetch(path, { headers: { "content-type": "application/json" }, ...init });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const text = t("The server does not answer as expected.");
  const fallback = { code: String(response.status), where: null, message: text, text, values: {} };
  throw new Refused(body.error ?? fallback);
}

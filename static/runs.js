// The runs of the REST interface: the page's own run is created there, and found again after a reload.

import { t } from "./messages.js";

const REMEMBERED = "chalknet-run";

/** @typedef {{id: string, experiment: import("./address.js").Experiment}} Run */

/** What the server refused, with its code, place and message. */
export class Refused extends Error {
  /** @param {{code: string, where: string | null, message: string}} error */
  constructor({ code, where, message }) {
    super(message);
    this.code = code;
    this.where = where;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Run>}
 */
async function ask(path, init) {
  const response = await fetch(path, { headers: { "content-type": "application/json" }, ...init });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const fallback = { code: String(response.status), where: null, message: t("The server does not answer as expected.") };
  throw new Refused(body.error ?? fallback);
}

/** @param {import("./address.js").Changes} changes to the default experiment */
export async function create(changes) {
  const run = await ask("api/runs", { method: "POST", body: JSON.stringify(changes) });
  sessionStorage.setItem(REMEMBERED, run.id);
  return run;
}

/** The run of this tab, if the server still has it. @returns {Promise<Run | null>} */
export async function resume() {
  const id = sessionStorage.getItem(REMEMBERED);
  if (!id) return null;
  try {
    return await ask(`api/runs/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

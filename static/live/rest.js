// The REST interface: sends requests, and reports clearly that the server refused, or did not answer.

import { t } from "../words/messages.js";

/** The longest wait for an answer, in milliseconds; an upload needs more time. */
export const defaults = { answer: 20_000, upload: 180_000 };

/** A refusal of the server, with code, place and message; for a file, with all its faults. */
export class Refused extends Error {
  /** @param {{code: string, where?: string | null, message?: string, text: string, values?: Record<string, string | number>, remarks?: import("../run/uploads.js").Remark[]}} error */
  constructor({ code, where = null, text, message = text, values = {}, remarks = [] }) {
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
 * @returns {Promise<any>} the response; {} for a deletion
 */
export async function ask(path, init) {
  return contentOf(fetched(path, { headers: { "content-type": "application/json" }, ...init }));
}

/** The content of a response that was asked for; rejects with Refused. @param {Promise<Response>} asked @returns {Promise<any>} */
export async function contentOf(asked) {
  const response = await asked.catch((error) => {
    throw error instanceof Refused ? error : failed(error);
  });
  return answered(response.status, await textOf(response));
}

/** The text of a response; rejects with Refused where the connection ends before the text does. @param {Response} response */
const textOf = (response) =>
  response.text().catch((error) => {
    throw failed(error);
  });

/** The content of a response; throws Refused. @param {number} status @param {string} content */
export function answered(status, content) {
  if (status === 204) return {};
  const body = parsed(content);
  if (status >= 200 && status < 300 && body) return body;
  // A proxy, or the sign-in page of a network, responds in another form.
  throw body?.error?.code ? new Refused(body.error) : inBetween(status);
}

/** @param {string} content @returns {any} null: it is no JSON */
function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** @type {Promise<unknown> | null} the page that is being loaded again */
let greeting = null;

/** Load the page again: it gives a cookie to a visitor without one. Two requests at once would give two, and make two visitors of one page. */
export async function greet() {
  greeting ??= fetched(document.baseURI).finally(() => (greeting = null));
  await greeting;
}

/**
 * A successful response, in any form. Rejects with Refused.
 * @param {string} path
 * @param {RequestInit} [init]
 */
export async function fetched(path, init) {
  const wait = init?.body instanceof Blob ? defaults.upload : defaults.answer;
  const response = await fetch(path, { signal: AbortSignal.timeout(wait), ...init }).catch((error) => {
    throw failed(error);
  });
  return response.ok ? response : answered(response.status, await textOf(response));
}

/** Why there is no response. @param {Error} error of fetch @returns {Error} */
const failed = (error) => (error.name === "AbortError" ? error : error.name === "TimeoutError" ? unanswered() : unreachable());

const unanswered = () => new Refused({ code: "unanswered", text: t("The server has not answered in time.") });

export const unreachable = () => new Refused({ code: "unreachable", text: t("The server cannot be reached.") });

const inBetween = (/** @type {number} */ status) =>
  new Refused({ code: "in-between", text: t("Something between this page and the server answers in its place."), values: { status } });

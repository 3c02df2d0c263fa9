// The diagnosis: a browser hides from its page why a connection failed, so plain requests find the reason.

import { ask, greet, Refused } from "./rest.js";

/** The longest wait for these small requests, in milliseconds. */
const PATIENCE = 5000;

/** @returns {Promise<Refused | null>} the obstacle; null: requests reach the server */
export async function diagnose() {
  try {
    let found = await check();
    if (!found.visitor) {
      await greet(); // a restarted server may not know this visitor
      found = await check();
    }
    if (!found.visitor) return new Refused({ code: "no-visitor", text: "" });
    return found.origin === false || !found.host ? new Refused({ code: "wrong-origin", text: "" }) : null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** A mark of the visitor whose requests the page's are now; null: the browser has no valid cookie. */
export const visitor = async () => (await check()).visitor;

/** @returns {Promise<{visitor: string | null, origin: boolean | null, host: boolean}>} */
const check = () => ask("live/check", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });

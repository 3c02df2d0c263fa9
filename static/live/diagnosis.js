// The diagnosis: a browser hides from its page why a live line could not be opened, so plain requests find it out.

import { ask, greet, Refused } from "./rest.js";

/** How long the server may take to answer so little, in milliseconds. */
const PATIENCE = 5000;

/** @returns {Promise<Refused | null>} what is in the way; null: the server hears this page well */
export async function diagnose() {
  try {
    let found = await check();
    if (!found.visitor) {
      await greet(); // a server that was restarted may not know this visitor any more
      found = await check();
    }
    if (!found.visitor) return new Refused({ code: "no-visitor", text: "" });
    return found.origin === false || !found.host ? new Refused({ code: "wrong-origin", text: "" }) : null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** @returns {Promise<{visitor: boolean, origin: boolean | null, host: boolean}>} */
const check = () => ask("live/check", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });

// Opens the live socket and the run before anything else: the first frame is on its way while the page is still loading.

import { addressIn, read } from "./address/address.js";
import { Live } from "./live/live.js";
import { nearly } from "./address/nearest.js";
import { Refused } from "./live/rest.js";
import { create, createFrom, leave, persist, present, resume } from "./run/run.js";
import { passes } from "./notes/troubles.js";

/** What the address asked for when the page was opened. */
export const place = read(addressIn(location));
// An address that has lost its # on the way goes on as it was meant.
if (addressIn(location) === location.search && location.search) history.replaceState(null, "", `${location.pathname}#${location.search.slice(1)}`);

export const live = new Live(new URL("live", document.baseURI).href.replace(/^http/, "ws"));

/** The saved network that is to be opened. It becomes a run of this tab, so a reload is not to open it again. */
const network = new URLSearchParams(location.search).get("network");
/** The run that this tab had before it. */
export const former = network ? present() : null;
if (network) history.replaceState(null, "", location.pathname);

/** Whether the visitor was here before. */
const { returning } = JSON.parse(document.getElementById("defaults")?.textContent ?? "");

/** Whether the run of this tab was found again, and may be another than the address asks for. */
export let isResumed = false;

/** The run of this tab, or a new one. */
export const opening = persist(() => (network ? openNetwork(network) : resumeOrCreate()));

async function resumeOrCreate() {
  const run = await resume(returning && !location.hash);
  isResumed = run !== null;
  return run ?? nearly(place, create);
}

/** Why the saved network could not be opened: then the default experiment begins. @type {Refused | null} */
export let unopened = null;

/** @param {string} id */
async function openNetwork(id) {
  try {
    return await createFrom(id);
  } catch (error) {
    if (!(error instanceof Refused) || passes(error)) throw error;
    unopened = error;
    return create({});
  }
}

/** It is watched as soon as the server hears: the first frame needs nothing that the page has to say. */
export const watching = Promise.all([opening, live.welcomed]).then(([run]) => live.send({ do: "watch", run: run.id }));

// A page that is left, perhaps to be come back to, lets go of what another one may have.
addEventListener("pagehide", () => {
  live.rest();
  leave();
});

watching.catch(() => {}); // page.js, once it is there, says what went wrong

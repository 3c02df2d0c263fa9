// Opens the live socket and the run first, so that the first frame is on its way while the page still loads.

import { addressIn, entriesOf, read } from "./address/address.js";
import { Live } from "./live/live.js";
import { nearly } from "./address/nearest.js";
import { ask, Refused } from "./live/rest.js";
import { watched } from "./live/started.js";
import { openSeat, seatIn } from "./classroom/opening.js";
import { begun, create, createFrom, leave, persist, present, resume } from "./run/run.js";
import { passes } from "./run/troubles.js";

/** The request of the address at which the page was opened. */
export const place = read(addressIn(location));
// An address that has lost its # gets it back.
if (addressIn(location) === location.search && location.search) history.replaceState(null, "", `${location.pathname}#${location.search.slice(1)}`);

export const live = new Live();

/** The answer to the head start, if it has asked to watch a run. */
const answered = watched() ? live.answerTo(0) : null;
answered?.catch(() => {}); // `watching` reports it

/** A seat in a class whose run this page opens, or a student's run at which a teacher looks on. */
export const seat = seatIn(location.search);
if (seat.code || seat.look) document.documentElement.classList.add("in-class", seat.look ? "looking-on" : "seated");

/** The saved network to open. It becomes a run of this tab, so that a reload does not open it again. */
const network = new URLSearchParams(location.search).get("network");
/** The former run of this tab. */
export const former = network ? present() : null;
if (network) history.replaceState(null, "", location.pathname);

/** Whether the visitor has been here before. */
const { returning, plays } = JSON.parse(document.getElementById("defaults")?.textContent ?? "");

/** Whether this page is the visitor's first, at an address without settings; and whether its run may play by itself. */
export const visit = { isFirst: !returning && !network && !seat.code && !seat.look && entriesOf(addressIn(location)).size === 0, plays };

/** Whether the former run of this tab was found, which may differ from the address. */
export let isResumed = false;

/** The run of this tab, or a new one. */
export const opening = persist(() => {
  if (seat.look) return ask(`api/runs/${encodeURIComponent(seat.look)}`);
  if (seat.code) return openSeat(seat.code);
  return network ? openNetwork(network) : resumeOrCreate();
});

async function resumeOrCreate() {
  const run = await resume(returning && !location.hash);
  isResumed = run !== null;
  return run ?? begun() ?? nearly(place, create);
}

/** Why the saved network could not be opened; the default experiment begins instead. @type {Refused | null} */
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

/** The run is watched as soon as the server accepts commands: the first frame needs no views. */
export const watching = Promise.all([opening, live.welcomed]).then(([run]) => (run.id === watched() ? answered : live.send({ do: "watch", run: run.id })));

// A page that is left, perhaps to return, releases its connection and its run for another page.
addEventListener("pagehide", () => {
  live.rest();
  leave();
});

watching.catch(() => {}); // page.js reports the failure after it has loaded

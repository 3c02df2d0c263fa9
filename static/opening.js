// Opens the live socket and the run before anything else: the first frame is on its way while the page is still loading.

import { read } from "./address.js";
import { Live } from "./live.js";
import { create, resume } from "./runs.js";

/** What the address asked for when the page was opened. */
export const place = read(location.hash);

export const live = new Live(new URL("live", document.baseURI).href.replace(/^http/, "ws"));

/** The run of this tab, or a new one. */
export const opening = resume().then((run) => run ?? create(place.changes));

/** It is watched as soon as the server hears: the first frame needs nothing that the page has to say. */
export const watching = Promise.all([opening, live.welcomed]).then(([run]) => live.send({ do: "watch", run: run.id }));

watching.catch(() => {}); // page.js, once it is there, says what went wrong

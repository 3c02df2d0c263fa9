// The page: opens the run of the address, and lets the views draw the server's frames.

import { entriesOf, read as readAddress, write as writeAddress } from "./address/address.js";
import { nearly } from "./address/nearest.js";
import { described, experimentOf } from "./address/schema.js";
import { ALL, lookingOn } from "./classroom/opening.js";
import { Controls } from "./controls/controls.js";
import { Beside } from "./curve/beside.js";
import { Refused } from "./live/rest.js";
import { Notes } from "./notes/notes.js";
import { Toast } from "./notes/toast.js";
import { TroubleView } from "./notes/trouble.js";
import { former, isResumed, live, opening, place, seat, unopened, watching } from "./opening.js";
import { Commands } from "./run/commands.js";
import { Latest } from "./run/latest.js";
import { comeBack, copy, create, holding, isChosen, isDuplicate, makeBeside, persist, takeOver, takeOverIf } from "./run/run.js";
import { Setups } from "./run/setups.js";
import { State } from "./run/state.js";
import { troubles } from "./run/troubles.js";
import { Undo } from "./transport/undo.js";
import { viewsOf } from "./views.js";
import { t } from "./words/messages.js";
import { noticed } from "./words/notices.js";
import { translated } from "./words/refusals.js";

/** @typedef {import("./address/address.js").Changes} Changes */
/** @typedef {import("./address/address.js").Place} Place */
/** @typedef {import("./address/address.js").Experiment} Experiment */

const { kinds } = JSON.parse(document.getElementById("defaults")?.textContent ?? "");
const defaults = experimentOf();

const state = new State(defaults, kinds);
state.look = place.look;

/** The views that the server sends: at first those of opening.js. */
let watched = "{}";

/** @type {import("./live/live.js").Listener} */
const listener = {
  welcome() {
    troubles.set("line", null);
    if (state.connection === "lost") {
      watch();
      rest();
      beside.watch();
    }
  },
  lost(trouble) {
    state.connection = "lost";
    document.documentElement.classList.add("lost");
    troubles.set("line", trouble);
  },
  polling() {
    toast.say(t("WebSockets do not get through to the server, so this page gets fewer frames. For the server's administrator: the proxy must pass upgrades of {path} on.", { path: new URL("live", document.baseURI).pathname }), 15);
  },
  frame(frame) {
    if (frame.run === commands.underneath) return live.acknowledge(frame.run, frame.number);
    if (beside.take(frame) || frame.run !== commands.run) return;
    state.connection = "live";
    const { classList } = document.documentElement;
    if (classList.contains("lost") || classList.contains("waiting")) classList.remove("lost", "waiting");
    if (troubles.first?.code === "connecting") troubles.set("line", null);
    state.take(frame);
    if (frame.full) {
      commands.arrive(frame.taken);
      writeHash();
    }
  },
  notice(notice) {
    if (commands.underneath) return; // it is said when the page comes back to its own
    if (notice.code === "run-gone") open(readAddress(location.hash));
    else toast.say(noticed(notice), 5);
    if (notice.code === "run-lost") watch();
  },
};

const commands = new Commands(live, (failure, changes) => {
  if (failure.code === "lost" || failure.code === "late") {
    controls.revert();
    if (!troubles.first) toast.say(translated(failure), 8); // otherwise the trouble is shown already
  } else if (!controls.refuse(failure, changes)) toast.say(translated(failure), 8);
});

if (seat.look) {
  commands.barred = lookingOn();
  state.given.lock = ALL;
}
const toast = new Toast();
const notes = new Notes();
const undo = new Undo(state, commands);
const beside = new Beside(state, commands);
const setups = new Setups(state, defaults);
const controls = new Controls(state, commands, setups);
state.views = viewsOf({ state, commands, controls, setups, beside, undo, toast, writeHash, goTo, lookAt, openBeside, beginTransfer, beginPlain });
new TroubleView(state, {
  hurry: () => live.hurry(),
  open: (id) => open(readAddress(""), persist(() => takeOver(id))),
});

/** Of several runs or addresses that are being opened, the one that was asked for last is shown. */
const openings = new Latest();
const addresses = new Latest();

/** The frame that was acknowledged last: those of another run are numbered from 1 again. @type {import("./live/wire.js").Frame | null} */
let acknowledged = null;
state.drawn = () => {
  const { frame } = state;
  if (frame && frame !== acknowledged) live.acknowledge(frame.run, (acknowledged = frame).number);
  if (JSON.stringify(views()) !== watched) watch();
};

/** The requested views: the fields that each view of the page needs beyond the defaults. */
function views() {
  // Everyone who is shown another's network sees it alike, so that each frame is packed once.
  if (commands.underneath) return {};
  return Object.assign({}, ...state.views.map((view) => view.asks?.()));
}

/** Subscribe to the run, or change its views. */
async function watch() {
  const { run } = commands;
  if (!run) return;
  watched = JSON.stringify(views());
  // The subscription of opening.js, without views, must not come after this one.
  await watching.catch(() => {});
  if (run !== commands.run) return;
  try {
    await live.send({ do: "watch", run, views: views() });
  } catch (failure) {
    const { code } = /** @type {import("./live/wire.js").Failure} */ (failure);
    if (code === "unknown-run" && !commands.underneath) await open(readAddress(location.hash));
  }
}

/**
 * Begin a run for an address, or the nearest possible one. Where that fails, the default experiment begins.
 * @param {Place} place
 * @param {Promise<import("./run/run.js").Run>} asked
 * @returns {Promise<boolean>} whether there is such a run
 */
async function open(place, asked = persist(() => nearly(place, create))) {
  const isLatest = openings.ask();
  try {
    const run = await asked;
    if (!isLatest()) return false;
    begin(run);
    if (asked === opening) watching.catch(watch); // opening.js has subscribed to the first run
    else watch();
    notes.say(place.notes);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const reason = translated(error);
    if (Object.keys(place.changes).length === 0) toast.say(reason);
    else {
      toast.say(t("This address cannot be opened: {reason}", { reason }), 12);
      begin(await persist(() => create({})));
      watch();
    }
    return false;
  }
}

/**
 * Go to another run of this tab: from an opened network to the run before it, and forth. Rejects where there is none to go to.
 * @param {string | Promise<string>} asked
 * @returns {Promise<string | null>} the run; null: another one was asked for meanwhile, or the server does not have it any more
 */
async function goTo(asked) {
  const isLatest = openings.ask();
  const id = await asked;
  if (!isLatest()) return null;
  try {
    const run = await takeOverIf(id, isLatest);
    if (!run) return null;
    if (commands.underneath) {
      live.send({ do: "unwatch", run: commands.underneath }).catch(() => {});
      commands.underneath = id;
      rest();
      return id;
    }
    live.send({ do: "unwatch", run: commands.run ?? "" }).catch(() => {});
    begin(run);
    await watch();
    return id;
  } catch (error) {
    toast.say(translated(/** @type {Refused} */ (error)), 8);
    return null;
  }
}

/** What the page asks of its own run while it shows another one: little, and enough that it goes on. */
function rest() {
  const { underneath: run } = commands;
  if (run) live.send({ do: "watch", run, views: { tile: true, resolution: 10, still_resolution: 10, frames_per_second: 1 } }).catch(() => {});
}

/**
 * Show another's run in place of the page's own, which goes on underneath; null: the page's own again.
 * @param {string | null} run
 * @param {import("./live/wire.js").Failure | null} [barred] why nothing may be asked of it
 */
function lookAt(run, barred = null) {
  const own = commands.underneath ?? commands.run;
  if (own && run !== (commands.underneath && commands.run)) {
    if (commands.underneath) live.send({ do: "unwatch", run: commands.run ?? "" }).catch(() => {});
    commands.goTo(run ?? own);
    commands.underneath = run && own;
    state.focus = state.cell = state.feature = state.sample = state.drawing = null;
    rest();
    watch();
  }
  commands.barred = barred; // after goTo, which still sends what waits to the former run
}

/** Go to another run of this tab, which has no changes yet, and back with undo. @param {string | Promise<string>} asked */
async function openBeside(asked) {
  const before = commands.underneath ?? commands.run;
  const run = await goTo(asked);
  if (before && run) undo.note({ undo: () => goTo(before), redo: () => goTo(run), isElsewhere: true }, 0);
  return run;
}

/** Go to a run that begins with trained layers, and compare it with one that begins with nothing. @param {string} run @param {string | null} other */
async function beginTransfer(run, other) {
  const own = await openBeside(run);
  if (own && other) beside.begin(own, other, "nothing");
}

/** Compare the page's network with another one, both from the first step on: a run that has taken some begins anew, and undo leads back. @param {Changes} changes the other's experiment @param {"plain" | "recurrent" | "lstm"} kind what it is */
async function beginPlain(changes, kind = "plain") {
  const before = commands.run;
  const plain = await create(changes, false);
  if (commands.run !== before) return;
  const anew = () => makeBeside(plain, () => create(described(state.experiment), false));
  const own = state.frame?.step ? await openBeside(anew().then(({ id }) => id)) : before;
  if (own) beside.begin(own, plain.id, kind);
}

/** @param {import("./run/run.js").Run} run */
function begin(run) {
  commands.goTo(run.id);
  state.experiment = run.experiment;
  state.changed();
}

/** Write the experiment into the address. */
function writeHash() {
  if (commands.underneath) return;
  const hash = writeAddress(state.experiment, state.look);
  undo.write(hash ? `#${hash}` : location.pathname + location.search);
}

/** An address that is typed or followed while the page is open changes the present run. */
window.addEventListener("hashchange", () => {
  if (history.state !== null) return; // Back and Forward, which undo and redo
  const place = readAddress(location.hash);
  if (entriesOf(location.hash).size > 0 || location.hash === "") follow(place);
  else {
    notes.say(place.notes);
    writeHash();
  }
});

/** Change the run to the experiment of an address, or to the nearest possible one. @param {Place} place */
async function follow(place) {
  const isLatest = addresses.ask();
  const before = state.look;
  const show = (/** @type {typeof before} */ look) => {
    state.look = look;
    state.changed();
    writeHash();
  };
  if (writeAddress(defaults, before) !== writeAddress(defaults, place.look)) {
    undo.note({ undo: () => show(before), redo: () => show(place.look), isTied: true });
  }
  state.look = place.look;
  try {
    await nearly(place, async (changes) => isLatest() && commands.send({ ...changes, ...parts(experimentOf(changes)) }));
  } catch (failure) {
    if (isLatest()) toast.say(translated(/** @type {import("./live/wire.js").Failure} */ (failure)), 8);
  }
  if (!isLatest()) return;
  notes.say(place.notes);
  writeHash();
}

/** @param {Experiment} experiment @returns {Changes} */
const parts = (experiment) => /** @type {Changes} */ (/** @type {unknown} */ (experiment));

/** The link past the settings moves the focus, not the address, which holds the experiment. */
document.getElementById("skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("network")?.focus();
});

/** A change of language keeps the experiment: the link gets the address. */
document.getElementById("language")?.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  link.hash = location.hash;
});

/** Another tab has taken the run: this page pauses until the visitor asks for the run again. */
holding.taken = () => {
  lookAt(null);
  const { run } = commands;
  if (!run) return;
  commands.goTo(null);
  live.send({ do: "unwatch", run }).catch(() => {});
  document.documentElement.classList.add("lost");
  troubles.set("run", { code: "taken", values: { run } });
};

/** A page that returns from the browser's cache still holds its run, or continues with a copy. */
window.addEventListener("pageshow", async ({ persisted }) => {
  const { run } = commands;
  if (!persisted) return;
  if (seat.look) return location.reload();
  state.connection = "lost";
  live.connect();
  if (run && !(await comeBack(run))) await open(readAddress(""), persist(() => copy(run)));
});

/** Continue the run of this tab, changed to match the address; or begin a new one. */
async function start() {
  const opened = await open(place, opening).finally(() => live.listen(listener));
  if (!opened || isChosen) return;
  if (isDuplicate) toast.say(t("This tab is a duplicate: it continues with a copy of the network."), 8);
  const [before, own] = [former, commands.run];
  if (before && own && before !== own && !unopened) undo.note({ undo: () => goTo(before), redo: () => goTo(own), isElsewhere: true });
  if (unopened) toast.say(t("This address cannot be opened: {reason}", { reason: translated(unopened) }), 12);
  const address = writeAddress(experimentOf(place.changes), state.look);
  if (location.hash && isResumed && address !== writeAddress(state.experiment, state.look)) {
    await live.welcomed;
    await follow(place);
  }
}

document.documentElement.classList.add("waiting");
setTimeout(() => !state.frame && !troubles.first && troubles.set("line", { code: "connecting" }), 2000);

// What an address hides is hidden at once.
if (seat.look || writeAddress(defaults, state.look)) state.changed();
else state.await();
start().catch(() => toast.say(t("The server does not answer as expected.")));

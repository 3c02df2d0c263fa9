// The page: opens the run that the address asks for, and lets the views draw what the server sends.

import { entriesOf, read as readAddress, write as writeAddress } from "./address/address.js";
import { Commands } from "./run/commands.js";
import { t } from "./words/messages.js";
import { nearly } from "./address/nearest.js";
import { experimentOf, most } from "./address/schema.js";
import { noticed } from "./words/notices.js";
import { former, isResumed, live, opening, place, unopened, watching } from "./opening.js";
import { said } from "./words/refusals.js";
import { Refused } from "./live/rest.js";
import { comeBack, copy, create, holding, isChosen, isDuplicate, persist, takeOver } from "./run/run.js";
import { Setups } from "./run/setups.js";
import { State } from "./run/state.js";
import { troubles } from "./notes/troubles.js";
import { Alert } from "./notes/alert.js";
import { Conditions } from "./controls/conditions.js";
import { Controls } from "./controls/controls.js";
import { Curve } from "./curve/curve.js";
import { Diagram } from "./diagram/diagram.js";
import { Editor } from "./layers/editor.js";
import { Chooser } from "./layers/chooser.js";
import { Files } from "./files/dialog.js";
import { Functions } from "./controls/functions.js";
import { More } from "./controls/more.js";
import { GradientCheck } from "./inside/gradient_check.js";
import { Inside } from "./inside/inside.js";
import { Networks } from "./networks/dialog.js";
import { Notes } from "./notes/notes.js";
import { Offer } from "./notes/offer.js";
import { Output } from "./output/output.js";
import { Plans } from "./layers/plans.js";
import { Pencil } from "./output/pencil.js";
import { Reading } from "./curve/reading.js";
import { Rate } from "./controls/rate.js";
import { Summary } from "./notes/summary.js";
import { Theme } from "./controls/theme.js";
import { Toast } from "./notes/toast.js";
import { Transport } from "./transport/transport.js";
import { TroubleView } from "./notes/trouble.js";
import { TruthTable } from "./output/truth_table.js";
import { Undo } from "./transport/undo.js";
import { WorkedExample } from "./worked/worked_example.js";

/** @typedef {import("./address/address.js").Changes} Changes */
/** @typedef {import("./address/address.js").Place} Place */
/** @typedef {import("./address/address.js").Experiment} Experiment */

const { kinds } = JSON.parse(document.getElementById("defaults")?.textContent ?? "");
const defaults = experimentOf();

const state = new State(defaults, kinds);
state.look = place.look;

/** What the server shows: at first what opening.js asked for, before any view asks for more. */
let watched = "{}";

/** @type {import("./live/live.js").Listener} */
const listener = {
  welcome() {
    troubles.set("line", null);
    if (state.connection === "lost") watch();
  },
  lost(trouble) {
    state.connection = "lost";
    document.documentElement.classList.add("lost");
    troubles.set("line", trouble);
  },
  polling() {
    toast.say(t("WebSockets do not get through to the server, so this page gets fewer frames. For whoever runs the server: the proxy must pass upgrades of {path} on.", { path: new URL("live", document.baseURI).pathname }), 15);
  },
  frame(frame) {
    if (frame.run !== commands.run) return;
    state.connection = "live";
    document.documentElement.classList.remove("lost", "waiting");
    state.take(frame);
    if (frame.full) writeHash();
  },
  notice(notice) {
    if (notice.code === "run-gone") open(readAddress(location.hash));
    else toast.say(noticed(notice), 5);
    if (notice.code === "run-lost") watch();
  },
};

const commands = new Commands(live, (failure, changes) => {
  if (failure.code === "lost" || failure.code === "late") {
    controls.revert();
    if (!troubles.first) toast.say(said(failure), 8); // else it is said already
  } else if (!controls.refuse(failure, changes)) toast.say(said(failure), 8);
});

const toast = new Toast();
const notes = new Notes();
const undo = new Undo(state, commands);
const setups = new Setups(state, defaults);
const controls = new Controls(state, commands, setups);
state.views = [
  setups,
  new Transport(state, commands),
  controls,
  new Conditions(state),
  new Functions(state, commands),
  new Chooser(state, commands, (words) => controls.complain(/** @type {HTMLElement} */ (document.getElementById("architecture")), words)),
  new Files(state, commands),
  new More(state),
  new Rate(state),
  new Diagram(state, commands, most),
  new Output(state, writeHash),
  new TruthTable(state),
  new Pencil(state, commands),
  new Curve(state),
  new Reading(state),
  new Inside(state),
  new GradientCheck(state, commands),
  new WorkedExample(state),
  new Alert(state, commands),
  new Summary(state),
  new Offer(state, commands, undo),
  undo,
];
new Networks(state, commands);
new Plans();
new Editor(state, commands);
new Theme(state);
new TroubleView(state, {
  hurry: () => live.hurry(),
  open: (id) => open(readAddress(""), persist(() => takeOver(id))),
});

let acknowledged = 0;
state.drawn = () => {
  const { frame } = state;
  if (frame && frame.number !== acknowledged) live.acknowledge(frame.run, (acknowledged = frame.number));
  if (JSON.stringify(views()) !== watched) watch();
};

/** What is looked at: what each view asks for, beyond what every page is sent. */
function views() {
  return Object.assign({}, ...state.views.map((view) => view.asks?.()));
}

/** Subscribe to the run, or say anew what is looked at. */
async function watch() {
  const { run } = commands;
  if (!run) return;
  watched = JSON.stringify(views());
  // What opening.js asked for without wishes is not to come after this.
  await watching.catch(() => {});
  try {
    await live.send({ do: "watch", run, views: views() });
  } catch (failure) {
    const { code } = /** @type {import("./live/wire.js").Failure} */ (failure);
    if (code === "unknown-run") await open(readAddress(location.hash));
  }
}

/**
 * Begin a run as an address asks for it, or the nearest that there can be. Where there can be none, the default experiment
 * begins.
 * @param {Place} place
 * @param {Promise<import("./run/run.js").Run>} asked
 * @returns {Promise<boolean>} whether there is such a run
 */
async function open(place, asked = persist(() => nearly(place, create))) {
  try {
    begin(await asked);
    if (asked === opening) watching.catch(watch); // the page's first run is watched already, or was to be
    else watch();
    notes.say(place.notes);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const reason = said(error);
    if (Object.keys(place.changes).length === 0) toast.say(reason);
    else {
      toast.say(t("This address cannot be opened: {reason}", { reason }), 12);
      begin(await persist(() => create({})));
      watch();
    }
    return false;
  }
}

/** Go to another run of this tab: from a network that was opened to what was there before it, and forth. @param {string} run */
async function goTo(run) {
  try {
    live.send({ do: "unwatch", run: commands.run ?? "" }).catch(() => {});
    begin(await takeOver(run));
    await watch();
  } catch (error) {
    toast.say(said(/** @type {Refused} */ (error)), 8);
  }
}

/** @param {import("./run/run.js").Run} run */
function begin(run) {
  commands.run = run.id;
  state.experiment = run.experiment;
  state.changed();
}

/** Keep the address true. */
function writeHash() {
  const hash = writeAddress(state.experiment, state.look);
  undo.write(hash ? `#${hash}` : location.pathname + location.search);
}

/** An address that was typed or followed while the page is open changes the run that is there. */
window.addEventListener("hashchange", () => {
  if (history.state !== null) return; // Back or Forward, which undo and redo
  const place = readAddress(location.hash);
  if (entriesOf(location.hash).size > 0 || location.hash === "") follow(place);
  else {
    notes.say(place.notes);
    writeHash();
  }
});

/** Change the run to what an address asks for, or to the nearest that there can be. @param {Place} place */
async function follow(place) {
  const { run } = commands;
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
    await nearly(place, (changes) => live.send({ do: "change", run: run ?? "", changes: { ...changes, ...parts(experimentOf(changes)) } }));
  } catch (failure) {
    toast.say(said(/** @type {import("./live/wire.js").Failure} */ (failure)), 8);
  }
  notes.say(place.notes);
  writeHash();
}

/** @param {Experiment} experiment @returns {Changes} */
const parts = (experiment) => /** @type {Changes} */ (/** @type {unknown} */ (experiment));

/** The link past the settings moves the focus, not the address: that holds the experiment. */
document.getElementById("skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("network")?.focus();
});

/** Another language keeps the experiment: the address goes along. */
document.getElementById("language")?.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  link.hash = location.hash;
});

/** Another tab has the run now: here it stands still until it is asked for again. */
holding.taken = () => {
  const { run } = commands;
  if (!run) return;
  commands.run = null;
  live.send({ do: "unwatch", run }).catch(() => {});
  document.documentElement.classList.add("lost");
  troubles.set("run", { code: "taken", values: { run } });
};

/** A page to which one comes back, by the browser's cache, finds its run in its own hands or goes on with a copy. */
window.addEventListener("pageshow", async ({ persisted }) => {
  const { run } = commands;
  if (!persisted) return;
  state.connection = "lost";
  live.connect();
  if (run && !(await comeBack(run))) await open(readAddress(""), persist(() => copy(run)));
});

/** Go on with the run of this tab, changed to what the address asks for; or begin a new one. */
async function start() {
  const opened = await open(place, opening).finally(() => live.listen(listener));
  if (!opened || isChosen) return;
  if (isDuplicate) toast.say(t("This tab is a duplicate: it goes on with a copy of the network."), 8);
  const [before, own] = [former, commands.run];
  if (before && own && before !== own && !unopened) undo.note({ undo: () => goTo(before), redo: () => goTo(own), isElsewhere: true });
  if (unopened) toast.say(t("This address cannot be opened: {reason}", { reason: said(unopened) }), 12);
  const address = writeAddress(experimentOf(place.changes), state.look);
  if (location.hash && isResumed && address !== writeAddress(state.experiment, state.look)) {
    await live.welcomed;
    await follow(place);
  }
}

document.documentElement.classList.add("waiting");
setTimeout(() => !state.frame && !troubles.first && troubles.set("line", { code: "connecting" }), 2000);

state.changed();
start().catch(() => toast.say(t("The server does not answer as expected.")));

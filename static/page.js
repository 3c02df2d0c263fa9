// The page: opens the run of the address, and lets the views draw the server's frames.

import { read as readAddress, write as writeAddress } from "./address/address.js";
import { AddressBar } from "./address/bar.js";
import { experimentOf } from "./address/schema.js";
import { ALL, lookingOn } from "./classroom/opening.js";
import { Controls } from "./controls/controls.js";
import { keepFocus } from "./controls/refocus.js";
import { Beside } from "./curve/beside.js";
import { isTile } from "./live/wire.js";
import { Notes } from "./notes/notes.js";
import { Toast } from "./notes/toast.js";
import { TroubleView } from "./notes/trouble.js";
import { readNumbersAsTyped } from "./numbers/typed.js";
import { former, isResumed, live, opening, place, seat, unopened } from "./opening.js";
import { Commands } from "./run/commands.js";
import { comeBack, copy, holding, isChosen, isDuplicate, persist, takeOver } from "./run/run.js";
import { Setups } from "./run/setups.js";
import { Shown } from "./run/shown.js";
import { State } from "./run/state.js";
import { troubles } from "./run/troubles.js";
import { Undo } from "./transport/undo.js";
import { viewsOf } from "./views.js";
import { t } from "./words/messages.js";
import { isWatchedAgain, noticed } from "./words/notices.js";
import { translated } from "./words/refusals.js";

const { kinds } = JSON.parse(document.getElementById("defaults")?.textContent ?? "");
const defaults = experimentOf();

const state = new State(defaults, kinds);
state.look = place.look;

/** @type {import("./live/live.js").Listener} */
const listener = {
  welcome() {
    troubles.set("line", null);
    if (state.connection === "lost") {
      shown.watch();
      shown.rest();
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
    // Of the page's own run, tiles come while it shows another one, and one may come late.
    if (frame.run === commands.underneath || isTile(frame)) return live.acknowledge(frame.run, frame.number);
    if (beside.take(frame) || frame.run !== commands.run) return;
    state.connection = "live";
    const { classList } = document.documentElement;
    if (classList.contains("lost") || classList.contains("waiting")) classList.remove("lost", "waiting");
    if (troubles.first?.code === "connecting") troubles.set("line", null);
    state.take(frame);
    if (frame.full) {
      commands.arrive(frame.taken);
      addressBar.write();
    }
  },
  notice(notice) {
    if (commands.underneath) return; // it is said when the page comes back to its own
    if (notice.run !== commands.run) return beside.notice(notice);
    if (notice.code === "run-gone") return shown.replace();
    toast.say(noticed(notice), 5);
    if (isWatchedAgain(notice)) shown.watch();
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
const shown = new Shown(state, commands, undo, beside, toast, notes);
if (!seat.code && !seat.look) undo.goTo = (run) => shown.goTo(run);
const addressBar = new AddressBar(state, commands, undo, toast, notes);
state.views = viewsOf({ state, commands, controls, setups, beside, undo, toast, shown, addressBar });
new TroubleView(state, {
  hurry: () => live.hurry(),
  open: (id) => shown.open(readAddress(""), persist(() => takeOver(id))),
});

keepFocus();
readNumbersAsTyped();

/** The link past the settings moves the focus, not the address, which holds the experiment. */
document.getElementById("skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("network")?.focus();
});

/** Another tab has taken the run: this page pauses until the visitor asks for the run again. */
holding.taken = () => {
  shown.lookAt(null);
  const { run } = commands;
  if (!run) return;
  commands.goTo(null);
  live.unwatch(run);
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
  if (run && !(await comeBack(run))) await shown.open(readAddress(""), persist(() => copy(run)));
});

/** Continue the run of this tab, changed to match the address; or begin a new one. */
async function start() {
  const opened = await shown.open(place, opening).finally(() => live.listen(listener));
  if (!opened || isChosen) return;
  if (isDuplicate) toast.say(t("This tab is a duplicate: it continues with a copy of the network."), 8);
  const [before, own] = [former, commands.run];
  if (before && own && before !== own && !unopened) undo.note({ undo: () => shown.goTo(before), redo: () => shown.goTo(own), runs: [before, own] });
  if (unopened) toast.say(t("This address cannot be opened: {reason}", { reason: translated(unopened) }), 12);
  const address = writeAddress(experimentOf(place.changes), state.look);
  if (location.hash && isResumed && address !== writeAddress(state.experiment, state.look)) {
    await live.welcomed;
    await addressBar.follow(place);
  }
}

document.documentElement.classList.add("waiting");
setTimeout(() => !state.frame && !troubles.first && troubles.set("line", { code: "connecting" }), 2000);

// What an address hides is hidden at once.
if (seat.look || writeAddress(defaults, state.look)) state.changed();
else state.await();
start().catch(() => toast.say(t("The server does not answer as expected.")));

// The views of the page, a line each, in the order in which they draw. A panel or a dialog loads when it is opened.

import { most } from "./address/schema.js";
import { Article } from "./article/article.js";
import { isAugmented } from "./augmentation/strengths.js";
import { hasBox } from "./boxes/heads.js";
import { Compare } from "./compare/compare.js";
import { Conditions } from "./controls/conditions.js";
import { Functions } from "./controls/functions.js";
import { More } from "./controls/more.js";
import { Projector } from "./controls/projector.js";
import { Rate } from "./controls/rate.js";
import { Theme } from "./controls/theme.js";
import { Hearing } from "./curve/hearing.js";
import { Losses } from "./curve/losses.js";
import { Reading } from "./curve/reading.js";
import { Diagram } from "./diagram/diagram.js";
import { Examples } from "./examples/examples.js";
import { FilesOpener } from "./files/opener.js";
import { First } from "./first/first.js";
import { Hints } from "./hints/hints.js";
import { opens } from "./later/dialog.js";
import { Needed } from "./later/needed.js";
import { Panel, unloaded } from "./later/panel.js";
import { Chooser } from "./layers/chooser.js";
import { Lesson } from "./lesson/lesson.js";
import { RunFile } from "./networks/run_file.js";
import { Alert } from "./notes/alert.js";
import { Offer } from "./notes/offer.js";
import { Summary } from "./notes/summary.js";
import { GivenWeights } from "./numbers/given.js";
import { live, seat, visit } from "./opening.js";
import { Output } from "./output/output.js";
import { Pencil } from "./output/pencil.js";
import { TruthTable } from "./output/truth_table.js";
import { createFrom } from "./run/run.js";
import { Transport } from "./transport/transport.js";

/** @typedef {import("./run/state.js").View} View */
/** @typedef {typeof import("./panels.js")} Panels */
/** @typedef {typeof import("./dialogs.js")} Dialogs */

/**
 * What the views work with: the views that others speak to, and the way to other runs.
 * @typedef {object} Page
 * @property {import("./run/state.js").State} state
 * @property {import("./run/commands.js").Commands} commands
 * @property {import("./controls/controls.js").Controls} controls
 * @property {import("./run/setups.js").Setups} setups
 * @property {import("./curve/beside.js").Beside} beside
 * @property {import("./transport/undo.js").Undo} undo
 * @property {import("./notes/toast.js").Toast} toast
 * @property {import("./run/shown.js").Shown} shown
 * @property {import("./address/bar.js").AddressBar} addressBar
 */

/** @param {Page} page @returns {View[]} */
export function viewsOf({ state, commands, controls, setups, beside, undo, toast, shown, addressBar }) {
  /** @param {string | Promise<string>} run */
  const openBeside = (run) => shown.openBeside(run);
  /** @type {typeof shown.beginPlain} */
  const beginPlain = (changes, kind) => shown.beginPlain(changes, kind);
  const writeHash = () => addressBar.write();
  /** @param {string} id @param {(panels: Panels) => View} make @param {() => boolean} [isShown] */
  const panel = (id, make, isShown) => new Panel(state, id, () => import("./panels.js"), make, isShown);
  const fail = () => toast.say(unloaded(), 12);
  /** @param {() => boolean} isNeeded @param {(panels: Panels) => View} make */
  const where = (isNeeded, make) => new Needed(state, isNeeded, async () => make(await import("./panels.js")), fail);
  /** @template [What=void] @param {string} id of its button @param {(dialogs: Dialogs) => {open: (what?: What) => unknown}} make */
  const dialog = (id, make) => opens(state, toast, id, async () => make(await import("./dialogs.js")));

  // The curve comes after the first frame, which is the first of its points.
  const curve = new Needed(state, () => state.frame !== null, async () => new (await import("./chart.js")).Curve(state, commands), fail);

  dialog("open-networks", ({ Networks, Transfer }) => new Networks(state, commands, new Transfer(state, (run, other) => shown.beginTransfer(run, other)), seat.code ? (id) => openBeside(createFrom(id, false).then((run) => run.id)) : null));
  dialog("open-downloads", ({ Slides }) => new Slides(state, commands, () => curve.part.view));
  const openFiles = dialog("open-files", ({ Files }) => new Files(state, commands));
  dialog("open-layers", ({ Editor }) => new Editor(state, commands));
  dialog("open-plans", ({ Plans }) => new Plans());
  dialog("open-weights", ({ Weights }) => new Weights(state, commands));
  new RunFile(state, commands, toast, openBeside, openFiles);
  new Examples();
  new Hints(state, fail);

  return [
    setups,
    new Transport(state, commands),
    controls,
    new Conditions(state),
    new Functions(state, commands),
    new GivenWeights(state),
    new Chooser(state, commands, (words) => controls.complain(/** @type {HTMLElement} */ (document.getElementById("architecture")), words)),
    new FilesOpener(state),
    new More(state),
    new Rate(state),
    new Diagram(state, commands, most),
    new Output(state, writeHash),
    where(() => state.isPictured && Boolean(state.experiment.network.stages), ({ Cell }) => new Cell(state)),
    new TruthTable(state),
    where(() => state.isAutoencoder, ({ ReconstructionsView }) => new ReconstructionsView(state)),
    new Pencil(state, commands),
    beside,
    new Losses(state),
    curve,
    new Reading(state),
    new Hearing(state),
    panel("boxes", ({ Boxes }) => new Boxes(state), () => state.kind.has_boxes && hasBox(state.experiment.objective)),
    panel("augmentation", ({ Augmentation }) => new Augmentation(state), () => isAugmented(state)),
    panel("inside", ({ Inside }) => new Inside(state, commands, beside, beginPlain)),
    panel("embedding", ({ EmbeddingView }) => new EmbeddingView(state)),
    panel("warped", ({ WarpedPlaneView }) => new WarpedPlaneView(state)),
    panel("ground", ({ GroundView }) => new GroundView(state, commands)),
    panel("attribution", ({ AttributionView }) => new AttributionView(state), () => state.isPictured && state.classes > 1 && !state.isAutoencoder),
    panel("through-time", ({ SequencesView }) => new SequencesView(state, beside, beginPlain), () => state.kind.is_sequence),
    panel("worked", ({ WorkedExample }) => new WorkedExample(state)),
    panel("families", ({ Families }) => new Families(state, commands, toast, openBeside)),
    panel("search", ({ SearchPanel }) => new SearchPanel(state, commands, toast, openBeside)),
    new Alert(state, commands),
    new Summary(state),
    new Offer(state, commands, undo),
    new First(state, commands, undo, visit),
    new Article(state, fail),
    new Compare(state, commands, toast, (network) => openBeside(createFrom(network, false).then((run) => run.id))),
    undo,
    new Projector(state, new Theme(state), writeHash),
    new Needed(state, () => seat.code !== null, async () => new (await import("./seat.js")).Strip(state, commands, live, String(seat.code), (run) => shown.goTo(run), (run, barred) => shown.lookAt(run, barred)), fail),
    new Needed(state, () => seat.of !== null, async () => new (await import("./seat.js")).LookingOn(state, commands, live, { look: String(seat.look), code: String(seat.of) }), fail),
    new Lesson(state),
  ];
}

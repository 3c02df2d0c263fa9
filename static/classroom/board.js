// The teacher's page: the board of all tiles, who is at the door, who raises a hand, and what a teacher does for all.

import { Live } from "../live/live.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { BoardView } from "./board_view.js";
import { ChallengeDialog } from "./challenge_dialog.js";
import { ClassDialog } from "./class_dialog.js";
import { Ending } from "./ending.js";
import { Invitation } from "./invitation.js";
import { Key } from "./key.js";
import { PushDialog } from "./push_dialog.js";
import { RankingView } from "./ranking_view.js";
import { Rows } from "../controls/rows.js";
import { Said } from "../words/said.js";
import { action, api, attempt, begin, button, code, empty, find, input, onSubmit, reasonOf, sending } from "./site.js";
import { Spotlight } from "./spotlight.js";
import { StillsDialog } from "./stills_dialog.js";
import { StudentDialog } from "./student_dialog.js";
import { Switches } from "./switches.js";
import { TasksDialog } from "./tasks_dialog.js";
import { TogetherDialog } from "./together_dialog.js";
import { LOST, nameOf, students, whyGone } from "./told.js";

/** @typedef {import("./told.js").Told} Told */

begin();

const status = new Said(find("board-status"));
const switches = new Switches();

/** @param {object} door */
const change = (door) => attempt(status, () => ask(api, sending("PATCH", door)));

/** @param {string} member @param {object} changes */
const changeMember = (member, changes) => ask(`${api}/members/${member}`, sending("PATCH", changes));

/** @type {Told | null} */
let told = null;

async function enter() {
  const invitation = new Invitation();
  const key = new Key(`${api}/teacher`, () => invitation.keys?.key);
  if (invitation.key) await key.enter();
  const live = new Live();
  addEventListener("pagehide", () => live.rest());
  addEventListener("pageshow", ({ persisted }) => persisted && live.connect());

  const student = new StudentDialog({ tile: (id) => view.tiles.get(id), taskOf, changeMember, push: (id) => push.open(id), light: (id, named) => spotlight.light(id, named), take: (id) => stills.take(id) });
  const push = new PushDialog({ tile: (id) => view.tiles.get(id) });
  const spotlight = new Spotlight(status);
  const stills = new StillsDialog();
  const challenge = new ChallengeDialog(status);
  const ranking = new RankingView();
  const tasks = new TasksDialog((task) => challenge.open(task));
  const ending = new Ending(status);
  const about = new ClassDialog({ changeMember });
  const together = new TogetherDialog(live, { change, share: (parts) => attendant.share(parts) });
  const view = new BoardView(find("tiles"), { see: (visible) => attendant.see(visible), open: (id) => student.open(id), taskOf });
  const attendant = new Attendant(live, code, "teacher", {
    classroom(message) {
      told = message;
      key.isShown = false;
      if (told.role !== "teacher") return shut(whyGone(told, t("The private link of this class was renewed: open the new one.")));
      const members = told.members.filter(({ standing }) => standing === "in");
      view.setMembers(members);
      say(told, members);
      student.show();
      spotlight.show(told);
      stills.show(told);
      tasks.show(told);
      challenge.show(told);
      ranking.setMembers(members);
      about.show(told);
      ending.show(told);
      together.show(told);
    },
    challenge: (standing) => ranking.take(standing),
    shared: (message) => together.take(message),
    board(news) {
      view.take(news);
      student.show();
    },
    refused: (failure) => key.enterAgain(failure, attendant).catch((error) => shut(reasonOf(error))),
  });
  live.listen(together.together.listener({
    welcome: () => status.host.textContent === LOST && status.begin(),
    lost: () => status.begin(LOST),
  }));

  find("order").addEventListener("change", (event) => view.choose({ by: /** @type {any} */ (event.target).value }));
  input("search").addEventListener("input", () => view.choose({ search: input("search").value }));
  for (const each of document.querySelectorAll("[name=size]")) {
    each.addEventListener("change", () => view.choose({ size: /** @type {any} */ (each).value }));
  }
}

/** @param {string} id */
function taskOf(id) {
  return told?.tasks?.find((task) => task.id === id);
}

/** @param {Told} told @param {import("./told.js").Member[]} members */
function say(told, members) {
  write(find("title"), told.title);
  document.title = `${told.title} – Chalknet`;
  write(find("count"), students(members.length));
  const task = told.tasks?.find(({ id }) => id === told.present);
  write(find("present"), task ? t("Task: {title}", { title: task.title }) : t("No task: everyone trains their own network"));
  for (const [id, isOn] of /** @type {const} */ ([["pause", told.paused], ["anonymous", told.anonymous], ["lock", told.locked]])) {
    switches.tell(id);
    button(id).setAttribute("aria-pressed", String(Boolean(isOn)));
  }
  write(button("pause"), told.paused ? t("Let them go on") : t("Eyes on me"));
  show(find("pause-words"), Boolean(told.paused));
  lists(told);
}

/** @param {string} id of a list @param {(member: import("./told.js").Member) => HTMLElement[]} actions @returns {Rows<import("./told.js").Member>} */
function rowsOf(id, actions) {
  const row = (/** @type {import("./told.js").Member} */ member) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("span"), { className: "name", textContent: nameOf(member), dir: "auto" }), ...actions(member));
    return item;
  };
  return new Rows(find(id), row, ({ id, nickname }) => [id, nickname]);
}

/** @param {import("./told.js").Member} member @param {string} words @param {string} label @param {object} changes */
const actionOn = ({ id }, words, label, changes) => action(words, () => attempt(status, () => changeMember(id, changes)), label);

const waitingRows = rowsOf("waiting", (member) => [
  actionOn(member, t("Admit"), t("Admit {nickname}", { nickname: nameOf(member) }), { standing: "in" }),
  actionOn(member, t("Turn away"), t("Turn away: {nickname}", { nickname: nameOf(member) }), { standing: "out" }),
]);
const handRows = rowsOf("hands", (member) => [actionOn(member, t("Lower"), t("Lower the hand of {nickname}", { nickname: nameOf(member) }), { hand: false })]);

/** Who waits at the door, and who raises a hand. @param {Told} told */
function lists({ members }) {
  const waiting = members.filter(({ standing }) => standing === "waiting");
  const hands = members.filter(({ standing, hand }) => standing === "in" && hand);
  waitingRows.show(waiting);
  handRows.show(hands);
  show(button("admit-all"), waiting.length > 1);
  button("admit-all").onclick = () => attempt(status, () => Promise.all(waiting.map(({ id }) => changeMember(id, { standing: "in" }))));
  show(find("waiting-none"), waiting.length === 0);
  show(find("hands-none"), hands.length === 0);
}

/** The page has nothing to show. @param {string} words */
function shut(words) {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  find("board").hidden = true;
  find("shut").hidden = false;
  find("shut-words").textContent = words;
}

for (const [id, field] of /** @type {const} */ ([["pause", "paused"], ["anonymous", "anonymous"], ["lock", "locked"]])) {
  button(id).addEventListener("click", () => switches.set(id, !switches.is(id, Boolean(told?.[field])), (isOn) => change({ [field]: isOn })));
}

const message = /** @type {HTMLDialogElement} */ (find("message"));
button("open-message").addEventListener("click", () => message.showModal());
onSubmit(/** @type {HTMLFormElement} */ (message.querySelector("form")), async () => {
  const field = /** @type {HTMLTextAreaElement} */ (message.querySelector("textarea"));
  const text = field.value;
  await ask(`${api}/messages`, sending("POST", { text }));
  empty(field, text);
  if (!field.value) message.close();
  status.begin(t("The message is on everyone's page, until they have read it."));
});
for (const dialog of document.querySelectorAll("dialog")) dialog.querySelector("header button")?.addEventListener("click", () => dialog.close());

enter().catch((error) => shut(reasonOf(error)));

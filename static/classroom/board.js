// The teacher's page: the board of all tiles, who is at the door, who raises a hand, and what a teacher does for all.

import { Live } from "../live/live.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { BoardView } from "./board_view.js";
import { ChallengeDialog } from "./challenge_dialog.js";
import { ClassDialog } from "./class_dialog.js";
import { Invitation } from "./invitation.js";
import { PushDialog } from "./push_dialog.js";
import { RankingView } from "./ranking_view.js";
import { action, api, begin, button, code, find, input, onSubmit, reasonOf, sending } from "./site.js";
import { Spotlight } from "./spotlight.js";
import { StillsDialog } from "./stills_dialog.js";
import { StudentDialog } from "./student_dialog.js";
import { TasksDialog } from "./tasks_dialog.js";
import { TogetherDialog } from "./together_dialog.js";
import { nameOf, students } from "./told.js";

/** @typedef {import("./told.js").Told} Told */

begin();

const status = find("board-status");

/** Act, and say where it was refused. @param {Promise<unknown>} act */
const attempt = (act) => act.catch((error) => write(status, reasonOf(error)));

/** @param {object} door */
const change = (door) => attempt(ask(api, sending("PATCH", door)));

/** @param {string} member @param {object} changes */
const changeMember = (member, changes) => ask(`${api}/members/${member}`, sending("PATCH", changes));

/** @type {Told | null} */
let told = null;

async function enter() {
  const invitation = new Invitation();
  if (invitation.key) await ask(`${api}/teacher`, sending("POST", { key: invitation.key }));
  const live = new Live();
  addEventListener("pagehide", () => live.rest());
  addEventListener("pageshow", ({ persisted }) => persisted && live.connect());

  const student = new StudentDialog({ tile: (id) => view.tiles.get(id), taskOf, changeMember, push: (id) => push.open(id), light: (id, named) => spotlight.light(id, named), take: (id) => stills.take(id) });
  const push = new PushDialog({ tile: (id) => view.tiles.get(id) });
  const spotlight = new Spotlight((words) => write(status, words));
  const stills = new StillsDialog();
  const challenge = new ChallengeDialog();
  const ranking = new RankingView();
  const tasks = new TasksDialog((task) => challenge.open(task));
  const about = new ClassDialog({ change, changeMember });
  const together = new TogetherDialog(live, { change, share: (parts) => attendant.share(parts) });
  const view = new BoardView(find("tiles"), { see: (visible) => attendant.see(visible), open: (id) => student.open(id), taskOf });
  const attendant = new Attendant(live, code, "teacher", {
    classroom(message) {
      told = message;
      if (told.role !== "teacher") return shut(t("This class was deleted, or its private link was renewed elsewhere."));
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
      together.show(told);
    },
    challenge: (standing) => ranking.take(standing),
    shared: (message) => together.take(message),
    board(news) {
      view.take(news);
      student.show();
    },
    refused: (failure) => shut(t(failure.text, failure.values)),
  });
  live.listen(together.together.listener({
    welcome: () => write(status, ""),
    lost: () => write(status, t("The connection is lost. The page connects again by itself.")),
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
  for (const [id, isOn] of /** @type {const} */ ([["pause", told.paused], ["anonymous", told.anonymous], ["lock", told.locked]])) button(id).setAttribute("aria-pressed", String(isOn));
  write(button("pause"), told.paused ? t("Let them go on") : t("Eyes on me"));
  show(find("pause-words"), Boolean(told.paused));
  lists(told);
}

/** Who waits at the door, and who raises a hand. @param {Told} told */
function lists({ members }) {
  const waiting = members.filter(({ standing }) => standing === "waiting");
  const hands = members.filter(({ standing, hand }) => standing === "in" && hand);
  fill("waiting", waiting, (member) => [
    action(t("Admit"), () => attempt(changeMember(member.id, { standing: "in" })), t("Admit {nickname}", { nickname: nameOf(member) })),
    action(t("Turn away"), () => attempt(changeMember(member.id, { standing: "out" })), t("Turn away: {nickname}", { nickname: nameOf(member) })),
  ]);
  fill("hands", hands, (member) => [action(t("Lower"), () => attempt(changeMember(member.id, { hand: false })), t("Lower the hand of {nickname}", { nickname: nameOf(member) }))]);
  show(button("admit-all"), waiting.length > 1);
  button("admit-all").onclick = () => attempt(Promise.all(waiting.map(({ id }) => changeMember(id, { standing: "in" }))));
  show(find("waiting-none"), waiting.length === 0);
  show(find("hands-none"), hands.length === 0);
}

/** @param {string} id @param {import("./told.js").Member[]} members @param {(member: import("./told.js").Member) => HTMLElement[]} actions */
function fill(id, members, actions) {
  const list = find(id);
  const key = JSON.stringify(members.map(({ id, nickname }) => [id, nickname]));
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(
    ...members.map((member) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { className: "name", textContent: nameOf(member), dir: "auto" }), ...actions(member));
      return item;
    }),
  );
}

/** The page has nothing to show. @param {string} words */
function shut(words) {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  find("board").hidden = true;
  find("shut").hidden = false;
  find("shut-words").textContent = words;
}

button("pause").addEventListener("click", () => change({ paused: !told?.paused }));
button("anonymous").addEventListener("click", () => change({ anonymous: !told?.anonymous }));
button("lock").addEventListener("click", () => change({ locked: !told?.locked }));

const message = /** @type {HTMLDialogElement} */ (find("message"));
button("open-message").addEventListener("click", () => message.showModal());
onSubmit(/** @type {HTMLFormElement} */ (message.querySelector("form")), async () => {
  const field = /** @type {HTMLTextAreaElement} */ (message.querySelector("textarea"));
  await ask(`${api}/messages`, sending("POST", { text: field.value }));
  field.value = "";
  message.close();
  write(status, t("The message is on everyone's page, until they have read it."));
});
for (const dialog of document.querySelectorAll("dialog")) dialog.querySelector("header button")?.addEventListener("click", () => dialog.close());

enter().catch((error) => shut(reasonOf(error)));

// The door of a class: a nickname and a seat, or why there is none now.

import { deleter } from "../controls/deleter.js";
import { Live } from "../live/live.js";
import { ask, Refused } from "../live/rest.js";
import { passes } from "../run/troubles.js";
import { joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { write } from "../words/write.js";
import { Attendant } from "./attendant.js";
import { api, begin, code, find, button, input, onSubmit, reasonOf, sending } from "./site.js";
import { LOST, day, nameOf, whyGone } from "./told.js";

/** @typedef {{code: string, title: string, expires_at: number, locked: boolean, admits_each: boolean, role: "teacher" | "student" | "none", member: import("./told.js").Member | null}} Seen */

begin();

const PARTS = ["join", "seat", "waiting", "shut"];
const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** @param {string} part of the card, beside what is known of the class */
function show(part) {
  for (const each of PARTS) find(each).hidden = each !== part;
}

/** @param {string} words @param {boolean} [again] whether it may be tried again */
function shut(words, again = true) {
  find("shut-words").textContent = words;
  find("shut-again").hidden = !again;
  show("shut");
}

const enter = () => location.replace(`./?class=${code}`);

/** @param {Seen} seen */
function welcome(seen) {
  find("title").textContent = seen.title;
  document.title = `${seen.title} – Chalknet`;
  find("kept").textContent = t("The class keeps your nickname and the networks that you train in it until {day}; then all of it is deleted. Your teacher sees both, and may delete them sooner.", { day: day(seen.expires_at) });
  find("teaches").hidden = seen.role !== "teacher";
  const { member } = seen;
  if (member?.standing === "in") {
    find("seat-words").textContent = t("You have a seat here, as {nickname}.", { nickname: nameOf(member) });
    return show("seat");
  }
  if (member?.standing === "waiting") return wait(member);
  if (member?.standing === "barred") return shut(t("The teacher has closed this class to you."), false);
  if (seen.locked) return shut(t("The door of this class is locked: ask the teacher to open it."));
  const words = seen.admits_each ? [t("Your teacher admits each student.")] : [];
  if (member) words.unshift(t("Your seat here is still that of {nickname}.", { nickname: nameOf(member) }));
  find("join-words").textContent = joinSentences(words);
  // Who was removed comes back with the name that they had.
  find("name-field").hidden = button("draw").hidden = member !== null;
  input("nickname").required = member === null;
  show("join");
}

/** Wait to be admitted. @param {import("./told.js").Member} member */
function wait(member) {
  const name = find("waiting-name");
  name.textContent = t("You are {nickname}.", { nickname: nameOf(member) });
  show("waiting");
  const live = new Live();
  const lost = find("waiting-lost");
  live.listen({
    welcome: () => write(lost, ""),
    lost: () => write(lost, LOST),
  });
  addEventListener("pagehide", () => live.rest());
  const leave = () => {
    live.rest();
    load();
  };
  new Attendant(live, code, "student", {
    classroom: (told) => {
      const { role, member } = told;
      if (told.over) {
        live.rest();
        return shut(whyGone(told, ""), false);
      }
      if (role === "gone" || !member) return leave();
      name.textContent = t("You are {nickname}.", { nickname: nameOf(member) });
      if (member.standing === "in") enter();
      else if (member.standing === "out") {
        live.rest();
        shut(t("The teacher has not admitted you."));
      } else if (member.standing === "barred") leave();
    },
    refused: (failure) => {
      if (failure.code === "not-a-member") return leave();
      live.rest();
      shut(translated(failure));
    },
  });
}

/** @param {string | null} nickname null: one is drawn */
async function join(nickname) {
  const member = await ask(`${api}/seat`, sending("POST", { nickname, language }));
  if (member.standing === "in") enter();
  else wait(member);
}

onSubmit(find("join"), () => join(input("nickname").value || null).catch(refused));
button("draw").addEventListener("click", () => join(null).catch(refused).catch((error) => (find("join-fault").textContent = reasonOf(error))));

/** @param {unknown} error a fault of the nickname is said beside it */
function refused(error) {
  if (error instanceof Refused && ["locked", "class-full", "barred", "unknown-class"].includes(error.code)) return shut(translated(error), error.code !== "barred");
  throw error;
}

const giveUp = deleter(t("your seat"), () => (find("seat-fault").textContent = t("Your nickname and your networks in this class are then deleted.")), async () => {
  await ask(`${api}/seat`, { method: "DELETE" }).then(load, (error) => (find("seat-fault").textContent = reasonOf(error)));
});
giveUp.classList.add("plain");
find("seat-actions").append(giveUp);
button("shut-again").addEventListener("click", () => takeOver());

/** The key of a seat behind the #: this device takes the seat over. It stays there while that cannot be done now. */
async function takeOver() {
  const key = new URLSearchParams(location.hash.slice(1)).get("seat");
  if (!key) return load();
  try {
    await ask(`${api}/seat`, sending("PUT", { key }));
    enter();
  } catch (error) {
    if (!(error instanceof Refused && passes(error))) history.replaceState(null, "", location.pathname);
    shut(reasonOf(error));
  }
}

async function load() {
  find("seat-fault").textContent = "";
  try {
    welcome(await ask(api));
  } catch (error) {
    shut(reasonOf(error));
  }
}

takeOver();

// The page of classes: opens one, leads to one by its code, and lists those that one teaches.

import { deleter } from "../controls/deleter.js";
import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { Said } from "../words/said.js";
import { isLastDay } from "./ending.js";
import { attempt, begin, find, input, onSubmit, sending } from "./site.js";
import { day, moment, spaced, students } from "./told.js";

/** @typedef {{code: string, title: string, created_at: number, expires_at: number, members: number}} Listed */

begin();

const rows = /** @type {Rows<Listed>} */ (new Rows(find("classes"), item));
const fault = new Said(find("classes-fault"));

onSubmit(find("join"), async () => {
  const { code } = await ask(`api/classes/${encodeURIComponent(input("code").value.trim())}`);
  location.assign(`class/${code}`);
});

onSubmit(find("open"), async () => {
  const { code, teacher_key, wall_key } = await ask("api/classes", sending("POST", { title: input("title").value }));
  // Behind the #, keys reach no server and no log.
  location.assign(`class/${code}/board#key=${teacher_key}&wall=${wall_key}`);
});

async function show() {
  if (await rows.take(ask("api/classes"))) find("taught").hidden = rows.host.childElementCount === 0;
}

/** @param {Listed} each */
function item({ code, title, expires_at, members }) {
  const made = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `class/${code}/board`, textContent: title, dir: "auto" });
  const about = Object.assign(document.createElement("span"), { className: "about" });
  about.textContent = [spaced(code), students(members), isLastDay(expires_at) ? t("deleted on {moment}", { moment: moment(expires_at) }) : t("until {day}", { day: day(expires_at) })].join(" · ");
  const warn = () => fault.begin(t("With “{title}” go its seats, nicknames and networks, at once and for good.", { title }));
  const remove = deleter(title, warn, () => attempt(fault, async () => {
    await ask(`api/classes/${code}`, { method: "DELETE" });
    await show();
  }));
  remove.classList.add("plain");
  made.append(link, about, remove);
  return made;
}

attempt(fault, show);

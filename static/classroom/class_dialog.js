// The class itself: its door, those who are out, until when it is kept, and its deletion.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { write } from "../words/write.js";
import { action, api, button, find, input, onSubmit } from "./site.js";
import { day, nameOf, students } from "./told.js";

export class ClassDialog {
  /** @param {{change: (door: object) => Promise<unknown>, changeMember: (id: string, changes: object) => Promise<unknown>}} ways */
  constructor({ change, changeMember }) {
    this.changeMember = changeMember;
    this.shown = "";
    const dialog = /** @type {HTMLDialogElement} */ (find("about-class"));
    button("open-class").addEventListener("click", () => dialog.showModal());
    input("admits").addEventListener("change", () => change({ admits_each: input("admits").checked }));
    onSubmit(find("retitle"), () => ask(api, { method: "PATCH", body: JSON.stringify({ title: input("class-title").value }) }));
    onSubmit(find("keep-longer"), () => ask(`${api}/extension`, { method: "POST" }));
    onSubmit(find("class-like"), async () => {
      const { code, teacher_key, wall_key } = await ask(`${api}/copies`, { method: "POST", body: JSON.stringify({ title: input("like-title-field").value }) });
      location.assign(`class/${code}/board#key=${teacher_key}&wall=${wall_key}`);
    });
    onSubmit(find("delete-class"), async () => {
      await ask(api, { method: "DELETE" });
      location.assign("class");
    });
  }

  /** @param {import("./told.js").Told} told */
  show({ title, members, admits_each, expires_at = 0 }) {
    const out = members.filter(({ standing }) => standing === "out" || standing === "barred");
    const key = JSON.stringify([title, members.length, admits_each, expires_at, out]);
    if (key === this.shown) return;
    this.shown = key;
    input("admits").checked = Boolean(admits_each);
    if (document.activeElement !== input("class-title")) input("class-title").value = title;
    write(find("class-kept"), t("The class is kept until {day}, and then deleted by itself.", { day: day(expires_at) }));
    write(find("delete-words"), t("Deleted at once and for good: the class with {students}, their nicknames, their networks, and all tasks.", { students: students(members.length) }));
    find("out-part").hidden = out.length === 0;
    find("out").replaceChildren(
      ...out.map((member) => {
        const item = document.createElement("li");
        const nickname = nameOf(member);
        const name = Object.assign(document.createElement("span"), { className: "name", textContent: nickname, dir: "auto" });
        const about = Object.assign(document.createElement("span"), { className: "about", textContent: member.standing === "barred" ? t("barred") : t("taken out") });
        item.append(name, about, action(t("Let in again"), () => this.changeMember(member.id, { standing: "in" }).catch(() => {}), t("Let in again: {nickname}", { nickname })));
        return item;
      }),
    );
  }
}

// The class itself: its door, those who are out, until when it is kept, and its deletion.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { Rows } from "../controls/rows.js";
import { Said } from "../words/said.js";
import { keepLonger } from "./ending.js";
import { action, api, attempt, button, find, input, onSubmit, sending } from "./site.js";
import { Switches } from "./switches.js";
import { day, nameOf, students } from "./told.js";

export class ClassDialog {
  /** @param {{changeMember: (id: string, changes: object) => Promise<unknown>}} ways */
  constructor({ changeMember }) {
    this.changeMember = changeMember;
    this.switches = new Switches();
    this.isAdmitting = false;
    this.fault = new Said(find("class-fault"));
    /** @type {Rows<import("./told.js").Member>} */
    this.rows = new Rows(find("out"), (member) => this.row(member));
    const dialog = /** @type {HTMLDialogElement} */ (find("about-class"));
    button("open-class").addEventListener("click", () => dialog.showModal());
    input("admits").addEventListener("change", async () => {
      await this.switches.set("admits", input("admits").checked, (isOn) => attempt(this.fault, () => ask(api, sending("PATCH", { admits_each: isOn }))));
      this.mark();
    });
    onSubmit(find("retitle"), () => ask(api, sending("PATCH", { title: input("class-title").value })));
    onSubmit(find("keep-longer"), keepLonger);
    onSubmit(find("class-like"), async () => {
      const { code, teacher_key, wall_key } = await ask(`${api}/copies`, sending("POST", { title: input("like-title-field").value }));
      location.assign(`class/${code}/board#key=${teacher_key}&wall=${wall_key}`);
    });
    onSubmit(find("delete-class"), async () => {
      await ask(api, { method: "DELETE" });
      location.assign("class");
    });
  }

  /** @param {import("./told.js").Told} told */
  show({ title, members, admits_each, expires_at = 0 }) {
    this.isAdmitting = Boolean(admits_each);
    this.switches.tell("admits");
    this.mark();
    const field = input("class-title");
    if (document.activeElement !== field && field.value !== title) field.value = title;
    write(find("class-kept"), t("The class is kept until {day}, and then deleted by itself.", { day: day(expires_at) }));
    write(find("delete-words"), t("Deleted at once and for good: the class with {students}, their nicknames, their networks, and all tasks.", { students: students(members.length) }));
    const out = members.filter(({ standing }) => standing === "out" || standing === "barred");
    show(find("out-part"), out.length > 0);
    this.rows.show(out);
  }

  /** The box keeps what was asked for until the server tells of it. */
  mark() {
    input("admits").checked = this.switches.is("admits", this.isAdmitting);
  }

  /** @param {import("./told.js").Member} member */
  row(member) {
    const item = document.createElement("li");
    const nickname = nameOf(member);
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: nickname, dir: "auto" });
    const about = Object.assign(document.createElement("span"), { className: "about", textContent: member.standing === "barred" ? t("barred") : t("taken out") });
    const back = action(t("Let in again"), () => attempt(this.fault, () => this.changeMember(member.id, { standing: "in" })), t("Let in again: {nickname}", { nickname }));
    item.append(name, about, back);
    return item;
  }
}

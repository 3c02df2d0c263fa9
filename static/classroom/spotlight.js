// The spotlight on the board: whose network everyone sees, or who is being asked for it; and its end.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { api, attempt, button, find, sending } from "./site.js";
import { nameOf } from "./told.js";

export class Spotlight {
  /** @param {import("../words/said.js").Said} status */
  constructor(status) {
    this.status = status;
    /** The spotlight of which it was last told, unless this page has ended it. @type {{nickname: string, isLit: boolean} | null} */
    this.former = null;
    button("light-end").addEventListener("click", () => this.act("DELETE"));
  }

  /** @param {string} member @param {boolean} named with the name, for which the student is asked */
  light(member, named) {
    return this.act("PUT", { member, named });
  }

  /** @param {string} method @param {object} [body] */
  async act(method, body) {
    this.former = null;
    await attempt(this.status, () => ask(`${api}/spotlight`, body ? sending(method, body) : { method }));
  }

  /** @param {import("./told.js").Told} told */
  show({ spotlight, members }) {
    show(find("light"), Boolean(spotlight));
    const member = members.find(({ id }) => id === spotlight?.member);
    if (!spotlight || !member) return this.end();
    const nickname = nameOf(member);
    this.former = { nickname, isLit: Boolean(spotlight.is_lit) };
    write(
      find("light-words"),
      !spotlight.is_lit ? t("{nickname} is asked whether everyone may see the network.", { nickname }) : spotlight.is_named ? t("Everyone sees the network of {nickname}, with the name.", { nickname }) : t("Everyone sees the network of {nickname}, without the name.", { nickname }),
    );
    write(button("light-end"), spotlight.is_lit ? t("End the spotlight") : t("Ask no more"));
  }

  /** There is none any more: where this page has not ended it, say so. */
  end() {
    const { former } = this;
    this.former = null;
    if (former) this.status.begin(former.isLit ? t("The spotlight has ended.") : t("{nickname} was asked, and the network is not shown.", { nickname: former.nickname }));
  }
}

// The ranking of the present challenge, on the board and on the wall; at the end, a podium.

import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";
import { marksOf, rankedValue, RANKED_BY, sentencesOf, teamName } from "./rule.js";
import { find } from "./site.js";
import { nameOf } from "./told.js";

/** @typedef {import("./rule.js").Ranking} Ranking */

export class RankingView {
  constructor() {
    this.host = find("challenge-now");
    /** On the wall alone. @type {HTMLElement | null} */
    this.podium = document.getElementById("podium");
    /** @type {Map<string, string>} names by the members' ids */
    this.names = new Map();
    /** @type {Ranking | null} */
    this.ranking = null;
    /** What stands on the wall beside it, and whether it came after the podium. */
    this.standing = "tiles";
    this.isPast = false;
  }

  /** What is put on the wall takes the place of the podium. @param {string} standing the tiles, or what is in their place */
  stand(standing) {
    if (standing === this.standing) return;
    this.standing = standing;
    this.isPast = true;
    this.draw();
  }

  /** @param {{id: string, nickname: string | number}[]} members */
  setMembers(members) {
    this.names = new Map(members.map((member) => [member.id, nameOf(member)]));
    this.draw();
  }

  /** @param {Ranking | null} ranking */
  take(ranking) {
    if (this.ranking && !this.ranking.challenge.is_over && ranking?.challenge.is_over) this.isPast = false;
    this.ranking = ranking;
    this.draw();
  }

  draw() {
    const { ranking } = this;
    show(this.host, ranking !== null);
    if (this.podium) show(this.podium, !this.isPast && (ranking?.challenge.is_over ?? false));
    if (!ranking) return;
    const { challenge, ranking: rows, trials, teams } = ranking;
    lines(find("challenge-rule"), sentencesOf(challenge));
    write(find("challenge-ranked"), t("First is: {what}.", { what: RANKED_BY[challenge.ranked_by]() }));
    const tried = trials === 1 ? t("The server trains fresh networks for 1 student.") : t("The server trains fresh networks for {count} students.", { count: trials });
    write(find("challenge-none"), rows.length === 0 ? t("Nobody has met the rule yet.") : "");
    write(find("challenge-trials"), trials > 0 ? tried : "");
    const places = rows.map(({ place, member, value, marks, team }) => {
      const about = [rankedValue(challenge.ranked_by, value), team === null ? "" : teamName(team), marks.length > 0 ? marksOf(marks) : ""];
      return [place, this.names.get(member) ?? "", about.filter(Boolean).join(" · ")];
    });
    listed(find("challenge-places"), /** @type {[number, string, string][]} */ (places));
    const ranks = teams.map(({ place, team, met, members }) => [place, teamName(team), t("{met} of {members} met it", { met, members })]);
    show(find("challenge-teams-part"), teams.length > 0);
    listed(find("challenge-teams"), /** @type {[number, string, string][]} */ (ranks));
    if (this.podium) this.drawPodium(/** @type {[number, string, string][]} */ (teams.length > 0 ? ranks.filter((_, i) => (teams[i]?.met ?? 0) > 0) : places));
  }

  /** @param {[number, string, string][]} rows */
  drawPodium(rows) {
    const best = rows.filter(([place]) => place <= 3);
    write(find("podium-none"), best.length === 0 ? t("Nobody has met the rule this time.") : "");
    const steps = find("podium-steps");
    const key = JSON.stringify(best);
    if (steps.dataset.key === key) return;
    steps.dataset.key = key;
    steps.replaceChildren(
      ...[...new Set(best.map(([place]) => place))].map((place) => {
        const step = document.createElement("li");
        step.dataset.place = String(place);
        step.append(Object.assign(document.createElement("strong"), { className: "place", textContent: String(place) }));
        for (const [, name, about] of best.filter((row) => row[0] === place)) {
          const who = Object.assign(document.createElement("p"), { textContent: name, dir: "auto" });
          who.append(Object.assign(document.createElement("span"), { className: "about", textContent: about }));
          step.append(who);
        }
        return step;
      }),
    );
  }
}

/** @param {HTMLElement} list @param {string[]} texts */
function lines(list, texts) {
  const key = texts.join("\n");
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...texts.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
}

/** @param {HTMLElement} list @param {[number, string, string][]} rows places, names, and what is known of each */
function listed(list, rows) {
  const key = JSON.stringify(rows);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(
    ...rows.map(([place, name, about]) => {
      const item = document.createElement("li");
      item.append(
        Object.assign(document.createElement("span"), { className: "place", textContent: String(place) }),
        Object.assign(document.createElement("span"), { className: "name", textContent: name, dir: "auto" }),
        Object.assign(document.createElement("span"), { className: "about", textContent: about }),
      );
      return item;
    }),
  );
}

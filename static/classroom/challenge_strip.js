// The challenge in a student's strip: the rule, how far the network is from meeting it, the student's place and team.

import { Rows } from "../controls/rows.js";
import { ask } from "../live/rest.js";
import { joinNames, joinSentences, titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { activationName, distanceOf, marksOf, rankedValue, RANKED_BY, sentenceOf, teamName } from "./rule.js";
import { action, sending } from "./site.js";

/** @typedef {import("./rule.js").Standing} Standing */
/** @typedef {import("./rule.js").Challenge} Challenge */

export class ChallengeStrip {
  /** @param {string} api @param {(act: () => Promise<unknown>) => Promise<unknown>} attempt */
  constructor(api, attempt) {
    this.api = api;
    this.attempt = attempt;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(`class-challenge${id}`));
    this.opener = find("");
    this.sheet = find("-sheet");
    this.rule = find("-rule");
    this.else = find("-else");
    this.ranked = find("-ranked");
    this.place = find("-place");
    this.teams = find("-teams");
    /** @type {Rows<{task: string, team: number, isDrawn: boolean}>} */
    this.rows = new Rows(find("-team"), (team) => this.row(team));
    /** @type {import("./told.js").Task | null} */
    this.task = null;
    /** @type {Standing | null} */
    this.standing = null;
  }

  /** @param {import("./told.js").Task | null} task at which the student is */
  at(task) {
    this.task = task;
    this.draw();
  }

  /** @param {Standing | null} standing */
  take(standing) {
    this.standing = standing;
    this.draw();
  }

  draw() {
    const { standing, task } = this;
    const challenge = task?.challenge;
    const isShown = Boolean(challenge && standing);
    show(this.opener, isShown);
    if (!challenge || !standing || !task) return;
    write(this.opener, this.summary(challenge, standing));
    this.say(challenge, standing);
    this.offerTeams(task.id, challenge, standing);
  }

  /** The words on the button. @param {Challenge} challenge @param {Standing} standing */
  summary({ rule, is_over }, { place, check }) {
    if (place !== null) return t("Challenge: place {place}", { place });
    if (is_over) return t("Challenge: over");
    const held = check ? check.holds.filter(Boolean).length : 0;
    return t("Challenge: {held} of {count} met", { held, count: rule.conditions.length });
  }

  /** @param {Challenge} challenge @param {Standing} standing */
  say({ rule, ranked_by, is_over }, { check, trial, place, value, marks, met }) {
    const { rule: list } = this;
    if (list.children.length !== rule.conditions.length) list.replaceChildren(...rule.conditions.map(() => row()));
    rule.conditions.forEach((condition, i) => {
      const [mark, words, distance] = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (list.children[i]).children]);
      const holds = check?.holds[i] ?? false;
      attribute(/** @type {HTMLElement} */ (list.children[i]), "data-holds", String(holds));
      write(/** @type {HTMLElement} */ (mark), holds ? t("met:") : t("not yet:"));
      write(/** @type {HTMLElement} */ (words), sentenceOf(condition));
      write(/** @type {HTMLElement} */ (distance), check ? distanceOf(condition, check.values[i] ?? null, holds) : "");
    });
    const lines = [];
    const { activations = [], samples = false, loss = false } = check?.differences ?? {};
    if (rule.activations.length > 0) lines.push(t("Activation functions: only {names}", { names: joinNames(rule.activations.map(activationName)) }));
    if (activations.length > 0) lines.push(t("Not allowed here: {names}.", { names: joinNames(activations.map(activationName)) }));
    if (samples) lines.push(t("Your data are not those of the task: set the data back, noise and sizes included."));
    if (loss) lines.push(t("Your loss is not that of the task: set it back."));
    if (trial) lines.push(trialWords(trial));
    write(this.else, lines.join("\n"));
    const slowly = ranked_by === "steps" ? t("The server looks some times a second: who wants few steps trains slowly, or step by step.") : "";
    write(this.ranked, joinSentences([t("First is: {what}.", { what: RANKED_BY[ranked_by]() }), slowly]));
    const own = place === null || value === null ? "" : t("You have place {place}: {value}.", { place, value: rankedValue(ranked_by, value) });
    const marked = marks.length > 0 ? t("Your network is marked, and ranks behind the others: {marks}.", { marks: marksOf(marks) }) : "";
    const others = met === 0 ? t("Nobody has met the rule yet.") : met === 1 ? t("1 student has met the rule.") : t("{count} students have met the rule.", { count: met });
    write(this.place, joinSentences([is_over ? t("The challenge is over.") : "", own, marked, others]));
  }

  /** @param {string} task @param {Challenge} challenge @param {Standing} standing */
  offerTeams(task, challenge, { team, teams }) {
    show(this.teams, challenge.teams > 0);
    if (challenge.teams === 0) return;
    write(/** @type {HTMLElement} */ (this.teams.firstElementChild), team === null ? t("You have no team yet.") : t("You are in {team}.", { team: teamName(team) }));
    const shown = [...teams].sort((a, b) => a.team - b.team);
    this.rows.show(shown.map((each) => ({ task, team: each.team, isDrawn: challenge.teams_are_drawn })));
    shown.forEach((each, i) => {
      const place = /** @type {Element} */ (this.rows.host.children[i]?.firstElementChild);
      write(place, titled(teamName(each.team), t("{met} of {members} met it", { met: each.met, members: each.members })));
      if (!challenge.teams_are_drawn) attribute(place, "aria-pressed", String(each.team === team));
    });
  }

  /** A team, which can be joined where teams are chosen. @param {{task: string, team: number, isDrawn: boolean}} team */
  row({ task, team, isDrawn }) {
    const item = document.createElement("li");
    item.append(isDrawn ? document.createElement("span") : action("", () => this.attempt(() => ask(`${this.api}/seat/teams/${task}`, sending("PUT", { team })))));
    return item;
  }
}

/** @param {NonNullable<Standing["trial"]>} trial */
function trialWords({ state, met, seeds, share }) {
  if (state === "waiting") return t("Your network meets the rule. Fresh networks wait for their turn to be trained.");
  if (state === "training") return t("Your network meets the rule. Fresh networks are being trained: {share} % done, {met} of {seeds} meet it.", { share: Math.round(100 * share), met, seeds });
  if (state === "refused") return t("Your network meets the rule. The server had no time or room for fresh networks: it tries again soon.");
  return t("Your network meets the rule, but only {met} of {seeds} fresh networks did: change it, or train longer.", { met, seeds });
}

function row() {
  const item = document.createElement("li");
  for (const name of ["unseen", "words", "about"]) item.append(Object.assign(document.createElement("span"), { className: name }));
  return item;
}

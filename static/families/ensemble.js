// The ensemble: the mean of all members over the plane, where they disagree, and the vote beside each of them.

import { Painting } from "../paint/map.js";
import { figure, inPercent, percentage, t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { besideEach } from "./members.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */
/** @typedef {import("./members.js").Part} Part */

/** The colour of disagreement, among those of classes. */
const SPLIT = 6;
const SVG = "http://www.w3.org/2000/svg";

export class EnsembleView {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(name));
    this.maps = { mean: find(".ensemble-mean"), split: find(".ensemble-split") };
    this.paintings = { mean: new Painting("map-of"), split: new Painting("map-of") };
    this.maps.mean.prepend(this.paintings.mean.canvas);
    this.maps.split.prepend(this.paintings.split.canvas);
    this.most = find(".ensemble-most");
    this.none = find(".ensemble-none");
    this.rows = { test: find(".ensemble-test"), train: find(".ensemble-train") };
    this.agreed = find(".ensemble-agreed");
  }

  /** @param {FamilyFrame} frame @param {import("../paint/colors.js").Colors} colors @param {number} classes */
  draw(frame, colors, classes) {
    const { ensemble, arrays } = frame;
    show(this.none, ensemble === null);
    const isOfClasses = ensemble?.problem === "classification";
    show(this.maps.mean, Boolean(arrays.ensemble_mean ?? arrays.ensemble_vote));
    show(this.maps.split, Boolean(arrays.ensemble_split));
    if (arrays.ensemble_mean) this.paintings.mean.paint(/** @type {Int8Array} */ (arrays.ensemble_mean.data), arrays.ensemble_mean.shape[0] ?? 0, colors.smooth);
    else if (arrays.ensemble_vote) {
      const vote = /** @type {Uint8Array} */ (arrays.ensemble_vote.data);
      this.paintings.mean.paintClasses(new Int8Array(vote.length).fill(127), vote, arrays.ensemble_vote.shape[0] ?? 0, colors.decided);
    }
    if (arrays.ensemble_split) {
      // The most that can disagree: all but those of the class with the most votes.
      const most = isOfClasses ? 1 - 1 / classes : 1;
      const bytes = Int8Array.from(/** @type {Uint8Array} */ (arrays.ensemble_split.data), (share) => Math.round(254 * Math.min(1, share / 255 / most)) - 127);
      this.paintings.split.paint(bytes, arrays.ensemble_split.shape[0] ?? 0, /** @type {Uint32Array} */ (colors.outputs[SPLIT]));
      const spread = arrays.ensemble_spread?.data[0];
      write(this.most, isOfClasses ? t("dark: {share} % of the members answer another class", { share: percentage(most) }) : t("dark: a standard deviation of {spread}", { spread: figure(spread) }));
    }
    for (const part of /** @type {Part[]} */ (["test", "train"])) this.row(this.rows[part], frame, part);
    const agreed = ensemble?.agreed?.test;
    write(this.agreed, agreed == null ? "" : t("All members agree on {share} % of the test samples.", { share: percentage(agreed) }));
  }

  /** @param {HTMLElement} host @param {FamilyFrame} frame @param {Part} part */
  row(host, frame, part) {
    const found = besideEach(frame, part);
    show(host, found !== null);
    if (!found) return;
    const { together, each, isOfClasses, worse, equal, better } = found;
    const value = isOfClasses ? inPercent(together) : figure(together);
    write(host.querySelector(".together"), value);
    write(host.querySelector(".beside"), t("{worse} members are worse, {equal} equal, {better} better", { worse, equal, better }));
    const finite = each.filter(Number.isFinite);
    const [low, high] = [Math.min(together, ...finite), Math.max(together, ...finite)];
    const strip = /** @type {SVGElement} */ (host.querySelector("svg"));
    const place = (/** @type {number} */ number) => (high > low ? 4 + (192 * (number - low)) / (high - low) : 100).toFixed(1);
    const marks = finite.map((number) => `M${place(number)} 4v10`).join("");
    const [members, vote] = [0, 1].map((i) => strip.children[i] ?? strip.appendChild(document.createElementNS(SVG, "path")));
    attribute(/** @type {Element} */ (members), "d", marks);
    attribute(/** @type {Element} */ (vote), "d", `M${place(together)} 0v18`);
    write(host.querySelector(".low"), isOfClasses ? inPercent(low) : figure(low));
    write(host.querySelector(".high"), isOfClasses ? inPercent(high) : figure(high));
  }
}

// A line of the worked example: a sentence, its formulas in one row, and all terms of a long sum on demand.

import { t } from "../words/messages.js";
import { defaults as tex } from "./tex.js";
import { show, write } from "../words/write.js";

/** @typedef {import("./forward.js").Line} Model */
/** @typedef {(tex: string, host: HTMLElement, options: object) => void} Render KaTeX's */

export const defaults = {
  listed: 100,
  // Only our own formulas are rendered; they use classes for signs and shapes.
  katex: { throwOnError: false, strict: false, trust: (/** @type {{command: string}} */ { command }) => command === "\\htmlClass" },
};
export const ariaLabel = t("Formula");

/** A number alone, in the colour of its sign. */
const NUMBER = /^(\\htmlClass\{(plus|minus)\}\{[^{}]*(\{-?\d+\})?\}|0|1)$/;

/** The lines by host: while a run plays, only lines in or near the view are drawn. @type {WeakMap<Element, Line>} */
const lines = new WeakMap();
const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) lines.get(target)?.see(isIntersecting);
  },
  { rootMargin: "50%" },
);

export class Line {
  /** @param {Render} render */
  constructor(render) {
    this.render = render;
    this.host = document.createElement("li");
    this.words = element("p", "why");
    this.formula = element("div", "formula");
    this.more = document.createElement("details");
    this.more.className = "terms";
    this.summary = document.createElement("summary");
    this.summary.ariaDescription = t("Every term of the sum, with its numbers.");
    this.list = document.createElement("ol");
    this.more.append(this.summary, this.list);
    this.host.append(this.words, this.formula, this.more);
    /** @type {HTMLElement[]} */
    this.parts = [];
    /** @type {Map<HTMLElement, string>} what is typeset where */
    this.set = new Map();
    /** @type {Model | null} */
    this.model = null;
    /** The newest numbers that are not drawn yet. @type {Model | null} */
    this.waiting = null;
    this.isSeen = true;
    seen.observe(this.host);
    lines.set(this.host, this);
    this.more.addEventListener("toggle", () => this.terms());
  }

  /** Remove the line from the sheet. */
  remove() {
    seen.unobserve(this.host);
    this.host.remove();
  }

  /** Draw new numbers, or keep them until the line is in view. @param {Model} model @param {boolean} mayWait */
  take(model, mayWait) {
    if (this.isSeen || !mayWait || !this.model) this.draw(model);
    else this.waiting = model;
  }

  /** Called when the line enters or leaves the view. @param {boolean} isSeen */
  see(isSeen) {
    this.isSeen = isSeen;
    if (isSeen && this.waiting) this.draw(this.waiting);
  }

  /** @param {Model} model */
  draw(model) {
    this.model = model;
    this.waiting = null;
    this.host.dataset.line = model.name;
    write(this.words, model.words);
    while (this.parts.length < model.math.length) {
      const part = element("span", "part");
      this.parts.push(part);
      this.formula.append(part);
    }
    for (const part of this.parts.splice(model.math.length)) part.remove();
    this.parts.forEach((part, i) => {
      part.classList.toggle("result", i > 0 && i === model.math.length - 1 && NUMBER.test(model.math[i] ?? ""));
      this.typeset(part, `${i ? "{}= " : ""}${model.math[i]}`);
    });
    const count = model.terms?.count ?? 0;
    show(this.more, count > tex.shown);
    if (!this.more.hidden) write(this.summary, t("All {count} terms", { count }));
    this.terms();
  }

  /** Typeset the terms while they are open. */
  terms() {
    if (!this.more.open || !this.model?.terms || this.more.hidden) return;
    const { count } = this.model.terms;
    const listed = this.model.terms.listed.slice(0, defaults.listed);
    const unlisted = count - listed.length;
    const lines = listed.length + (unlisted ? 1 : 0);
    while (this.list.children.length < lines) this.list.append(document.createElement("li"));
    while (this.list.children.length > lines) this.list.lastElementChild?.remove();
    listed.forEach((term, i) => this.typeset(/** @type {HTMLElement} */ (this.list.children[i]), term));
    if (!unlisted) return;
    const rest = /** @type {HTMLElement} */ (this.list.lastElementChild);
    this.set.delete(rest);
    rest.textContent = t("and {count} more", { count: unlisted });
  }

  /** @param {HTMLElement} host @param {string} text */
  typeset(host, text) {
    if (this.set.get(host) === text) return;
    this.set.set(host, text);
    this.render(text, host, defaults.katex);
  }
}

/** @param {string} tag @param {string} name of its class */
function element(tag, name) {
  const node = document.createElement(tag);
  node.className = name;
  return node;
}

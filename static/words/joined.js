// Parts of a text, joined by the marks of the reader's language; parts that are empty are left out.

import { t } from "./messages.js";

/** @param {"conjunction" | "unit"} type @returns {(parts: readonly string[]) => string} */
function joins(type) {
  /** Made for the first two parts: it takes long. @type {Intl.ListFormat | null} */
  let format = null;
  return (parts) => {
    const [first = "", ...others] = parts.filter(Boolean);
    return others.length === 0 ? first : (format ??= new Intl.ListFormat(document.documentElement.lang, { type, style: "narrow" })).format([first, ...others]);
  };
}

/** Names and numbers of one kind: "ReLU, tanh". */
export const joinNames = joins("conjunction");

/** Whole sentences, each with its own full stop. */
export const joinSentences = joins("unit");

/** What stands between two sentences that are elements of their own: a blank, or nothing in Chinese. */
export const gap = () => joinSentences(["a", "b"]).slice(1, -1);

/** Clauses of a sentence, or a few statements: "epoch 3, loss 0.2". @param {readonly string[]} parts */
export const joinClauses = (parts) => parts.filter(Boolean).join(t(", "));

/** Groups of clauses: "epoch 3, loss 0.2; from iteration 5 on: noise 10 %". @param {readonly string[]} parts */
export const joinGroups = (parts) => parts.filter(Boolean).join(t("; "));

/** What it is about, and what is said of it: "Delete: run 3". @param {string} title @param {string} words */
export const titled = (title, words) => t("{title}: {words}", { title, words });

/** @param {string} words @param {string} more in brackets */
export const bracketed = (words, more) => t("{words} ({more})", { words, more });

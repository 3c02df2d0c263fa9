// A member in words: the values of its fields, its measures, and how it goes.

import { nameOf, shown } from "../curve/milestones.js";
import { figure, percentage, t, whole } from "../words/messages.js";
import { measured, stateOf } from "./members.js";
import { combined } from "./values.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */

/** A value as its control shows it. @param {string} field @param {unknown} value */
export const shownValue = (field, value) => (Array.isArray(value) && value.length === 0 ? t("none") : typeof value === "boolean" ? (value ? t("yes") : t("no")) : shown(field, value));

/** The values of each member, as words. @param {FamilyFrame["variations"]} variations @returns {string[][]} */
export function namesOf(variations) {
  return combined(variations.map(({ values }) => /** @type {import("./values.js").Value[]} */ (values))).map((values) => values.map((value, i) => shownValue(variations[i]?.field ?? "", value)));
}

/** @param {import("./members.js").Order} order */
export const wordOf = (order) =>
  ({
    fields: () => t("the fields"),
    train_loss: () => t("Training loss"),
    test_loss: () => t("Test loss"),
    validation_loss: () => t("Validation loss"),
    train_accuracy: () => t("Training accuracy"),
    test_accuracy: () => t("Test accuracy"),
    validation_accuracy: () => t("Validation accuracy"),
    gap: () => t("Test − training loss"),
  })[order]();

/** The same where there is little room: an accuracy is known by its percent sign. @param {import("./members.js").Order} order */
export const shortWordOf = (order) => (order.startsWith("test") ? t("Test") : order.startsWith("train") ? t("Training") : order.startsWith("validation") ? t("Validation") : t("Test − training loss"));

/** A measure as it is written; "–": there is none. @param {number} value @param {import("./members.js").Order} order */
export const written = (value, order) => (Number.isNaN(value) ? "–" : order.endsWith("accuracy") ? `${percentage(value)} %` : figure(value));

/** How a member goes, where that is worth a word. @param {FamilyFrame} frame @param {number} member */
export function stateWord(frame, member) {
  const state = stateOf(frame, member);
  const step = whole(Number(frame.arrays.member_steps.data[member]));
  return state === "goes on" ? "" : state === "diverged" ? t("diverged at iteration {step}", { step }) : t("stopped at iteration {step}", { step });
}

/** A member for those who hear it. @param {FamilyFrame} frame @param {number} member @param {string[]} names its values */
export function spoken(frame, member, names) {
  const fields = frame.variations.map(({ field }, i) => `${nameOf(field)} ${names[i]}`);
  const accuracy = measured(frame, member, "test_accuracy");
  const words = [...fields, `${t("Test loss")} ${written(measured(frame, member, "test_loss"), "test_loss")}`];
  if (!Number.isNaN(accuracy)) words.push(`${t("Test accuracy")} ${written(accuracy, "test_accuracy")}`);
  const state = stateWord(frame, member);
  return [...words, ...(state ? [state] : [])].join(", ");
}

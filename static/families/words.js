// A member in words: the values of its fields, its measures, and how it goes.

import { nameOf, shown } from "../curve/milestones.js";
import { joinClauses, joinSentences } from "../words/joined.js";
import { figure, inPercent, t } from "../words/messages.js";
import { layerFieldName } from "./layer_fields.js";
import { haveOwnUnits, measured, stateOf } from "./members.js";
import { combined } from "./values.js";

/** @typedef {import("./members.js").FamilyFrame} FamilyFrame */

/** What a field is called. @param {string} field */
export const fieldName = (field) => layerFieldName(field) ?? nameOf(field);

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
export const written = (value, order) => (Number.isNaN(value) ? "–" : order.endsWith("accuracy") ? inPercent(value) : figure(value));

/** How a member goes, where that is worth a word. @param {FamilyFrame} frame @param {number} member */
export function stateWord(frame, member) {
  const state = stateOf(frame, member);
  const step = Number(frame.arrays.member_steps.data[member]);
  return state === "goes on" ? "" : state === "diverged" ? t("diverged at iteration {step}", { step }) : t("stopped at iteration {step}", { step });
}

/** What a tile shows where there is no plane: how a class is answered at least, or the steps of a sequence; "": nothing. @param {FamilyFrame} frame @param {number} member */
export function glanceText({ arrays: { tile_confusion: confusion, tile_right: right } }, member) {
  if (confusion) {
    const k = confusion.shape[1] ?? 0;
    const own = Array.from({ length: k }, (_, row) => Number(confusion.data[member * k * k + row * k + row])).filter((value) => !Number.isNaN(value));
    return own.length > 0 ? t("of each class at least {share} right", { share: inPercent(Math.min(...own)) }) : "";
  }
  if (!right) return "";
  const T = right.shape[1] ?? 0;
  const known = Array.from(right.data.subarray(member * T, (member + 1) * T), (value, step) => ({ value: Number(value), step: step + 1 })).filter(({ value }) => !Number.isNaN(value));
  const [first, last] = [known[0], known.at(-1)];
  return first && last ? t("right after step {first}: {begin}, after step {last}: {end}", { first: first.step, begin: inPercent(first.value), last: last.step, end: inPercent(last.value) }) : "";
}

/** What the tiles of a family show. @param {FamilyFrame} frame */
export function sheetText(frame) {
  const { tiles, tile_lines, tile_confusion, tile_right } = frame.arrays;
  const picture = tile_confusion
    ? t("A tile shows how test samples are answered, a row for each class and a column for each answer: blue is right, orange wrong.")
    : tile_right
      ? t("A tile shows how many test samples are answered right after each step, a bar for each step.")
      : tiles || tile_lines
        ? t("A tile shows the output over the plane.")
        : t("A tile shows one measure in large figures.");
  const losses = haveOwnUnits(frame)
    ? t("Beside it are the losses: test as a line, training dashed. Those of different losses have different units: each tile has a scale of its own.")
    : t("Beside it are the losses: test as a line, training dashed, on one scale for all.");
  return joinSentences([picture, losses, t("Press a tile to go on with that run as your own; the arrow keys go from tile to tile.")]);
}

/** A member for those who hear it. @param {FamilyFrame} frame @param {number} member @param {string[]} names its values */
export function spoken(frame, member, names) {
  const fields = frame.variations.map(({ field }, i) => `${fieldName(field)} ${names[i]}`);
  const accuracy = measured(frame, member, "test_accuracy");
  const words = [...fields, `${t("Test loss")} ${written(measured(frame, member, "test_loss"), "test_loss")}`];
  if (!Number.isNaN(accuracy)) words.push(`${t("Test accuracy")} ${written(accuracy, "test_accuracy")}`);
  return joinClauses([...words, glanceText(frame, member), stateWord(frame, member)]);
}

// The stages of a list of layers: each hidden layer's column, what it is made of in a few words, and what can be changed there.

import { kindText, shapeText } from "../layers/architectures.js";
import { t } from "../words/messages.js";
import { optionText } from "../words/options.js";

/**
 * A layer that computes, as the server describes it beside the experiment: its fields without what is usual, the shape that
 * it gives, its number in the list or that of the block which holds it.
 * @typedef {{kind: string, shape: number[], number: number, is_held: boolean, function?: string, kernel?: number, stride?: number, factor?: number}} Part
 */

/** The number of units or channels of layers of weights, by their kind. */
const COUNTED = /** @type {Record<string, string>} */ ({ dense: "units", convolution: "channels", transposed_convolution: "channels", recurrent: "units", gru: "units", lstm: "units", time_distributed: "units" });

/** A part in few words. @param {Part} part */
export function partText(part) {
  const side = (/** @type {number} */ usual) => `${part.kernel ?? usual}×${part.kernel ?? usual}`;
  if (part.kind === "convolution") return t("conv {window}", { window: side(3) }) + strideText(part.stride ?? 1, 1);
  if (part.kind === "transposed_convolution") return t("convᵀ {window}", { window: side(3) }) + strideText(part.stride ?? 1, 1);
  if (part.kind === "pooling") return (part.function === "average" ? t("mean {window}", { window: side(2) }) : t("max {window}", { window: side(2) })) + strideText(part.stride ?? part.kernel ?? 2, part.kernel ?? 2);
  if (part.kind === "activation") return optionText("network.activation", part.function ?? "tanh");
  if (part.kind === "batch_normalization") return t("batch norm");
  return kindText(part.kind);
}

/** How far a window moves, where that is not as usual. @param {number} stride @param {number} usual */
const strideText = (stride, usual) => (stride === usual ? "" : `/${stride}`);

/** The weights, what follows them, the shape of what the hidden layer answers, and what is left of it behind them. @param {Part[]} stage */
export function stageText(stage) {
  const [weights, ...rest] = stage;
  const answers = stage.findLast(({ kind }) => kind === "activation") ?? weights;
  const last = stage.at(-1);
  const after = last && answers && last.shape.join() !== answers.shape.join() ? shapeText(last.shape) : "";
  return { weights: weights ? partText(weights) : "", rest: rest.map(partText), shape: shapeText(answers?.shape ?? []), after };
}

/**
 * What can be changed of a stage where it stands: nothing of what lies in a block; and it cannot be taken out where side
 * outputs read layers by their numbers.
 * @param {Part[]} stage
 * @param {boolean} hasHeads
 */
export function changeable(stage, hasHeads) {
  const [weights] = stage;
  const isOwn = stage.every(({ is_held }) => !is_held);
  return { counts: Boolean(weights && !weights.is_held && COUNTED[weights.kind]), removes: isOwn && !hasHeads };
}

/** Pixels of a letter, of a figure or sign, which is wider, and of a Chinese character; of a stepper and of a button; and between the words of neighbours. */
export const defaults = { letter: 6.5, figure: 8.2, character: 12, stepper: 86, button: 24, between: 8, fewest: 80 };

/** About how wide words are, in designed pixels: the page is not asked, which would lay it out anew. @param {string} words */
export const widthOf = (words) => [...words].reduce((sum, each) => sum + (/[\d×→]/.test(each) ? defaults.figure : /[\u2e80-\uffff]/.test(each) ? defaults.character : defaults.letter), 0);

/** The width that the head of a stage wants, in designed pixels; in a branch it has two lines and no stepper. @param {Part[]} stage @param {boolean} hasHeads @param {number} lanes */
export function headWidth(stage, hasHeads, lanes) {
  const { weights, rest, shape, after } = stageText(stage);
  const { counts, removes } = changeable(stage, hasHeads);
  const title = widthOf(weights) + (removes ? defaults.button : 0);
  const lines = lanes > 1 ? [title, widthOf(shape) + defaults.between] : [title, counts ? defaults.stepper : 0, widthOf(shape), widthOf(after && `→ ${after}`), ...rest.map(widthOf)];
  return Math.max(defaults.fewest, ...lines.map((line) => line + defaults.between));
}

/**
 * The list with another number of units or channels in a stage.
 * @template {Record<string, unknown>} Layer
 * @param {Layer[]} layers
 * @param {Part[]} stage
 * @param {(count: number) => number} count
 */
export function counted(layers, [weights], count) {
  const field = COUNTED[weights?.kind ?? ""] ?? "";
  return layers.map((layer, number) => (number === weights?.number ? { ...layer, [field]: count(Number(layer[field] ?? weights.shape[0])) } : layer));
}

/**
 * The list without the layers of a stage.
 * @template Layer
 * @param {Layer[]} layers
 * @param {Part[]} stage
 */
export const without = (layers, stage) => layers.filter((_, number) => stage.every((part) => part.number !== number));

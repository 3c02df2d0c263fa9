// The heads of the columns where the network is a list of layers: what each hidden layer is made of, and what can be changed there.

import { described } from "../address/schema.js";
import { layersOf, shapeText } from "../layers/architectures.js";
import { wholeIn } from "../numbers/whole.js";
import { t } from "../words/messages.js";
import { changeable, counted, partText, stageText, without } from "./stages.js";
import { wiringOf } from "./wiring.js";

/** @typedef {import("./stages.js").Part} Part */

/** The most units or channels of a layer, and the pixels between two heads. */
export const defaults = { most: 512, gap: 6 };

/**
 * @param {import("./layers.js").Layers} layers whose buttons these are
 * @param {Part[]} stage
 * @param {number} l its number, from 0
 * @param {import("./blocks.js").Layout} layout
 */
export function stageHead(layers, stage, l, layout) {
  const { experiment } = layers.state;
  const { shortcuts, stages } = wiringOf(experiment);
  // A projection is named at its shortcut.
  if (shortcuts.some(({ projection }) => projection === l + 1)) return element("div", "column-head none");
  const [x, pitch] = [layout.columns[l + 1] ?? 0, layout.widths[l + 1] ?? 0];
  const place = stages[l + 1];
  if (place && place.lanes > 1) return laneHead(stage, place.before, x, pitch, layout.bands[l + 1]?.top ?? 0);
  const [units = 1] = stage[0]?.shape ?? [];
  const { weights, rest, shape, after } = stageText(stage);
  const { counts, removes } = changeable(stage, Boolean(described(experiment).objective?.heads));
  const head = element("div", "column-head staged");
  head.style.left = `${x}px`;
  head.style.width = `${pitch - defaults.gap}px`;
  const title = element("div", "title", weights);
  if (removes) title.append(layers.button("cross", `remove-${l}`, t("Remove layer {layer}", { layer: l + 1 }), () => change(layers, (list) => without(list, stage))));
  head.append(title, counts ? stepper(layers, stage, l, units) : element("div", "count", String(units)));
  head.append(element("div", "shape", shape));
  if (rest.length > 0) {
    const follows = element("div", "follows");
    follows.append(...rest.map((words) => element("span", "", words)));
    head.append(follows);
  }
  if (after) head.append(element("div", "shape", `→ ${after}`));
  return head;
}

/** In a branch: what it is and what it gives, in two lines. @param {Part[]} stage @param {Part[]} before @param {number} x @param {number} pitch @param {number} bottom */
function laneHead(stage, before, x, pitch, bottom) {
  const head = element("div", "column-head staged lane");
  Object.assign(head.style, { left: `${x}px`, width: `${pitch - defaults.gap}px`, top: `${bottom}px` });
  const [weights, ...rest] = stage;
  const words = [...before, ...(weights ? [weights] : [])].map(partText);
  const title = element("div", "title");
  title.append(...words.map((each) => element("span", "", each)));
  head.title = [...words, ...rest.map(partText)].join(" · ");
  head.append(title, element("div", "shape", shapeText(weights?.shape ?? [])));
  return head;
}

/** @param {import("./layers.js").Layers} layers @param {Part[]} stage @param {number} l @param {number} units */
function stepper(layers, stage, l, units) {
  const most = layers.state.kind.view === "samples" ? defaults.most : layers.most.drawn;
  const to = (/** @type {number} */ count) => change(layers, (list) => counted(list, stage, () => count));
  const by = (/** @type {number} */ more) => change(layers, (list) => counted(list, stage, (count) => Math.max(1, Math.min(most, count + more))));
  const place = { layer: l + 1 };
  const areChannels = (stage[0]?.shape.length ?? 1) > 2;
  const fewer = layers.button("minus", `fewer-${l}`, areChannels ? t("One channel less in layer {layer}", place) : t("One unit less in layer {layer}", place), () => by(-1));
  const more = layers.button("plus", `more-${l}`, areChannels ? t("One channel more in layer {layer}", place) : t("One unit more in layer {layer}", place), () => by(1));
  fewer.disabled = units <= 1;
  more.disabled = units >= most;
  const input = Object.assign(document.createElement("input"), { className: "count", type: "number", min: "1", max: String(most), value: String(units) });
  input.dataset.key = `count-${l}`;
  input.setAttribute("aria-label", areChannels ? t("Channels of layer {layer}", place) : t("Units of layer {layer}", place));
  input.ariaDescription = areChannels ? t("How many channels the layer has.") : t("How many units the layer has.");
  input.addEventListener("change", () => {
    const wanted = wholeIn(input, units);
    if (wanted !== null) to(wanted);
  });
  const host = element("div", "stepper");
  host.append(fewer, input, more);
  return host;
}

/** @param {import("./layers.js").Layers} layers @param {(list: import("../layers/architectures.js").Layer[]) => import("../layers/architectures.js").Layer[]} edit */
function change({ state, commands }, edit) {
  const list = layersOf(commands.coming(state.experiment));
  if (list) commands.change("network", "layers", edit(list));
}

/** @param {string} name @param {string} className @param {string} [words] */
const element = (name, className, words = "") => Object.assign(document.createElement(name), { className, textContent: words });

// The wire: reads one binary message of the server. app/wire/messages.py documents the protocol.

import { decode } from "../vendor/msgpack.js";

/** @typedef {{data: Float32Array | Float64Array | Int8Array | Uint8Array | Int32Array, shape: number[]}} Values */

/**
 * A cell that is worked out, of `engine.probes.cell`: fields are boxes (top, left, bottom, right) in the maps of a layer, the
 * source is the layer and its channel whose window the arrays have.
 * @typedef {{place: {layer: number, unit: number, row: number, column: number, channel: number | null, weight: [number, number] | null}, box: [number, number, number, number],
 *   bias: number, z: number, delta: number, steps: [string, number][], source: [number, number], fields: [number, [number, number, number, number]][],
 *   size: [number, number], gathered?: {read: import("../cell/gathered.js").Lattice, made: import("../cell/gathered.js").Lattice}}} WorkedCell
 */
/**
 * @typedef {object} Frame
 * @property {"frame"} type
 * @property {string} run
 * @property {number} number
 * @property {boolean} full
 * @property {number} taken when, in seconds of the server's clock
 * @property {number} step
 * @property {number} epoch
 * @property {"paused" | "playing" | "diverged"} state
 * @property {number | null} diverged_at
 * @property {number | null} stopped_at
 * @property {string[]} met the conditions that stopped it there, such as stop_loss
 * @property {number | null} best_step
 * @property {number | null} speed
 * @property {number} pace the reached share of that speed, at most 1
 * @property {number | null} past the first step to which it can travel back
 * @property {number | null} present at a moment of the past, the step of the present
 * @property {number | null} goal there, the step to which it is on its way or has come
 * @property {number[]} sizes
 * @property {[number, number, number][]} [channel_shapes] of each hidden layer its channels that are sent, their height and width
 * @property {Embedding} [embedding] of the layer whose plane is looked at
 * @property {Warped} [warped] the plane as a hidden layer sees it
 * @property {Ground} [ground] of the plane that is looked at
 * @property {import("../ground/choice.js").Weights[]} [ground_weights] the parameters that may be its axes
 * @property {FamilyFrame["ensemble"] & {refusal?: Refusal}} [masks] what masks of dropout say together
 * @property {ThroughTime | null} [through_time] of the sequence that is looked at; null: no layer goes through time
 * @property {string[] | null} [symbols] of which one may type a sequence
 * @property {Attribution} [attribution] of the class and the sample that are looked at
 * @property {Refusal | null} [undecoded] why a point of that plane is not decoded
 * @property {WorkedCell | null} [cell] a cell that is worked out; null: there is no such one
 * @property {number} learning_rate
 * @property {number | null} train_loss
 * @property {number | null} test_loss
 * @property {number | null} validation_loss
 * @property {number | null} train_accuracy
 * @property {number | null} test_accuracy
 * @property {number | null} sample the sample whose outputs are sent
 * @property {number} evaluated_at the step of the losses, the accuracies and the maps over samples
 * @property {number | null} examined the number of examined samples of each set, the first ones; null: all
 * @property {number | null} validation_accuracy
 * @property {Record<string, Record<string, number>>[]} [heads] of each listed head, for each part of the samples, its loss and its measures
 * @property {[number, number] | null} [focus]
 * @property {import("../address/address.js").Experiment} [experiment]
 * @property {number} [n_train]
 * @property {[number, number]} [domain]
 * @property {[number, number] | null} [targets]
 * @property {number} [n_validation]
 * @property {import("../run/parameters.js").Place[]} [places]
 * @property {import("../worked/example.js").Worked | null} [worked]
 * @property {{inputs: string[], label: string, more_labels?: string[], classes: string[] | null, mean: number, deviation: number} | null} [names]
 * @property {string[] | null} [class_names]
 * @property {import("../inside/diagnosis.js").Finding[]} [diagnosis] while the insides of the layers are asked for
 * @property {boolean} weights_edited whether a person has set weights or biases by hand
 * @property {boolean} [is_loaded] whether the run continues a network from elsewhere
 * @property {[number, Record<string, [unknown, unknown]>][]} [milestones] steps after which the conditions changed, and the changes
 * @property {number} [undo] how many changes can be undone
 * @property {number} [redo]
 * @property {number} [place] the number of changes that were made and not undone
 * @property {Record<string, Values>} arrays
 */

/**
 * A frame of a family (see app/frames/family.py).
 * @typedef {object} FamilyFrame
 * @property {string} run the id of the family
 * @property {number} number
 * @property {number} step
 * @property {number} epoch
 * @property {"paused" | "playing" | "diverged"} state
 * @property {number | null} speed
 * @property {{kind: string, digits?: number[] | null}} data what all of them learn from
 * @property {{field: string, values: unknown[]}[]} variations
 * @property {number} classes 0: it predicts numbers
 * @property {{problem: string, vote?: Record<"train" | "test", number | null>, agreed?: Record<"train" | "test", number | null>, mean?: Record<"train" | "test", number | null>, apart?: Record<"train" | "test", number | null>} | null} [ensemble]
 * @property {{window?: [number, number, number], samples?: number, refusal?: Refusal} | null} [race] the surface below a race
 * @property {Record<"member_steps" | "member_states" | "measures" | "curve_steps" | "curves", Values> & Partial<Record<"tiles" | "tile_winners" | "tile_lines" | "tile_confusion" | "tile_right" | "ensemble_mean" | "ensemble_vote" | "ensemble_split" | "ensemble_spread" | "race_losses" | "race_paths", Values>>} arrays
 */

/**
 * A frame of a search (see app/frames/search.py).
 * @typedef {object} SearchFrame
 * @property {string} run the id of the search
 * @property {number} number
 * @property {number} step
 * @property {"paused" | "playing"} state
 * @property {{kind: string, digits?: number[] | null}} data what all trials learn from
 * @property {{dimensions: import("../search/ranges.js").Dimension[], strategies: string[], trials: number, steps: number, stops_early: boolean}} search
 * @property {boolean} is_over
 * @property {string[]} finals
 * @property {Record<string, [number, number | null]>} results test loss and test accuracy of the best trial of each strategy
 * @property {unknown[][]} trial_values
 * @property {Record<"trial_strategies" | "trial_points" | "trial_losses" | "trial_steps" | "trial_states", Values>} arrays
 */

/** @typedef {{text: string, values: Record<string, string | number>}} Refusal why something is not there */
/**
 * @typedef {{layer: number, refusal: Refusal, units?: undefined} | {layer: number, refusal?: undefined, units: number, share: number, first: number, tightness: number | null}} Embedding
 *   see app/frames/embedding.py
 */
/** @typedef {{layer: number, units: number, share: number, along: number, order: [number, number], tightness: number | null}} LayerPlane the plane as one layer sees it */
/** @typedef {{layer: number, refusal: Refusal, layers?: undefined} | {layer: number, refusal?: undefined, layers: LayerPlane[]}} Warped see app/frames/warped_plane.py */
/**
 * The ground (see app/frames/ground.py); without a plane there is only a refusal.
 * @typedef {object} Ground
 * @property {import("../ground/choice.js").Plane} plane
 * @property {Refusal} [refusal]
 * @property {[number, number, number] | null} [window]
 * @property {number | null} step
 * @property {number} samples
 * @property {[number, number] | null} [at]
 * @property {number | null} [distance]
 * @property {number | null} [loss]
 * @property {[number, number] | null} [downhill]
 * @property {{method: string, own: boolean, by: [number, number] | null, loss: number | null}[]} [steps]
 * @property {[number, number] | null} [coast]
 * @property {{at: [number, number], loss: number, share: number}[] | null} [minima]
 * @property {boolean} [finer]
 */
/** @typedef {{refusal: Refusal, label?: undefined} | {refusal?: undefined, label: number, score: number, saliency: number, occlusion: number}} Attribution see app/frames/attribution.py */
/**
 * @typedef {{refusal: Refusal} | {refusal?: undefined, sample: number | null, samples: number, first: number, written: string | null, length: number, symbols: string[] | null, layers: {number: number, kind: string, phase?: string, truncation?: number | null, units: number, gates: string[]}[]}} ThroughTime
 *   see app/frames/through_time.py
 */
/** @typedef {{type: "welcome", version: number, visitor: string}} Welcome */
/** @typedef {{type: "done", id: number}} Done */
/** @typedef {{letter: string, layer: number, row: number, column: number | null}} Place */
/** @typedef {{difference: number, place: Place, analytic: number, numeric: number, checked: number, parameters: number, samples: number}} Finding */
/** @typedef {Done & {check: Finding}} Checked */
/** @typedef {{type: "error", id: number | null, code: string, where: string | null, message: string, text: string, values: Record<string, string | number>}} Failure */
/** @typedef {{type: "notice", run: string | null, code: string, message: string}} Notice */
/** @typedef {import("../classroom/told.js").Told} Told what a page is told of a class */
/** @typedef {{type: "board", code: string, signs: Record<string, import("../classroom/signs.js").Sign>, tiles: Record<string, Frame>}} Board tiles and signs that have changed, by the member's id */
/** @typedef {{type: "shared", code: string, part: import("../classroom/together.js").Part, arrays: Record<string, Values>} & Record<string, any>} Shared what the students have in common; app/classroom/shared.py lists its parts */
/** @typedef {{type: "challenge", code: string, standing: any}} Standing in a challenge: a student's own, or the ranking; app/classroom/standings.py has both */
/** @typedef {Frame | Welcome | Done | Failure | Notice | Told | Board | Shared | Standing} Message */

const TYPES = { f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array, i4: Int32Array };

/**
 * One message; its arrays are views into the buffer, not copies.
 * @param {ArrayBuffer} buffer
 * @returns {Message}
 */
export function read(buffer) {
  const start = new DataView(buffer);
  const length = start.getUint32(0, true);
  const number = start.getUint32(4, true);
  const message = /** @type {any} */ (decode(new Uint8Array(buffer, 8, length)));
  if (number) message.number = number;
  const body = 8 + length + (-length & 3);
  if (message.type === "board") {
    const tile = (/** @type {[number, number]} */ [start, size]) => read(buffer.slice(body + start, body + start + size));
    message.tiles = Object.fromEntries(Object.entries(message.frames).map(([member, place]) => [member, tile(/** @type {[number, number]} */ (place))]));
  }
  for (const [name, [type, shape, offset]] of Object.entries(message.arrays ?? {})) {
    const size = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    const View = TYPES[/** @type {keyof typeof TYPES} */ (type)];
    const at = body + offset;
    // A size of -1 extends to the end of the message. Doubles need a multiple of eight, so they are copied.
    const data = size < 0 ? new View(buffer, at) : type === "f8" ? new View(buffer.slice(at, at + 8 * size)) : new View(buffer, at, size);
    message.arrays[name] = { data, shape: size < 0 ? [data.length] : shape };
  }
  return message;
}

/** Whether a frame is a tile of a run, which has few fields. @param {Frame} frame */
export const isTile = (frame) => frame.present === undefined;

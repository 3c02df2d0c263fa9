// The parts of the page that an address may hide or lock, by name: a field of the experiment such as data.noise, or one of these.

import { fields } from "../address/schema.js";
import { FEATURES } from "../words/notation.js";

/** A selector for each name: a control, several that belong together, or a panel with all that opens it. @type {Record<string, string>} */
export const PARTS = {
  settings: ".settings",
  problem: "#problem",
  file: "#open-files",
  architecture: "#architecture",
  edit_layers: "#open-layers",
  plans: "#open-plans",
  denoising: "#denoising",
  more: ".more",

  network: ".network",
  features: ".feature, .column-head.inputs",
  ...Object.fromEntries(FEATURES.map((name) => [name, `[data-feature="${name}"], [data-feature="${name}"] + .feature-name`])),
  formula: ".add-formula",
  layers: ".stepper, .diagram .insert, .column-head .title .small",
  drawing: ".drawing",
  neurons: ".neuron, #unpin",
  links: ".links, .beads",
  gradients: "#back",
  readout: ".readout",
  legend: ".legend-opener",
  cell: "#cell",

  transport: ".transport",
  play: "#play",
  reset: "#reset",
  step: "#step",
  epoch: "#epoch-step",
  past: "#step-back, #epoch-back, #moments",
  counters: ".counters",
  speed: ".speed",

  undo: "#undo, #redo",
  examples: "#open-examples",
  networks: "#open-networks",
  downloads: "#open-downloads",
  classroom: "#to-classes",
  seat: ".strip",
  language: "#language",
  theme: "#theme",
  projector: "#projector",

  output: ".output",
  pencil: "#pencil",
  show_test: ".options label:has(#show-test)",
  discretize: ".options label:has(#discretize)",
  edit: "#edit-points",
  mistakes: "#next-wrong",
  sample: "#sample",
  reconstructions: "#reconstructions, #reconstructed-row",
  truth_table: "#truth-table",

  curve: ".curve",
  losses: ".losses",
  test_loss: ".loss.test",
  log: ".log",
  hear: "#hear",
  keep: "#keep",
  beside: "#beside",
  examined: "#examined",

  boxes: "#boxes-section",
  augmentation: "#augmentation-section",
  inside: ".inside:has(> #inside)",
  diagnosis: ".diagnosis",
  confusion: "#confusion",
  gradient_check: ".check",
  embedding: ".inside:has(> #embedding), #open-plane",
  warped: ".inside:has(> #warped)",
  ground: ".inside:has(> #ground)",
  attribution: "#attribution-section",
  through_time: "#through-time-section",
  worked: ".inside:has(> #worked)",
  families: ".families",
  search: ".search",
  compare: ".inside:has(> #compare)",

  article: "#article, .panels > .about",
  invitation: "#first",
  alert: "#alert",
  notes: "#notes",
};

/** Whether a part has this name. @param {string} name */
export const isPart = (name) => Object.hasOwn(PARTS, name) || fields.some((field) => field.name === name);

/** The selector of a part. @param {string} name */
export const selectorOf = (name) => PARTS[name] ?? `[data-field="${CSS.escape(name)}"]`;

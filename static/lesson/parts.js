// The parts of the page that an address may hide or lock, by name: a field of the experiment such as data.noise, or one of these.

import { fields } from "../address/schema.js";

/** A selector for each name. @type {Record<string, string>} */
const PARTS = {
  settings: ".settings",
  problem: "#problem",
  file: "#open-files",
  architecture: "#architecture",
  features: ".feature-map",
  x1: '[data-feature="x1"]',
  x2: '[data-feature="x2"]',
  x1_squared: '[data-feature="x1_squared"]',
  x2_squared: '[data-feature="x2_squared"]',
  x1_x2: '[data-feature="x1_x2"]',
  sin_x1: '[data-feature="sin_x1"]',
  sin_x2: '[data-feature="sin_x2"]',
  layers: ".stepper, .diagram .insert, .column-head .title .small",
  legend: ".legend-opener",
  play: "#play",
  reset: "#reset",
  step: "#step",
  epoch: "#epoch-step",
  counters: ".counters",
  speed: ".speed",
  undo: "#undo, #redo",
  networks: "#open-networks",
  language: "#language",
  theme: "#theme",
  output: ".output",
  show_test: ".options label:has(#show-test)",
  discretize: ".options label:has(#discretize)",
  edit: "#edit-points",
  mistakes: "#next-wrong",
  curve: ".curve",
  log: ".log",
  keep: "#keep",
  inside: ".inside:has(> #inside)",
  worked: ".inside:has(> #worked)",
  compare: ".inside:has(> #compare)",
  article: "#article, .panels > .about",
};

/** Whether a part has this name. @param {string} name */
export const isPart = (name) => Object.hasOwn(PARTS, name) || fields.some((field) => field.name === name);

/** The selector of a part. @param {string} name */
export const selectorOf = (name) => PARTS[name] ?? `[data-field="${CSS.escape(name)}"]`;

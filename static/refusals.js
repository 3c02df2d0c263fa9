// The refusals: what the server says when it will not do something, said in the language of the page.

import { t } from "./messages.js";

/**
 * The server's sentences and ours. A {name} stands for any text; what is not known here is shown as it came.
 * @type {[string, (values: Record<string, string>) => string][]}
 */
const SENTENCES = [
  [
    "training.batch_size is {size}, but the training set has only {count} samples",
    (values) => t("The training set has only {count} samples: a batch of {size} is too large.", values),
  ],
  [
    "network.normalization is batch, but training.batch_size is 1: {why}",
    () => t("Batch normalisation needs batches of 2 or more: one sample has no variance."),
  ],
  [
    "objective.loss is {loss}, which needs classes, but the data set {kind} is a regression: use squared_error",
    () => t("This loss needs classes, but the data set is a regression."),
  ],
  [
    "network.activation is step, {why}",
    () => t("The slope of the step function is 0: there is nothing that gradient descent could follow."),
  ],
  ["there is no such network here: {why}", () => t("There is no such network: it may have been deleted.")],
  ["this network was saved by another version, {why}", () => t("It was saved by another version, and cannot be opened.")],
  [
    "you have {count} networks saved, as many as are allowed: delete one first",
    (values) => t("You have {count} networks, as many as are allowed: delete one first.", values),
  ],
  ["the server's database does not answer: {why}", () => t("The server cannot reach what it keeps: please try again soon.")],
  [
    "network.hidden has a layer of {units} units, but each unit is drawn over the plane of {kind}: at most {most} are allowed{rest}",
    (values) => t("Over a plane a layer may have {most} units at most: more could not be told apart.", values),
  ],
  [
    "network.hidden gives {count} weights and biases, but at most {most} are allowed: {rest}",
    (values) => t("The network would have {count} weights and biases, but {most} at most are allowed.", values),
  ],
  [
    "data.features names {feature}, but the data set {kind} has one input, x1: allowed are {allowed}",
    (values) => t("This data set has one input: of the features it has {allowed}.", values),
  ],
  [
    "data.points has {count} points, but must have 2 at least: {why}",
    () => t("Own points must be two at least: one for the training and one for the test."),
  ],
  [
    "data.points has a point of class {label}, but data.classes is {count}: {why}",
    (values) => t("There are points of class {label}: rub them out before you take fewer classes.", values),
  ],
  [
    "data.validation_share is {share}, which is not one of {count} samples",
    (values) => t("Such a share of {count} samples is not even one.", values),
  ],
  [
    "data.test_share is {test} and data.validation_share is {validation}: {why}",
    () => t("Test and validation data together leave nothing to train on."),
  ],
  [
    "training.patience is {count}, but data.validation_share is 0: {why}",
    () => t("Early stopping needs validation data to judge by."),
  ],
  [
    "objective.loss is perceptron, whose rule {why}",
    () => t("The perceptron's rule cannot teach hidden layers: take them out, or take another loss."),
  ],
  ["optimizer.kind is least_squares, but objective.loss is {loss}: {why}", () => t("Least squares goes with the squared error only.")],
  ["optimizer.kind is least_squares, but objective.regularization is l1, {why}", () => t("Least squares goes with L2, but not with L1.")],
  [
    "optimizer.kind is least_squares, which takes one step only: {why}",
    () => t("Least squares takes one step only; normalisation and dropout work over many."),
  ],
  ["objective.center_weight is {weight}, but objective.loss is {loss}: {why}", () => t("Centre loss stands beside softmax only.")],
  ["objective.center_weight is {weight}, but there is no hidden layer {why}", () => t("Centre loss needs a hidden layer.")],
  ["there is no such data set here: {why}", () => t("There is no such file of yours here: it may have been deleted, or it is someone else's.")],
  ["the data set from which this network learns was deleted {why}", () => t("The file from which it learns was deleted by its owner.")],
  ["the saved network {name} learns from it: delete that first", (values) => t("The saved network {name} learns from it: delete that first.", values)],
  ["data.kind is table, but data.table is missing: {why}", () => t("Choose a file and its columns first.")],
  [
    "column {column} has values of up to {size} as the network would be shown them, but {most} are allowed: {why}",
    (values) => t("A column has values of up to {size}, which are too large: standardise the features, or leave it out.", values),
  ],
  [
    "you have {count} data sets, as many as are allowed: delete one first",
    (values) => t("You have {count} files here, as many as are allowed: delete one first.", values),
  ],
  ["your data sets would take {size} bytes, but {most} are allowed: {rest}", () => t("Your files take too much room: delete one first.")],
  ["the body is too long: {most} bytes are allowed", (values) => t("The file is too large: {most} bytes are allowed.", values)],
  ["data.features is {given}: tuple should have at least 1 item {rest}", () => t("The network needs at least one feature.")],
  ["the handwritten digits {rest}", () => t("The handwritten digits are not installed on this server.")],
  ["{where} is {given}: input should be less than or equal to {limit}", (values) => t("{where} is {given}, but may be {limit} at most.", values)],
  ["{where} is {given}: input should be greater than or equal to {limit}", (values) => t("{where} is {given}, but must be {limit} at least.", values)],
  ["{where} is {given}: input should be greater than {limit}", (values) => t("{where} is {given}, but must be more than {limit}.", values)],
  ["{where} is {given}: input should be {allowed}", (values) => t("{where} is {given}; allowed are {allowed}.", values)],
  ["{where} is not known; allowed are {allowed}", (values) => t("{where} is not known; allowed are {allowed}.", values)],
];

/** What may be wrong with a line of a file. @type {typeof SENTENCES} */
const FAULTS = [
  ["the cell is empty", () => t("the cell is empty")],
  ["{cell} is not a number; decimals {rest}", (values) => t("{cell} is not a number: decimals are written with a point", values)],
  ["{cell} is not a number", (values) => t("{cell} is not a number", values)],
  ["{cell} is too large", (values) => t("{cell} is too large", values)],
  ["{cell} is one class too many; a column of text may have {most}", (values) => t("{cell} is one class too many: {most} are allowed", values)],
  ["{cell} is the only class; {rest}", (values) => t("{cell} is the only class: two are needed", values)],
  ["the row has {count} cells, but the first line has {first}", (values) => t("the row has {count} cells, but the first line has {first}", values)],
  ["the row has {count} columns; {most} are allowed", (values) => t("the row has {count} columns: {most} are allowed", values)],
  ["the file has more than {most} {rest}", (values) => t("the file has more than {most} rows or lines, which is the most", values)],
  ["the file has {count} rows of data; at least {least} are needed", (values) => t("The file has {count} rows: {least} at least are needed.", values)],
  ["the file is empty", () => t("The file is empty.")],
  ["this is not UTF-8; {rest}", () => t("this is not UTF-8: please save the file as CSV UTF-8")],
  ["there is only one column; {rest}", () => t("there is only one column: put commas, semicolons or tabs between them")],
  ["another column is called {name}, too", (values) => t("another column is called {name}, too", values)],
  ["and {count} more", (values) => t("And {count} more.", values)],
];

/** What is wrong with a file, fault by fault, each with its line. @param {string} message of the server */
export function saidOfFile(message) {
  return message.split("\n").map((text) => {
    const { line, column, fault } = placed(text);
    const words = translated(FAULTS, fault ?? text) ?? fault ?? text;
    if (line === undefined) return words;
    return column === undefined ? t("Line {line}: {fault}", { line, fault: words }) : t("Line {line}, column {column}: {fault}", { line, column, fault: words });
  });
}

/** @param {string} text */
const placed = (text) => /^line (?<line>\d+)(?:, column (?<column>.+?))?: (?<fault>.*)$/.exec(text)?.groups ?? {};

/** Whether a fault is one of those that are translated. @param {string} text */
export const knows = (text) => translated(FAULTS, placed(text).fault ?? text) !== null;

/** @param {string} message of the server */
export const said = (message) => translated(SENTENCES, message) ?? message;

/** @param {typeof SENTENCES} sentences @param {string} message */
function translated(sentences, message) {
  for (const [theirs, ours] of sentences) {
    const found = pattern(theirs).exec(message);
    if (found) return ours(found.groups ?? {});
  }
  return null;
}

/** @param {string} sentence with {names} */
function pattern(sentence) {
  const literal = sentence.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`, "s");
}

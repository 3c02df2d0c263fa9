// The schema: the engine's description of the fields of an experiment, with their types, bounds and defaults.

/** @typedef {import("./address.js").Changes} Changes */
/** @typedef {import("./address.js").Experiment} Experiment */
/**
 * A field, as `Field.coded` of app/web/fields.py makes it. `kinds`: the kinds of its part that have it, where not all do. `each`: the field of
 * the same part with a value for each layer. `coding`: its form in an address, where it differs from that of its type. `usual`: for a list of
 * items of several kinds, the defaults of each kind. `replaces`: the fields of the same part that it replaces, where it is not null.
 * Pages without controls have their words, too: `labels` of the values, `unit` and `times`.
 * @typedef {{title?: string, type?: string, nullable?: boolean, enum?: unknown[], minimum?: number, maximum?: number, maxItems?: number}} Schema
 * @typedef {Schema & {name: string, items?: Schema, default: any, kinds?: string[], each?: string, coding?: string, replaces?: string[],
 *   usual?: Record<string, Record<string, unknown>>, labels?: Record<string, string>, unit?: string, times?: number}} Field
 */

/** @type {{fields: Field[], drawn: number}} */
const embedded = { fields: [], drawn: 0, ...JSON.parse(document.getElementById("defaults")?.textContent || "{}") };

/** All fields, in the order of addresses. */
export const { fields } = embedded;

/** @param {string} name @returns {[part: string, field: string]} */
export function split(name) {
  const [part = "", field = ""] = name.split(".");
  return [part, field];
}

/** The default of the choice among the kinds of a part. @param {string} part */
const usualKind = (part) => fields.find(({ name }) => name === `${part}.kind`)?.default;

/** Whether experiments like this one have a field: whether the kind of its part has it. @param {Field} field @param {Changes} experiment or the changes to the default one */
function isIn({ name, kinds }, experiment) {
  const [part] = split(name);
  return kinds?.includes(String(experiment[part]?.kind ?? usualKind(part))) ?? true;
}

/** @param {Changes} experiment */
const fieldsOf = (experiment) => fields.filter((field) => isIn(field, experiment));

/** The fields of an experiment, without those that another field replaces. @param {Changes} experiment */
export function fieldsThatCount(experiment) {
  const present = fieldsOf(experiment);
  const replaced = present.flatMap(({ name, replaces }) => {
    const [part, field] = split(name);
    return experiment[part]?.[field] ? (replaces ?? []).map((other) => `${part}.${other}`) : [];
  });
  return present.filter(({ name }) => !replaced.includes(name));
}

/** A field by its name, for the kinds of an experiment. @param {string} name @param {Changes} [experiment] @returns {Field | undefined} */
export const fieldOf = (name, experiment = {}) => fields.find((field) => field.name === name && isIn(field, experiment));

const hidden = fieldOf("network.hidden");
/** The most hidden layers, the most units of each, and the most units of a layer whose maps are drawn. */
export const most = { layers: hidden?.maxItems ?? 0, units: hidden?.items?.maximum ?? 0, drawn: embedded.drawn };

/** The names of the fields of experiments with a kind of data, which views ask for in every frame. @type {Map<string, Set<string>>} */
const namesOf = new Map();

/** Whether a kind of data has a field. @param {string} kind @param {string} field */
export function hasField(kind, field) {
  const names = namesOf.get(kind) ?? new Set(fieldsOf({ data: { kind } }).map(({ name }) => name));
  namesOf.set(kind, names);
  return names.has(`data.${field}`);
}

/**
 * A value of a field of data, for another kind: fields of one name may have other values there. undefined: the kind does not have the field.
 * @param {string} kind @param {string} field @param {unknown} value
 */
export function valueFor(kind, field, value) {
  const found = fieldOf(`data.${field}`, { data: { kind } });
  if (!found) return undefined;
  const { enum: words, minimum = -Infinity, maximum = Infinity } = found;
  if (words && !words.includes(value)) return found.default;
  return typeof value === "number" ? Math.min(Math.max(value, minimum), maximum) : value;
}

/** The defaults of all fields of data of every kind; of several fields with one name, the first one's. @type {Experiment["data"]} */
export const dataDefaults = Object.fromEntries(
  fields
    .filter(({ name }) => split(name)[0] === "data")
    .map((field) => [split(field.name)[1], field.default])
    .reverse(),
);

/** The default experiment with some changes. Fields that its kind does not have are kept: the server reports them. @param {Changes} [changes] @returns {Experiment} */
export function experimentOf(changes = {}) {
  /** @type {Changes} */
  const parts = {};
  for (const { name, default: usual } of fieldsOf(changes)) {
    const [part, field] = split(name);
    parts[part] = { ...parts[part], [field]: usual };
  }
  for (const [part, asked] of Object.entries(changes)) parts[part] = { ...parts[part], ...asked };
  return /** @type {Experiment} */ (/** @type {unknown} */ (parts));
}

/** The experiment without what stands in it to be drawn only, as changes to the default one. @param {Experiment} experiment @returns {Changes} */
export function described(experiment) {
  const parts = /** @type {Changes} */ (/** @type {unknown} */ (experiment));
  /** @type {Changes} */
  const found = {};
  for (const { name } of fieldsThatCount(parts)) {
    const [part, field] = split(name);
    const value = parts[part]?.[field];
    if (value !== undefined) found[part] = { ...found[part], [field]: value };
  }
  return found;
}

// The schema: the fields of an experiment as the engine describes them, with their types, bounds and defaults.

/** @typedef {import("./address.js").Changes} Changes */
/** @typedef {import("./address.js").Experiment} Experiment */
/**
 * A field, as `Field.coded` of app/web/fields.py has it. `kinds`: those of its part that have it, where not all do. `each`: the field of the
 * same part that gives each layer a value of its own. `coding`: how an address writes it, where not as usual for its type. `usual`: of a list
 * of things of several kinds, the defaults of each. `replaces`: the fields of the same part in whose place it stands, where it is not null.
 * @typedef {{title?: string, type?: string, nullable?: boolean, minimum?: number, maximum?: number, maxItems?: number}} Schema
 * @typedef {Schema & {name: string, items?: Schema, default: any, kinds?: string[], each?: string, coding?: string, replaces?: string[],
 *   usual?: Record<string, Record<string, unknown>>}} Field
 */

/** @type {{fields: Field[], drawn: number}} */
const embedded = { fields: [], drawn: 0, ...JSON.parse(document.getElementById("defaults")?.textContent || "{}") };

/** All of them, in the order of addresses. */
export const { fields } = embedded;

/** @param {string} name @returns {[part: string, field: string]} */
export function split(name) {
  const [part = "", field = ""] = name.split(".");
  return [part, field];
}

/** The default of the choice among the kinds of a part. @param {string} part */
const usualKind = (part) => fields.find(({ name }) => name === `${part}.kind`)?.default;

/** The fields that experiments of this sort have: of each part those of its kind. @param {Changes} experiment or the changes to the default one */
export function fieldsOf(experiment) {
  return fields.filter(({ name, kinds }) => {
    const [part] = split(name);
    return kinds?.includes(String(experiment[part]?.kind ?? usualKind(part))) ?? true;
  });
}

/** The fields of an experiment, without those in whose place another stands. @param {Changes} experiment */
export function fieldsThatCount(experiment) {
  const present = fieldsOf(experiment);
  const replaced = present.flatMap(({ name, replaces }) => {
    const [part, field] = split(name);
    return experiment[part]?.[field] ? (replaces ?? []).map((other) => `${part}.${other}`) : [];
  });
  return present.filter(({ name }) => !replaced.includes(name));
}

/** A field by its name, as the kinds of an experiment have it. @param {string} name @param {Changes} [experiment] @returns {Field | undefined} */
export const fieldOf = (name, experiment = {}) => fieldsOf(experiment).find((field) => field.name === name);

const hidden = fieldOf("network.hidden");
/** The most hidden layers, the most units of each, and the most where each is drawn over the plane. */
export const most = { layers: hidden?.maxItems ?? 0, units: hidden?.items?.maximum ?? 0, drawn: embedded.drawn };

/** The names of the fields of experiments with a kind of data, which views ask for in every frame. @type {Map<string, Set<string>>} */
const namesOf = new Map();

/** Whether a kind of data has a field. @param {string} kind @param {string} field */
export function hasField(kind, field) {
  const names = namesOf.get(kind) ?? new Set(fieldsOf({ data: { kind } }).map(({ name }) => name));
  namesOf.set(kind, names);
  return names.has(`data.${field}`);
}

/** The defaults of all fields of data, whichever kind has them; of several of one name, the first one's. @type {Experiment["data"]} */
export const dataDefaults = Object.fromEntries(
  fields
    .filter(({ name }) => split(name)[0] === "data")
    .map((field) => [split(field.name)[1], field.default])
    .reverse(),
);

/** The default experiment with some changes: what a kind has not keeps what was asked for, and the server says so. @param {Changes} [changes] @returns {Experiment} */
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

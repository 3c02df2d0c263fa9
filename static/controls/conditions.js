// The conditions: a control or a sentence is shown only where it applies to the experiment.

import { fields, fieldsThatCount, split } from "../address/schema.js";
import { show } from "../words/write.js";

/** @typedef {{field: string, values: string[] | null}} Condition the field has one of these values; null: a value above 0 */

export class Conditions {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    /** @type {unknown} */
    this.shown = null;
    /** The elements that are shown under conditions, and the options that can be chosen under conditions. */
    this.hosts = [.../** @type {NodeListOf<HTMLOptionElement>} */ (document.querySelectorAll("[data-when], [data-enabled]"))].map((host) => ({
      host,
      when: conditionsOf(host.dataset.when),
      enabled: conditionsOf(host.dataset.enabled),
    }));
    /** What another field may stand in place of. */
    this.replaceable = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-field]"))].filter(({ dataset }) => isReplaceable(dataset.field));
  }

  draw() {
    const { experiment } = this.state;
    if (experiment === this.shown) return;
    this.shown = experiment;
    for (const { host, when, enabled } of this.hosts) {
      if (when) show(host, this.hold(when));
      if (enabled) host.toggleAttribute("disabled", !this.hold(enabled));
    }
    const counts = new Set(fieldsThatCount(/** @type {any} */ (experiment)).map(({ name }) => name));
    for (const host of this.replaceable) host.classList.toggle("replaced", !counts.has(host.dataset.field ?? ""));
  }

  /** @param {Condition[]} conditions */
  hold(conditions) {
    return conditions.every(({ field, values }) => presentIn(this.state, field).some((value) => values?.includes(value) ?? Number(value) > 0));
  }
}

/** Whether there is a field that may stand in place of this one. @param {string | undefined} name */
const isReplaceable = (name) => fields.some((field) => field.replaces?.some((other) => `${split(field.name)[0]}.${other}` === name));

/**
 * The notation is part.field=this that&part.field>0; all conditions must hold (see app/web/conditions.py).
 * @param {string | undefined} text
 * @returns {Condition[] | undefined}
 */
function conditionsOf(text) {
  return text?.split("&").map((condition) => {
    const [field = "", values] = condition.split(/=|>0$/);
    return { field, values: values ? values.split(" ") : null };
  });
}

/**
 * The values of a field: one, or the value of each layer where layers have their own.
 * @param {import("../run/state.js").State} state
 * @param {string} name
 * @returns {string[]}
 */
function presentIn({ experiment, kind }, name) {
  const [part, field] = split(name);
  const values = /** @type {any} */ ({ ...experiment, kind })[part];
  const each = fields.find((field) => field.name === name)?.each;
  return ((each && values?.[each]) || [values?.[field]]).map(String);
}

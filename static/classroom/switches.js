// The switches of a class: a second click counts from the first one, also before the server has told of it.

/** @template {boolean | string} [Value=boolean] */
export class Switches {
  constructor() {
    /** What was asked for, until it is told. @type {Map<string, Value>} */
    this.asked = new Map();
    /** The last act of each switch, where it is under way: acts are carried out in the order of the clicks. @type {Map<string, Promise<unknown>>} */
    this.acts = new Map();
  }

  /** How a switch is, or will be in a moment. @param {string} name @param {Value} told */
  is(name, told) {
    return this.asked.get(name) ?? told;
  }

  /** @param {string} name @param {Value} value @param {(value: Value) => Promise<boolean>} act returns whether it was done */
  async set(name, value, act) {
    this.asked.set(name, value);
    const own = this.follow(this.acts.get(name), () => act(value));
    this.acts.set(name, own);
    const isDone = await own;
    if (this.acts.get(name) !== own) return;
    this.acts.delete(name);
    if (!isDone) this.asked.delete(name);
  }

  /** @param {Promise<unknown> | undefined} former @param {() => Promise<boolean>} act */
  async follow(former, act) {
    if (former) await former;
    return act();
  }

  /** The server has told how a switch is. What was asked for counts no longer: another teacher may have turned it since. @param {string} name */
  tell(name) {
    if (!this.acts.has(name)) this.asked.delete(name);
  }
}

/** The order of a list as a switch has it: ids without spaces. @param {{id: string}[]} list */
export const orderOf = (list) => list.map(({ id }) => id).join(" ");

/** The order with one before the one above it. @param {string} order @param {string} id */
export function raised(order, id) {
  const ids = order.split(" ");
  const index = ids.indexOf(id);
  if (index > 0) ids.splice(index - 1, 2, id, String(ids[index - 1]));
  return ids.join(" ");
}

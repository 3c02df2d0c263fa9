// The page as its modules find it when they are loaded: in English, with the fields, and without any element. A test imports it
// before them.

import { fields } from "./schema.js";

/** In place of the browser's document. */
export const document = {
  getElementById: (/** @type {string} */ id) => (id === "defaults" ? { textContent: JSON.stringify({ fields, drawn: 16 }) } : null),
  querySelector: () => null,
  documentElement: { lang: "en" },
  compatMode: "CSS1Compat",
};

Object.assign(globalThis, {
  document,
  CSS: { escape: String },
  IntersectionObserver: class {
    observe() {}
  },
});

/** @type {Record<string, PropertyDescriptor>} */
const ordinary = Object.getOwnPropertyDescriptors(globalThis);

/** What a test has of its own in place of the page's and the browser's, until it ends. @param {import("node:test").TestContext} t @param {Record<string, unknown>} own */
export function given(t, own) {
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    const before = ordinary[name];
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : Reflect.deleteProperty(globalThis, name)));
  }
}

// The choices: set-up, sizes, kernel, stride and padding; only sizes that come out even are offered.

import { t } from "../words/messages.js";
import { isSize, places } from "./arithmetic.js";
import { KERNELS, nameOf } from "./kernels.js";
import { SETUPS } from "./setups.js";

/** The largest image of numbers, the most channels and kernels, and the largest stride and kernel. */
export const defaults = { least: 3, numbers: 12, channels: 3, kernels: 4, stride: 5, side: 7 };

/** @typedef {"setup" | "named" | "size" | "channels" | "side" | "kernels" | "stride" | "padding"} Name */

const select = (/** @type {Name} */ id) => /** @type {HTMLSelectElement} */ (document.getElementById(id));
const range = (/** @type {number} */ low, /** @type {number} */ high) => Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);

export class Choices {
  /**
   * @param {boolean} hasDigits
   * @param {(name: Name, value: string) => void} choose
   */
  constructor(hasDigits, choose) {
    const setups = Object.entries(SETUPS).filter(([name]) => name !== "digit" || hasDigits);
    select("setup").append(...setups.map(([name, { title }]) => new Option(title, name)));
    select("named").append(...Object.entries(KERNELS).map(([name, { title }]) => new Option(title, name)), new Option(t("a kernel of your own"), ""));
    for (const name of /** @type {Name[]} */ (["setup", "named", "size", "channels", "side", "kernels", "stride", "padding"])) select(name).addEventListener("change", () => choose(name, select(name).value));
  }

  /** @param {string} name of the set-up @param {import("./setups.js").Setup} setup */
  draw(name, { image, kernels, stride, padding, source }) {
    const [length, side] = [image[0]?.length ?? 0, kernels[0]?.[0]?.length ?? 0];
    select("setup").value = name;
    fill("size", range(defaults.least, defaults.numbers), length);
    fill("channels", range(1, defaults.channels), image.length);
    fill("side", range(1, Math.min(defaults.side, length + 2 * padding)), side);
    fill("kernels", range(1, defaults.kernels), kernels.length);
    fill("padding", range(0, side - 1), padding);
    fill("stride", range(1, defaults.stride), stride, (each) => {
      const count = places(length, side, { stride: each, padding });
      return isSize(count) ? "" : t("(does not fit: {count})", { count: Number(count.toFixed(2)) });
    });
    for (const host of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-source]"))) host.hidden = host.dataset.source !== source;
    this.name(kernels);
  }

  /** Name the kernel, if it has a name. @param {import("./arithmetic.js").Volume[]} kernels */
  name([kernel = [], ...others]) {
    const isOne = others.length === 0 && kernel.every((map) => JSON.stringify(map) === JSON.stringify(kernel[0]));
    const name = (isOne && nameOf(kernel[0] ?? [])) || "";
    select("named").value = name;
    const about = /** @type {HTMLElement} */ (document.getElementById("named-about"));
    about.textContent = KERNELS[name]?.about ?? "";
  }
}

/**
 * @param {Name} id
 * @param {number[]} values
 * @param {number} value
 * @param {(value: number) => string} reason why a value cannot be chosen, if it cannot
 */
function fill(id, values, value, reason = () => "") {
  const options = values.map((each) => Object.assign(new Option(`${each} ${reason(each)}`.trim(), String(each)), { disabled: reason(each) !== "" }));
  select(id).replaceChildren(...options);
  select(id).value = String(value);
}

// A subset of numbers: a box for each, and buttons for subsets that have a name. All of them together are null.

import { attribute } from "../words/write.js";

/**
 * @param {HTMLElement} host
 * @param {(value: number[] | null) => void} change
 * @returns {(value: number[] | null) => void} shows a value
 */
export function subset(host, change) {
  const boxes = [...host.querySelectorAll("input")];
  const buttons = /** @type {HTMLButtonElement[]} */ ([...host.querySelectorAll("[data-subset]")]);
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => Number(value));
  for (const box of boxes) box.addEventListener("change", () => change(orAll(chosen(), boxes.length)));
  for (const button of buttons) button.addEventListener("click", () => change(named(button)));
  return (value) => {
    for (const box of boxes) box.checked = value === null || value.includes(Number(box.value));
    for (const button of buttons) attribute(button, "aria-pressed", String(String(named(button)) === String(value)));
  };
}

/** @param {number[]} numbers @param {number} all how many there are */
const orAll = (numbers, all) => (numbers.length === all ? null : numbers);

/** The subset of a button. @param {HTMLElement} button */
function named({ dataset: { subset = "" } }) {
  return subset === "" ? null : subset.split(",").map(Number);
}

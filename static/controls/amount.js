// A number field and its slider, if it has one: each shows the other's value. Escape brings the actual value back.

import { t } from "../words/messages.js";
import { attribute } from "../words/write.js";
import { nearest, nextStop, stops } from "./stops.js";

/**
 * @param {HTMLElement} host
 * @param {HTMLInputElement} amount
 * @param {{change: (value: number, goesOn?: boolean) => void, complain: (words: string) => void, forgive: () => void, revert: () => void}} control
 * @returns {(value: number | null) => void} what shows a value
 */
export function amountOf(host, amount, { change, complain, forgive, revert }) {
  const unit = Number(host.dataset.times ?? 1);
  const slider = /** @type {HTMLInputElement | null} */ (host.querySelector("input[type=range]"));
  const { low, high, scale = "nice", step } = slider?.dataset ?? {};
  const isWhole = "whole" in host.dataset;
  const all = slider ? stops(Number(low), Number(high), scale, Number(step)) : [];
  const list = isWhole ? all.filter(Number.isInteger) : all;
  const place = (/** @type {number} */ value) => {
    if (!slider) return;
    slider.value = String(nearest(list, value));
    slider.style.setProperty("--fill", String(Number(slider.value) / (list.length - 1)));
    attribute(slider, "aria-valuetext", String(value));
  };
  const take = (/** @type {number} */ value, /** @type {boolean} */ goesOn) => {
    amount.value = String(value);
    place(value);
    change(value / unit, goesOn);
  };
  if (slider) {
    slider.max = String(list.length - 1);
    slider.step = "1";
    let slides = false;
    slider.addEventListener("change", () => (slides = false));
    slider.addEventListener("input", () => {
      take(list[Number(slider.value)] ?? 0, slides);
      slides = true;
    });
  }
  amount.addEventListener("change", () => {
    const value = Number(amount.value);
    const { min, max } = amount;
    if (amount.value === "") complain(t("Enter a number."));
    else if (value < Number(min) || value > Number(max)) complain(t("Enter a number from {low} to {high}.", { low: Number(min), high: Number(max) }));
    else if (isWhole && !Number.isInteger(value)) complain(t("Enter a whole number."));
    else change(value / unit);
  });
  amount.addEventListener("input", forgive);
  amount.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Escape") {
      forgive();
      revert();
      amount.select();
    } else if (steps && list.length > 0 && amount.value !== "") {
      event.preventDefault(); // the field's own step is 1, of a learning rate, too
      const value = nextStop(list, Number(amount.value), steps);
      if (value !== null) take(value, event.repeat);
    }
  });
  return (value) => {
    attribute(amount, "placeholder", value === null ? t("Mixed") : "");
    if (value === null) return void (amount.value = "");
    const shown = +(value * unit).toPrecision(10);
    amount.value = String(shown);
    place(shown);
  };
}

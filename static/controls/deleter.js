// A button that deletes an item of a list with its second click. The first click asks, and warns of further losses.

import { titled } from "../words/joined.js";
import { t } from "../words/messages.js";

/**
 * @param {string} name the name of the item
 * @param {() => void} warn
 * @param {() => void} remove
 */
export function deleter(name, warn, remove) {
  const button = document.createElement("button");
  button.type = "button";
  /** @param {string} words */
  const say = (words) => {
    button.textContent = words;
    button.setAttribute("aria-label", titled(words, name));
  };
  const calm = () => {
    button.classList.remove("sure");
    say(t("Delete"));
  };
  calm();
  button.ariaDescription = t("Deletes it for good, with a second press.");
  button.addEventListener("click", () => {
    if (button.classList.contains("sure")) return remove();
    button.classList.add("sure");
    say(t("Really delete?"));
    warn();
  });
  button.addEventListener("blur", calm);
  return button;
}
